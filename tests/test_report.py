"""The report that a person reads after a build."""

from kg.graph.stats import graph_statistics
from kg.model import Homograph, Skipped
from kg.report import BuildReport, report_markdown


def _report(graph, **parts):
    empty = {"skipped": (), "warnings": (), "homographs": (), "unusual_ends": ()}
    return report_markdown(BuildReport(graph_statistics(graph), **{**empty, **parts}))


def test_counts_and_top_entities_are_there(tiny_graph):
    text = _report(tiny_graph)
    assert text.startswith("# Build report\n\n5 papers, 14 entities named in them")
    assert "| nodes | Method | 7 |" in text
    assert "| edges | outperforms | 1 |" in text
    assert "| claims that papers deny or only hope for |  | 2 |" in text
    assert "| BigNet | Method | 4 |" in text


def test_sections_without_lines_are_left_out(tiny_graph):
    assert "Skipped" not in _report(tiny_graph)


def test_what_was_skipped_is_named_by_file_and_line(tiny_graph):
    text = _report(tiny_graph, skipped=(Skipped("a.bib", 7, "no title"), Skipped("b.pdf", None, "not readable")))
    assert "## Skipped input (2)\n\n- a.bib:7: no title\n- b.pdf: not readable\n" in text


def test_open_homographs_are_listed_with_what_they_could_be(tiny_graph):
    text = _report(tiny_graph, homographs=(Homograph("MAE", "p1", ("masked-autoencoder", "mean-absolute-error")),))
    assert "- MAE in p1: masked-autoencoder, mean-absolute-error\n" in text


def test_long_lists_say_how_much_more_there_is(tiny_graph):
    text = _report(tiny_graph, warnings=tuple(f"warning {n}" for n in range(60)))
    assert "## Warnings (60)" in text
    assert "- … and 10 more\n" in text


def test_nothing_in_a_title_breaks_the_markdown(tiny_graph):
    text = _report(tiny_graph, warnings=("a|b\n# c <script> [x](y) `z` *w*",))
    assert "- a\\|b \\# c \\<script\\> \\[x\\](y) \\`z\\` \\*w\\*\n" in text
