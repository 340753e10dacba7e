"""Bibliographies: one broken entry costs itself only."""

from __future__ import annotations

import pytest
from readings import by_id, problems, read_text


@pytest.mark.parametrize(
    ("broken", "lines"),
    [
        ("@article{b, title = {No end, year = 2000\n", [2]),
        ("@article{b title = {No comma}}\n", [2]),
        ("@article{b, title = {}, year = 2000}\n", [2]),
        ("@article{b, title = " + "{" * 5000 + "}" * 5000 + "}\n", [2]),
        ("@article{b, title = {x}\nfree text }\n@article{\n", [2, 4]),
    ],
)
def test_a_broken_entry_is_reported_with_its_line(broken, lines):
    reading = read_text("@book{a, title = {A}}\n" + broken + '\n@misc(c, title = "C")\n', "x.bib")
    assert [line for line, _ in problems(reading)] == lines
    assert {"a", "c"} <= set(by_id(reading))


def test_free_text_comments_and_preambles_are_no_entries():
    strings = '@string{s = "S"}\n@article{a, title = s # { and T}, month = jan}\n'
    text = 'Exported today.\n@comment{x}\n@preamble{"y"}\n' + strings
    reading = read_text(text, "x.bib")
    assert [paper.title for paper in reading.papers] == ["S and T"]
    assert not reading.skipped


def test_an_undefined_string_stands_for_itself():
    assert by_id(read_text("@article{a, title = {A}, journal = jmlr}", "x.bib"))["a"].venue == "jmlr"


def test_several_entries_on_one_line_are_read():
    assert set(by_id(read_text("@article{a, title={A}} @article{b, title={B}}", "x.bib"))) == {"a", "b"}


def test_an_eprint_of_another_archive_is_no_arxiv_id():
    text = "@misc{a, title={A}, eprint={1706.03762}, archiveprefix={HAL}}"
    assert by_id(read_text(text, "x.bib"))["a"].arxiv is None


def test_broken_ris_records_are_reported_with_their_lines():
    text = "Provider: hand\n\nTY  - JOUR\nTI  - A\nTY  - JOUR\nAU  - X\nER  - \nTI  - lost\nER  - \nTY - JOUR\nT1 - C\n"
    reading = read_text(text, "x.ris")
    assert sorted(paper.title for paper in reading.papers) == ["A", "C"]
    assert problems(reading) == [
        (5, "has neither title nor abstract"),
        (7, "stands outside of a RIS record, which TY opens and ER closes"),
    ]
