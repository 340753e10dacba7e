"""The cookbook: every shipped question as documentation, written from the headers of the query files."""

from __future__ import annotations

from kg.query.files import QueryFile, list_queries

_HEAD = """# Questions to ask

Each question is one file in `queries/`, legal SPARQL that any tool runs as it stands. A value is found by label,
alternative label or IRI, however it is spelled; `kg queries` lists all of them.

"""


def cookbook() -> str:
    """Return the cookbook as Markdown; `docs/queries.md` is this text."""
    queries = list_queries()
    contents = "".join(f"- [{query.summary}](#{query.name})\n" for query in queries)
    return _HEAD + contents + "".join(map(_entry, queries))


def _entry(query: QueryFile) -> str:
    values = "".join(f' --set {parameter.name}="{parameter.default}"' for parameter in query.parameters)
    body = query.text.split("\n\n", 1)[1]
    return (
        f"\n## {query.name}\n\n{query.summary} {query.description}\n\n"
        f"```sh\nkg query {query.name}{values}\n```\n\n```sparql\n{body}```\n"
    )
