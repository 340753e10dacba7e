"""What a store holds, counted by its engine: nothing of the graph is read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import QuerySolutions, Store

from kg.graph.stats import GraphCounts
from kg.rdf.claims import LINK_TERMS
from kg.rdf.namespace import FABIO, KG, PROV, RDF, SCHEMA
from kg.rdf.reader import open_store
from kg.schema import EntityType, RelationType, Role

_KINDS = {
    **{str(KG[kind.value]): kind.value for kind in EntityType},
    str(FABIO.Article): "Paper",
    str(KG.Result): "Result",
    str(SCHEMA.Person): "Person",
    str(SCHEMA.CreativeWorkSeries): "Venue",
    str(SCHEMA.CreativeWork): "Reference",
}
_PLAIN = {
    **{str(KG[name]): name for name in (*Role, *RelationType) if name != Role.MENTIONS},
    **{str(term): predicate for predicate, term in LINK_TERMS.items()},
}
STATED_MENTIONS = f"?claim <{RDF.predicate}> <{KG.mentions}> ; <{KG.support}> ?support FILTER(?support > 0)"
"""Pattern of `?claim`s that a paper mentions something; a plain `mentions` may only follow from another role."""

_UNAFFIRMED = f"?claim <{KG.support}> 0"
_EVIDENCE = f"?fact <{PROV.wasDerivedFrom}> ?evidence"


def count_graph(path: Path) -> GraphCounts:
    """Count what the graph of an on-disk store holds.

    Args:
        path: the store's folder.

    Raises:
        GraphError: there is no store, or it cannot be read.
    """
    return count_store(open_store(path))


def count_store(store: Store) -> GraphCounts:
    """Count what the graph of a store holds, as `kg.graph.stats.graph_statistics` does with a graph.

    Args:
        store: holds the data set that `kg.rdf.dataset.iter_quads` yields.
    """
    nodes = _count_by(store, f"VALUES ?key {{ {_terms(_KINDS)} }} ?node a ?key")
    # all but `mentions` are stated or linked wherever there is a plain triple
    edges = _count_by(store, f"VALUES ?key {{ {_terms(_PLAIN)} }} ?subject ?key ?object")
    counts = {_PLAIN[term]: number for term, number in edges.items()}
    mentions = _count(store, STATED_MENTIONS)
    unaffirmed = f"{_UNAFFIRMED} ; <{PROV.wasDerivedFrom}> ?fact"
    beside = (f"{unaffirmed} GRAPH ?graph {{ {_EVIDENCE} }}", f"?fact a <{KG.Result}> GRAPH ?graph {{ {_EVIDENCE} }}")
    return GraphCounts(
        nodes=dict(sorted((_KINDS[term], number) for term, number in nodes.items())),
        edges=dict(sorted((counts | ({Role.MENTIONS.value: mentions} if mentions else {})).items())),
        unaffirmed=_count(store, _UNAFFIRMED),
        evidence=_count(store, f"GRAPH ?graph {{ {_EVIDENCE} }}") - sum(_count(store, pattern) for pattern in beside),
    )


def _terms(terms: Iterable[str]) -> str:
    return " ".join(f"<{term}>" for term in terms)


def _count(store: Store, pattern: str) -> int:
    rows = _rows(store, f"SELECT (COUNT(*) AS ?number) WHERE {{ {pattern} }}")
    return next(int(row["number"].value) for row in rows)


def _count_by(store: Store, pattern: str) -> dict[str, int]:
    rows = _rows(store, f"SELECT ?key (COUNT(*) AS ?number) WHERE {{ {pattern} }} GROUP BY ?key")
    return {row["key"].value: int(row["number"].value) for row in rows}


def _rows(store: Store, query: str) -> QuerySolutions:
    found = store.query(query)
    if not isinstance(found, QuerySolutions):
        raise TypeError(f"not a SELECT query: {query}")
    return found
