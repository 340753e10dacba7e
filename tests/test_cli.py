"""The command line: what it prints, and how it exits."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from seed_corpus import write_papers

from kg.cli import main
from kg.query import list_queries

COMMANDS = sorted(main.commands)

README = Path(__file__).parent.parent / "README.md"


@pytest.fixture
def run():
    runner = CliRunner()

    def invoke(*arguments, **options):
        return runner.invoke(main, [str(argument) for argument in arguments], **options)

    return invoke


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does_and_shows_an_example(run, command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Example:" in result.output
    assert f"kg {command}" in result.output.split("Example:")[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command):
    assert f"kg {command}" in README.read_text("utf-8")


def test_the_library_is_found_by_name_and_listed(run):
    listed = json.loads(run("queries", "--format", "json").output)
    assert {row["name"] for row in listed} == {query.name for query in list_queries()}


def test_counts_of_a_graph_are_rows(run, small_build):
    result = run("stats", "--graph", small_build, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.output)))
    assert {"what": "nodes", "kind": "Paper", "number": "8"} in rows


def test_a_question_by_alternative_label_answers_like_one_by_label(run, small_build):
    names = "natural language processing", "NLP"
    answers = [
        run("query", "papers-by-concept", "--set", f"concept={name}", "--graph", small_build, "--format", "csv").output
        for name in names
    ]
    assert answers[0] == answers[1]
    assert answers[0].count("\n") > 1


def test_a_question_may_come_from_standard_input(run, small_build):
    text = "SELECT (COUNT(?p) AS ?papers) WHERE { ?p a <https://schema.org/ScholarlyArticle> }"
    result = run("query", "-", "--graph", small_build, "--format", "csv", input=text)
    assert result.output == "papers\n8\n"


def test_an_unknown_name_answers_with_the_nearest_and_exits_with_1(run, small_build):
    result = run("neighbors", "natural langage processing", "--graph", small_build)
    assert result.exit_code == 1
    assert "natural language processing" in result.stderr


def test_a_path_shows_the_sentence_of_every_stated_step(run, small_build):
    statistics = json.loads(run("neighbors", "machine learning", "--graph", small_build, "--format", "json").output)
    other = next(row["subject"] for row in statistics if row["predicate"] not in ("broader",))
    result = run("path", other, "machine learning", "--graph", small_build, "--format", "json")
    steps = json.loads(result.output)
    assert result.exit_code == 0
    assert steps
    assert all(step["sentence"] for step in steps if step["support"])


def test_two_things_that_nothing_connects_give_no_rows_and_no_error(run, small_build):
    result = run("path", "machine learning", "deep learning", "--predicate", "reduces", "--graph", small_build)
    assert result.exit_code == 0
    assert "nothing connects" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("path", "latency", "MS MARCO", "--count", "2", "--min-confidence", "0.5"),
        ("neighbors", "BigNet", "--predicate", "outperforms"),
        ("similar", "TinyNet"),
        ("similar", "p1", "--by", "pagerank"),
        ("rank", "--by", "betweenness", "--kind", "METHOD"),
        ("communities",),
        ("compare", "TinyNet", "p2"),
        ("table", "--metric", "Accuracy"),
        ("table", "--rows", "task", "--columns", "paper", "--limit", "2"),
    ],
)
def test_every_question_to_a_graph_answers_in_each_form(run, tiny_build, arguments):
    forms = {name: run(*arguments, "--graph", tiny_build, "--format", name) for name in ("table", "csv", "json")}
    assert {result.exit_code for result in forms.values()} == {0}
    records = json.loads(forms["json"].stdout)
    rows = list(csv.DictReader(io.StringIO(forms["csv"].stdout)))
    assert len(records) == len(rows) > 0
    assert list(records[0]) == list(rows[0])
    assert "─" in forms["table"].stdout


@pytest.mark.parametrize(("form", "opening"), [("markdown", "| method | ImageNet |"), ("html", "<!doctype html>")])
def test_results_are_printed_for_papers_and_pages_too(run, tiny_build, form, opening):
    result = run("table", "--metric", "accuracy", "--graph", tiny_build, "--format", form)
    assert result.stdout.startswith(opening)
    assert "TinyNet reaches 76.1% accuracy on ImageNet." in result.stdout


def test_what_a_table_leaves_out_is_said_on_standard_error(run, tiny_build):
    result = run("table", "--graph", tiny_build, "--limit", "1")
    assert "showing 1 of 2 rows" in result.stderr


def test_neighbours_of_a_relation_that_a_thing_has_not_are_none(run, tiny_build):
    result = run("neighbors", "latency", "--predicate", "trainedOn", "--graph", tiny_build)
    assert (result.exit_code, result.stderr) == (0, "kg: nothing of that kind stands beside 'latency'\n")


def test_an_unknown_relation_is_named(run, small_build):
    result = run("path", "machine learning", "deep learning", "--predicate", "likes", "--graph", small_build)
    assert result.exit_code == 1
    assert "'likes'" in result.stderr


def test_a_folder_without_a_graph_says_how_to_make_one(run, tmp_path):
    result = run("stats", "--graph", tmp_path)
    assert result.exit_code == 1
    assert "kg build" in result.stderr


def test_wrong_usage_exits_with_2(run):
    assert run("build").exit_code == 2
    assert run("query", "papers-by-concept", "--set", "concept").exit_code == 2


def test_skipped_records_exit_with_3_and_with_1_where_strict(run, seed_papers, tmp_path):
    path = write_papers(seed_papers[:1], tmp_path / "papers.jsonl")
    path.write_text(path.read_text("utf-8") + "{broken\n", encoding="utf-8")
    result = run("extract", path, "-o", tmp_path / "annotations.jsonl")
    assert result.exit_code == 3
    assert "papers.jsonl:2" in result.stderr
    assert (tmp_path / "annotations.jsonl").read_text("utf-8").count("\n") == 1
    assert run("extract", path, "-o", tmp_path / "annotations.jsonl", "--strict").exit_code == 1


def test_a_missing_input_is_one_line(run, tmp_path):
    result = run("build", tmp_path / "nowhere.bib", "--out", tmp_path / "graph")
    assert result.exit_code == 1
    assert "nowhere.bib" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["csv", "gexf", "graphml", "jsonld", "neo4j", "turtle"])
def test_a_published_graph_can_be_exported_again(run, small_build, tmp_path, name):
    result = run("export", name, "-o", tmp_path / "out", "--graph", small_build)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out").exists()


def test_an_export_can_keep_the_places_of_a_former_build(run, small_build, tmp_path):
    result = run("export", "gexf", "-o", tmp_path / "g.gexf", "--layout-from", small_build, "--graph", small_build)
    assert result.exit_code == 0, result.output
    result = run("export", "gexf", "-o", tmp_path / "g.gexf", "--layout-from", tmp_path, "--graph", small_build)
    assert result.exit_code == 1
    assert "holds no graph" in result.stderr


def test_an_unknown_format_lists_the_known_ones(run, small_build, tmp_path):
    result = run("export", "xlsx", "-o", tmp_path / "out", "--graph", small_build)
    assert result.exit_code == 1
    assert "graphml" in result.stderr


def test_a_built_graph_conforms(run, small_build):
    result = run("validate", "--graph", small_build, "--format", "json")
    assert result.exit_code == 0
    assert not [row for row in json.loads(result.output) if row["severity"] == "Violation"]


def test_the_page_is_opened_in_the_browser(run, small_build, monkeypatch):
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda url: opened.append(url) or True)
    result = run("view", "--graph", small_build)
    assert result.exit_code == 0
    assert opened == [(small_build / "explorer.html").resolve().as_uri()]


@pytest.mark.parametrize(
    ("options", "ending"),
    [(["--min-confidence", "0.5"], "explorer.html#confidence=0.5"), (["--light"], "graph.html")],
)
def test_the_page_opens_as_asked_for(run, small_build, monkeypatch, options, ending):
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda url: opened.append(url) or True)
    assert run("view", *options, "--graph", small_build).exit_code == 0
    assert opened[0].endswith(ending)


def test_evaluation_of_a_gold_file_prints_its_figures(run, seed_papers, tmp_path):
    paper = next(paper for paper in seed_papers if "ConvNeXt" in paper.title)
    gold = {
        "id": paper.id,
        "title": paper.title,
        "abstract": paper.abstract,
        "entities": [
            {"id": "e1", "type": "Method", "name": "ConvNeXt", "surface": ["ConvNeXt"], "role": "uses"},
        ],
        "relations": [],
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(gold) + "\n", encoding="utf-8")
    result = run("evaluate", path, "--format", "json", "--errors", "1")
    figures = {row["measure"]: row for row in json.loads(result.stdout)}
    assert figures["entities"]["right"] == 1
    assert "missed" in result.stderr


def _annotated(path, *names):
    entities = [{"id": name, "type": "Method", "name": name, "surface": [name], "role": "uses"} for name in names]
    records = ({"id": f"p{n}", "title": "", "abstract": "A and B.", "entities": entities} for n in range(5))
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_two_annotations_of_the_same_papers_are_compared(run, tmp_path):
    gold, poor = _annotated(tmp_path / "gold", "A", "B"), _annotated(tmp_path / "poor", "A")
    result = run("evaluate", gold, "--annotations", gold, "--against", poor, "--format", "json")
    row = next(row for row in json.loads(result.stdout) if row["measure"] == "entities")
    assert (row["value"], row["against"], row["better"]) == (1.0, 0.667, 1.0)


def test_annotations_that_lack_papers_are_told(run, tmp_path):
    gold, other = _annotated(tmp_path / "gold", "A"), _annotated(tmp_path / "other", "A")
    other.write_text(other.read_text("utf-8").split("\n")[0] + "\n", encoding="utf-8")
    assert "4 of 5 papers are not annotated" in run("evaluate", gold, "--annotations", other).stderr


def test_a_part_of_the_extraction_can_be_switched_off(run, tmp_path):
    gold = _annotated(tmp_path / "gold", "A")
    result = run("evaluate", gold, "--without", "network", "--without", "vocabulary", "--format", "csv")
    assert result.exit_code == 0
    assert "another vocabulary" not in result.stderr
    result = run("evaluate", gold, "--without", "network", "--without", "features")
    assert result.exit_code == 1
    assert "nobody is left to decide" in result.stderr


@pytest.mark.parametrize("option", ["--without=network", "--model=.", "--vocabulary=FILE"])
def test_how_to_annotate_is_no_question_where_there_are_annotations(run, tmp_path, option):
    gold = _annotated(tmp_path / "gold", "A")
    result = run("evaluate", gold, "--annotations", gold, option.replace("FILE", str(gold)))
    assert result.exit_code == 2
    assert "say how to annotate" in result.stderr


def test_sentences_of_scierc_know_no_papers_and_no_folds(run, tmp_path):
    file = _annotated(tmp_path / "gold", "A")
    assert run("train", file, "-o", tmp_path / "out", "--scierc", file, "--papers", "3").exit_code == 2


def test_an_error_of_the_program_is_not_hidden(run, monkeypatch, small_build):
    def broken(_directory):
        raise RuntimeError("a bug")

    monkeypatch.setattr("kg.browse.count_graph", broken)
    assert isinstance(run("stats", "--graph", small_build).exception, RuntimeError)


def test_an_interruption_exits_with_130(run, monkeypatch, small_build):
    def interrupted(_directory):
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.browse.count_graph", interrupted)
    assert run("stats", "--graph", small_build).exit_code == 130
