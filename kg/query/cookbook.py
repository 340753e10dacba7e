"""The cookbook: every shipped question as documentation, from the headers of the query files and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.query.answer import Answer, Cell, Iri
from kg.query.files import QueryFile, list_queries

GROUPS = {
    "papers": "Papers, and who wrote them",
    "methods": "Methods",
    "data sets": "Data sets",
    "results": "Results and metrics",
    "relations": "Relations and their sentences",
    "vocabulary": "Names and concepts",
    "quality": "What to look at again",
}
"""First tag of a query → the heading it stands under, in the order of the headings."""

_HEAD = """# Questions to ask

Each question is one file in `queries/`, legal SPARQL that any tool runs as it stands. A value is found by label,
alternative label or IRI, however it is spelled; `kg queries` lists all of them. The answers shown are those of the 104
papers in `seeds/`: their first rows, long texts cut, columns of IRIs left out.

`kg ask` takes plain English. It looks for names of the graph in the question, compares the other words with the
phrasings of all questions (the lines `#+ ask:` of the files), says which question it runs, and says so where none fits.
It is a rule, not a model: the same question always means the same.

`kg query --endpoint URL` and `kg ask --endpoint URL` ask a SPARQL 1.1 server that holds such a graph; names
are looked up there too. A name spelled as the graph has it is found by one small question; any other spelling makes the
server list its labels, which some servers cut off.

Most answer in milliseconds on the graph of 1,600 abstracts. `python tests/benchmarks/questions.py exports` measures all
of them on any built graph, with `--rdflib` on both engines side by side.

"""
_MOST_ROWS = 5
_WIDEST = 90


@dataclass(frozen=True, slots=True)
class Example:
    """What a question was asked with, and what it answered."""

    values: Mapping[str, str]
    answer: Answer


def cookbook(examples: Mapping[str, Example]) -> str:
    """Return the cookbook as Markdown; `docs/queries.md` is this text with the answers of the seed graph.

    Args:
        examples: name of a query → its example; queries without one are shown with their defaults and no answer.
    """
    queries = {group: [query for query in list_queries() if query.tags[0] == group] for group in GROUPS}
    parts = [_HEAD]
    for group, title in GROUPS.items():
        lines = "".join(f"- [{query.summary}](#{query.name})\n" for query in queries[group])
        parts.append(f"**{title}**\n\n{lines}\n")
    for group, title in GROUPS.items():
        parts += [f"## {title}\n", *(_entry(query, examples.get(query.name)) for query in queries[group]), "\n"]
    return "".join(parts).rstrip() + "\n"


def _entry(query: QueryFile, example: Example | None) -> str:
    defaults = {parameter.name: parameter.default for parameter in query.parameters}
    values = "".join(f' --set {name}="{value}"' for name, value in (example.values if example else defaults).items())
    body = query.text.split("\n\n", 1)[1]
    return (
        f"\n### {query.name}\n\n{query.summary} {query.description}\n\n"
        f"```sh\nkg query {query.name}{values}\n```\n\n{_answer(example.answer) if example else ''}"
        f"```sparql\n{body}```\n"
    )


def _answer(answer: Answer) -> str:
    if not answer.rows:
        return "No rows.\n\n"
    places = range(len(answer.columns))
    shown = [place for place in places if not any(isinstance(row[place], Iri) for row in answer.rows)]
    rows = [[_cell(row[place]) for place in shown] for row in answer.rows[:_MOST_ROWS]]
    lines = [[answer.columns[place] for place in shown], ["---"] * len(shown), *rows]
    count = f"The first {_MOST_ROWS} of {len(answer.rows)} rows:\n\n" if len(answer.rows) > _MOST_ROWS else ""
    return count + "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


def _cell(value: Cell) -> str:
    text = "" if value is None else f"{value:g}" if isinstance(value, float) else " ".join(str(value).split())
    cut = text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
    return cut.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("$", "\\$")
