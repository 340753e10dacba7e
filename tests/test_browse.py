"""Questions to a built graph: what each answers on a graph small enough to read."""

import csv
import io
import json
import re

import pytest
from builders import METRIC, annotate, assemble, thing
from lxml import html
from published import publish_store

from kg.browse import (
    compare_nodes,
    find_neighbors,
    find_paths,
    find_similar,
    list_communities,
    load_graph,
    rank_nodes,
    render_results,
    results_table,
)
from kg.errors import KgError, UnknownNameError
from kg.graph.result_table import Axis, ReportedValue, ResultTable

HOSTILE = '</td><script>alert("1")</script> & | *bold* [x](http://evil)\nnext'


def _hostile():
    value = ReportedValue(HOSTILE, None, "", HOSTILE, HOSTILE, HOSTILE, 0.5)
    other = ReportedValue("9", 9.0, "", "accuracy", "p", "s", 0.5)
    cells = {(HOSTILE, HOSTILE): (value,), (HOSTILE, "column"): (other,)}
    return ResultTable(Axis.METHOD, Axis.DATASET, (HOSTILE,), (HOSTILE, "column"), cells, 0)


def test_neighbours_may_be_of_some_relations_and_sure_enough(tiny_build):
    rows = find_neighbors(tiny_build, "TinyNet", predicates=["outperforms", "trainedOn"]).rows
    assert {row[1] for row in rows} == {"outperforms", "trainedOn"}
    sure = find_neighbors(tiny_build, "TinyNet", predicates=["outperforms", "trainedOn"], min_confidence=0.9).rows
    assert [row[1] for row in sure] == ["outperforms"]
    with pytest.raises(KgError, match="unknown relation 'likes'"):
        find_neighbors(tiny_build, "TinyNet", predicates=["likes"])


def test_each_step_of_each_path_has_its_sentence(tiny_build):
    rows = find_paths(tiny_build, "latency", "ms marco", count=3).rows
    assert {row[0] for row in rows} == {1, 2, 3}
    assert all(row[-1] and row[-2] for row in rows if row[4] is not None)


def test_a_name_of_several_things_is_taken_for_the_first_with_a_warning(small_vocabulary, tmp_path):
    papers = [
        annotate("p1", "We mention BERT and MAE in forecasting.", "BERT", thing("MAE", type=METRIC)),
        annotate("p2", "An image MAE and BERT.", "MAE", "BERT"),
    ]
    build = publish_store(assemble(papers, small_vocabulary).graph, tmp_path)
    for table in (find_paths(build, "BERT", "MAE"), find_similar(build, "MAE"), compare_nodes(build, "MAE", "BERT")):
        (warning,) = table.warnings
        assert "'MAE' names 2 things: masked autoencoder (Method, " in warning
        assert "mean absolute error (Metric, " in warning
    assert "'MAE' names 2 things" in find_neighbors(build, "MAE").warnings[0]


def test_similar_papers_say_what_made_them_so(tiny_build):
    table = find_similar(tiny_build, "p1")
    assert table.columns == ("name", "score", "shared", "most telling")
    first = table.rows[0]
    assert first[0] == "BigNet for Image Classification"
    assert "ImageNet" in first[3]


def test_unknown_names_answer_with_the_nearest(tiny_build):
    for question in (find_similar, find_neighbors):
        with pytest.raises(UnknownNameError, match="TinyNet"):
            question(tiny_build, "TinyNett")


def test_bytes_that_are_no_text_name_nothing(tiny_build):
    with pytest.raises(UnknownNameError):
        find_similar(tiny_build, "\udcff")


def test_two_names_of_one_thing_are_not_two_things(tiny_build):
    for question in (find_paths, compare_nodes):
        with pytest.raises(KgError, match="both name knowledge distillation; name two things"):
            question(tiny_build, "KD", "knowledge distillation")


def test_a_person_is_like_nothing(tiny_build):
    with pytest.raises(KgError, match="name a paper or an entity"):
        find_similar(tiny_build, "First Author")


def test_ranked_nodes_have_rank_kind_score_and_papers(tiny_build):
    table = rank_nodes(tiny_build, by="degree", kinds=["method"])
    assert table.rows[0] == (1, "BigNet", "Method", 8, 4)
    assert {row[2] for row in table.rows} == {"Method"}
    with pytest.raises(KgError, match="unknown kind 'animal'; known are Paper, Method"):
        rank_nodes(tiny_build, kinds=["animal"])
    with pytest.raises(KgError, match="unknown measure 'size'; known are pagerank"):
        rank_nodes(tiny_build, by="size")


def test_communities_are_told_by_entities_and_papers(tiny_build):
    table = list_communities(tiny_build)
    assert sum(row[1] for row in table.rows) == 4
    assert all(row[3] and row[4] for row in table.rows)
    assert "showing 1 of" in list_communities(tiny_build, limit=1).warnings[0]


def test_two_things_are_compared_with_their_sentences(tiny_build):
    table = compare_nodes(tiny_build, "tinynet", "bignet")
    first = dict(zip(table.columns, table.rows[0], strict=True))
    assert first["name"] == "TinyNet basedOn BigNet"
    assert first["first sentence"] == "TinyNet is based on BigNet."


def test_answers_from_the_store_are_those_of_the_whole_graph(tiny_build, tiny_graph):
    graph, _ = load_graph(tiny_build)
    assert list(graph.statements()) == list(tiny_graph.statements())


def test_a_metric_is_named_however_it_is_spelled(tiny_build):
    expected = results_table(tiny_build, metrics=["accuracy"])
    assert expected[0].rows == ("BigNet", "TinyNet")
    assert results_table(tiny_build, metrics=["Accuracies"]) == expected
    with pytest.raises(KgError, match="'BigNet' names no metric"):
        results_table(tiny_build, metrics=["BigNet"])


def test_rows_and_columns_are_two_different_sides(tiny_build):
    with pytest.raises(KgError, match="both method"):
        results_table(tiny_build, rows="method", columns="method")
    with pytest.raises(KgError, match="'colour' can be neither"):
        results_table(tiny_build, rows="colour")


def test_what_is_not_shown_is_said(tiny_build):
    table, warnings = results_table(tiny_build, limit=1)
    assert (len(table.rows), warnings) == (1, ("showing 1 of 2 rows and 1 of 1 columns; raise it with --limit",))


def test_csv_and_json_have_one_record_per_value_with_paper_and_sentence(tiny_build):
    table, _ = results_table(tiny_build, metrics=["accuracy"])
    records = json.loads(render_results(table, "json"))
    assert records[1] == {
        "method": "TinyNet",
        "dataset": "ImageNet",
        "metric": "accuracy",
        "value": "76.1%",
        "number": 76.1,
        "unit": "%",
        "confidence": 0.8,
        "paper": "TinyNet: Distilling Small Networks",
        "sentence": "TinyNet reaches 76.1% accuracy on ImageNet.",
    }
    rows = list(csv.DictReader(io.StringIO(render_results(table, "csv"))))
    assert [row["value"] for row in rows] == ["78.4%", "76.1%"]


def test_a_grid_names_the_metric_only_where_the_table_has_several(tiny_build):
    table, _ = results_table(tiny_build, metrics=["accuracy"])
    assert "accuracy" not in render_results(table, "table")
    assert re.search(r"9 \(accuracy\)", render_results(_hostile(), "table"))


def test_markdown_is_a_grid_with_a_note_for_each_sentence(tiny_build):
    table, _ = results_table(tiny_build, metrics=["accuracy"])
    assert render_results(table, "markdown").splitlines() == [
        "| method | ImageNet |",
        "| --- | --- |",
        "| BigNet | 78.4% [1] |",
        "| TinyNet | 76.1% [2] |",
        "",
        "1. *BigNet for Image Classification*: “BigNet reaches 78.4% accuracy on ImageNet.”",
        "2. *TinyNet: Distilling Small Networks*: “TinyNet reaches 76.1% accuracy on ImageNet.”",
    ]


def test_hostile_names_stay_in_their_cell_of_markdown():
    lines = render_results(_hostile(), "markdown").splitlines()
    unescaped = [len(re.findall(r"(?<!\\)\|", line)) for line in lines[:3]]
    assert unescaped == [4, 4, 4]
    assert not re.search(r"(?<!\\)[<>*]script|(?<!\\)\]\(", "\n".join(lines))


def test_hostile_names_stay_text_in_html():
    page = html.document_fromstring(render_results(_hostile(), "html"))
    assert page.xpath("//script") == []
    assert [cell.text for cell in page.xpath("//tbody/tr/th")] == [HOSTILE]
    assert page.xpath("//tbody//blockquote")[0].text == HOSTILE
    assert len(page.xpath("//tbody/tr/td")) == 2


def test_a_page_of_results_needs_nothing_from_outside(tiny_build):
    table, _ = results_table(tiny_build, metrics=["accuracy"])
    page = html.document_fromstring(render_results(table, "html"))
    assert page.xpath("//@src | //@href") == []
    assert "url(" not in page.xpath("//style")[0].text
    assert page.xpath("//caption")[0].text == "Results by method and dataset: accuracy"
    assert [summary.text for summary in page.xpath("//details/summary")] == ["78.4%", "76.1%"]


def test_values_of_one_sentence_unfold_together():
    values = [ReportedValue(text, float(text), "", "accuracy", "p", "from 35 to 46", 0.5) for text in ("46", "35")]
    table = ResultTable(Axis.METHOD, Axis.DATASET, ("m",), ("d",), {("m", "d"): tuple(values)}, 0)
    page = html.document_fromstring(render_results(table, "html"))
    assert [summary.text for summary in page.xpath("//details/summary")] == ["46, 35"]
    assert "| m | 46, 35 [1] |" in render_results(table, "markdown")


def test_a_table_without_results_is_a_table_still(tiny_build):
    table, _ = results_table(tiny_build, metrics=["latency"])
    assert table.rows == ()
    assert render_results(table, "csv").startswith("method,dataset,")
    assert render_results(table, "markdown") == "| method |\n| --- |\n"
    assert html.document_fromstring(render_results(table, "html")).xpath("//tbody/tr") == []


def test_an_unknown_form_is_an_error():
    with pytest.raises(ValueError, match="known are table, csv"):
        render_results(_hostile(), "xlsx")
