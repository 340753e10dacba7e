"""Every shipped question: golden rows, the same on both engines, under another base IRI, and an honest cookbook.

On the graph of the seed page rdflib needs minutes where Oxigraph needs milliseconds: there the comparison is `heavy`.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from kg.errors import UnknownNameError
from kg.query import list_queries, render_table, run_query
from kg.query.cookbook import GROUPS, Example, cookbook

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
COOKBOOK = HERE.parents[1] / "docs" / "queries.md"
QUERIES = {query.name: query for query in list_queries()}
CASES = {graph: tomllib.loads((HERE / f"{graph}.toml").read_text(encoding="utf-8")) for graph in ("tiny", "seed")}
NOT_ON_SEED_PAGE = {"authors-by-task", "papers-by-author", "papers-citing-paper", "venues-by-concept"}
NEEDS_NO_CASES = {name for name, query in QUERIES.items() if not query.parameters}
GRAPHS = [
    pytest.param(graph, name, id=f"{graph}-{name}", marks=[pytest.mark.slow] if graph == "seed" else [])
    for graph, cases in CASES.items()
    for name in QUERIES
    if name in cases or name in NEEDS_NO_CASES
]


def _settings_of(graph, name):
    """The settings that a question is asked with: none given, or two with rows and perhaps one without."""
    case = CASES[graph].get(name, {"rows": [{}]})
    return [*case["rows"], *([case["none"]] if "none" in case else [])]


def _sections(graph, name, dataset):
    """One section per setting: the setting, then the rows as CSV."""
    for values in _settings_of(graph, name):
        title = ", ".join(f"{key}={value}" for key, value in values.items())
        yield f"# {title}\n{render_table(run_query(dataset, QUERIES[name], values), 'csv')}"


def test_every_question_with_parameters_has_cases():
    assert set(QUERIES) - NEEDS_NO_CASES == set(CASES["tiny"]) | set(CASES["seed"])
    assert set(CASES["tiny"]) - set(CASES["seed"]) == NOT_ON_SEED_PAGE
    assert set(CASES["seed"]) - set(CASES["tiny"]) == {"parts-of-entity"}


@pytest.mark.parametrize(("graph", "name"), GRAPHS)
def test_rows_are_golden(graph, name, request, regenerating):
    answer = "\n".join(_sections(graph, name, request.getfixturevalue(graph)["Oxigraph"]))
    path = GOLDEN / graph / f"{name}.csv"
    if regenerating:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(answer, encoding="utf-8", newline="\n")
    assert answer == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(NEEDS_NO_CASES | set(CASES["tiny"])))
@pytest.mark.slow
def test_both_engines_give_the_same_rows(name, tiny):
    assert [*_sections("tiny", name, tiny["Oxigraph"])] == [*_sections("tiny", name, tiny["default"])]


@pytest.mark.heavy
@pytest.mark.parametrize("name", sorted(NEEDS_NO_CASES | set(CASES["seed"])))
def test_both_engines_give_the_same_rows_on_the_seed_page(name, seed, seed_in_rdflib):
    assert [*_sections("seed", name, seed["Oxigraph"])] == [*_sections("seed", name, seed_in_rdflib)]


@pytest.mark.parametrize(("graph", "name"), [case for case in GRAPHS if case.values[1] not in NEEDS_NO_CASES])
def test_two_settings_give_rows_and_one_gives_none(graph, name, request):
    dataset, case = request.getfixturevalue(graph)["Oxigraph"], CASES[graph][name]
    assert len(case["rows"]) == 2
    assert all(run_query(dataset, QUERIES[name], values).rows for values in case["rows"])
    if "none" in case:
        assert run_query(dataset, QUERIES[name], case["none"]).rows == ()
    else:
        with pytest.raises(UnknownNameError):
            run_query(dataset, QUERIES[name], case["unknown"])


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(NEEDS_NO_CASES | set(CASES["tiny"])))
def test_the_base_iri_does_not_matter(name, tiny):
    for values in _settings_of("tiny", name):
        here, there = (run_query(tiny[place], QUERIES[name], values) for place in ("Oxigraph", "elsewhere"))
        assert here.columns == there.columns
        assert sorted(map(_without_iris, here.rows)) == sorted(map(_without_iris, there.rows))


def _without_iris(row):
    return [str(value) for value in row if not str(value).startswith("https://")]


@pytest.mark.parametrize("name", QUERIES)
def test_questions_keep_the_house_rules(name):
    text = QUERIES[name].text
    assert not re.search(r"\b(FROM|SAMPLE|SERVICE|GROUP_CONCAT)\b|SELECT\s*(DISTINCT\s*)?\*", text)
    assert "ORDER BY" in text
    assert "/id/" not in text
    for parameter in QUERIES[name].parameters:
        assert re.search(rf"\?{parameter.name} [^\n]*\?{parameter.variable}\b", text)


def test_every_question_stands_in_a_group_and_says_how_people_ask_it():
    for query in QUERIES.values():
        assert query.tags[0] in GROUPS
        assert len(query.phrasings) >= 3
        slots = {name for text in query.phrasings for name in re.findall(r"\{(\w+)\}", text)}
        assert slots <= {parameter.name for parameter in query.parameters}
    assert len(QUERIES) >= 32


def test_the_cookbook_is_fresh_but_for_its_answers():
    told = COOKBOOK.read_text(encoding="utf-8")
    assert _without_answers(cookbook({})) == _without_answers(told)


@pytest.mark.slow
def test_the_cookbook_shows_the_answers_of_the_seed_graph(seed, regenerating):
    examples = {}
    for name in set(QUERIES) - NOT_ON_SEED_PAGE:
        values = _settings_of("seed", name)[0]
        examples[name] = Example(values, run_query(seed["Oxigraph"], QUERIES[name], values))
    if regenerating:
        COOKBOOK.write_text(cookbook(examples), encoding="utf-8", newline="\n")
    assert cookbook(examples) == COOKBOOK.read_text(encoding="utf-8")


def _without_answers(text):
    """The questions alone: no rows, and no values of parameters."""
    kept = re.sub(r"^(The first \d+ of \d+ rows:|No rows\.|\|.*\|)\n+", "", text, flags=re.MULTILINE)
    return re.sub(r"^(kg query \S+).*", r"\1", kept, flags=re.MULTILINE)
