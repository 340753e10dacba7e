"""Every shipped question: golden rows, the same on both engines, under another base IRI, and an honest cookbook."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from tiny_graph import make_tiny_graph

from kg.query import list_queries, render_table, run_query
from kg.query.cookbook import cookbook
from kg.rdf.dataset import to_dataset
from kg.rdf.description import Build
from kg.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
COOKBOOK = HERE.parents[1] / "docs" / "queries.md"
QUERIES = {query.name: query for query in list_queries()}
CASES = tomllib.loads((HERE / "tiny.toml").read_text(encoding="utf-8"))
ELSEWHERE = "https://library.example/graph/"


def _settings_of(name):
    return [*CASES[name]["rows"], CASES[name]["none"]] if QUERIES[name].parameters else [{}]


@pytest.fixture(scope="session")
def datasets(tiny_graph):
    engines = {name: to_dataset(tiny_graph, Settings(), Build(), engine=name) for name in ("Oxigraph", "default")}
    moved = to_dataset(make_tiny_graph(ELSEWHERE), Settings(base=ELSEWHERE), Build())
    return {**engines, "elsewhere": moved}


def _sections(dataset, name):
    """One section per setting: the setting, then the rows as CSV."""
    for values in _settings_of(name):
        title = ", ".join(f"{key}={value}" for key, value in values.items())
        yield f"# {title}\n{render_table(run_query(dataset, QUERIES[name], values), 'csv')}"


def test_every_question_with_parameters_has_cases():
    assert {name for name, query in QUERIES.items() if query.parameters} == set(CASES)


@pytest.mark.parametrize("name", QUERIES)
def test_rows_are_golden_on_both_engines(name, datasets, regenerating):
    answer = "\n".join(_sections(datasets["Oxigraph"], name))
    path = GOLDEN / f"{name}.csv"
    if regenerating:
        path.write_text(answer, encoding="utf-8", newline="\n")
    assert answer == path.read_text(encoding="utf-8")
    assert answer == "\n".join(_sections(datasets["default"], name))


@pytest.mark.parametrize("name", QUERIES)
def test_the_base_iri_does_not_matter(name, datasets):
    for values in _settings_of(name):
        here, there = (run_query(datasets[place], QUERIES[name], values) for place in ("Oxigraph", "elsewhere"))
        assert here.columns == there.columns
        assert sorted(map(_without_iris, here.rows)) == sorted(map(_without_iris, there.rows))


def _without_iris(row):
    return [str(value) for value in row if not str(value).startswith("https://")]


@pytest.mark.parametrize("name", CASES)
def test_some_settings_give_rows_and_one_gives_none(name, datasets):
    assert all(run_query(datasets["Oxigraph"], QUERIES[name], values).rows for values in CASES[name]["rows"])
    assert run_query(datasets["Oxigraph"], QUERIES[name], CASES[name]["none"]).rows == ()


@pytest.mark.parametrize("name", QUERIES)
def test_questions_keep_the_house_rules(name):
    text = QUERIES[name].text
    assert not re.search(r"\b(FROM|SAMPLE|SERVICE|GROUP_CONCAT)\b|SELECT\s*(DISTINCT\s*)?\*", text)
    assert "ORDER BY" in text
    assert "/id/" not in text
    for parameter in QUERIES[name].parameters:
        assert re.search(rf"\?{parameter.name} [^\n]*\?{parameter.variable}\b", text)


def test_the_cookbook_is_fresh(regenerating):
    if regenerating:
        COOKBOOK.write_text(cookbook(), encoding="utf-8", newline="\n")
    assert cookbook() == COOKBOOK.read_text(encoding="utf-8")
