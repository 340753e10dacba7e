"""Quick joins in rdflib: what one side of a join has found is handed to the other, however deeply joins are nested."""

from __future__ import annotations

from collections.abc import Iterator

from pyparsing import ParseResults
from rdflib import Dataset
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Query

_OWN_SCOPE = frozenset("Project Group AggregateJoin Slice Distinct Reduced Minus".split())
"""Parts whose answer may be another where variables are bound from outside."""


def prepare(dataset: Dataset, text: str) -> Query:
    """Translate a query for rdflib's engine so that no join compares everything with everything.

    rdflib hands bindings on in the innermost join only; a join of joins asks both sides in full and compares all pairs.

    Args:
        dataset: whose prefixes the query may use.
        text: legal SPARQL.
    """
    names = {prefix: str(namespace) for prefix, namespace in dataset.namespaces()}
    query = translateQuery(parseQuery(text), initNs=names)
    for part in parts_of(query.algebra):
        if part.name == "Join":
            part["lazy"] = not any(inner.name in _OWN_SCOPE for inner in parts_of(part.p2))
    return query


def parts_of(tree: object) -> Iterator[CompValue]:
    """Yield every part of a parsed or translated query.

    Args:
        tree: what rdflib's parser or translator returned.
    """
    waiting = [tree]
    while waiting:
        found = waiting.pop()
        if isinstance(found, CompValue):
            yield found
            waiting.extend(found.values())
        elif isinstance(found, list | tuple | ParseResults):
            waiting.extend(found)
