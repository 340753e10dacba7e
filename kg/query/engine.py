"""Running SPARQL on a data set, the same on both engines, without ever reaching the network or writing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from oxrdflib import OxigraphStore
from pyoxigraph import QuerySolutions, Store
from pyparsing import ParseException
from rdflib import Dataset
from rdflib.plugins.sparql.parser import parseQuery, parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.query import Result

from kg.errors import GraphError, QueryError
from kg.generation import read_manifest
from kg.query.answer import Answer, Cell, cell, oxigraph_cell
from kg.query.bindings import parts_of, prepare
from kg.query.endpoint import Endpoint
from kg.query.files import QueryFile, load_query
from kg.query.names import substitute
from kg.query.tokens import query_shape
from kg.rdf.dataset import DirectStore, oxigraph_dataset, surer_quads

Source = Dataset | Endpoint
"""What questions are asked of: a data set of either engine, or a SPARQL server."""

_STORE = "store"
_REFUSED = {
    "DatasetClause": "FROM would fetch a graph; the default graph and GRAPH ?paper { … } hold everything",
}
_VARIABLE = re.compile(r"[?$](\w+)")


def open_dataset(directory: Path, *, min_confidence: float = 0.0) -> Dataset:
    """Open the SPARQL store of a build, read-only.

    Args:
        directory: the build's folder.
        min_confidence: claims and statements that are less sure are left out, in [0, 1]; the rest is then copied into
            memory.

    Raises:
        GraphError: there is no graph, or it does not fit its manifest.
    """
    options = read_manifest(directory)["options"]
    path = directory / _STORE
    try:
        store = Store.read_only(str(path))
    except OSError as error:
        raise GraphError(f"{path}: holds no store ({error}); build the graph again") from error
    return oxigraph_dataset(surer_quads(store, min_confidence) if min_confidence else store, options["base"])


def run_query(source: Source, query: QueryFile | str | Path, parameters: Mapping[str, str] | None = None) -> Answer:
    """Ask a data set or a server a question.

    Args:
        source: a data set of either engine, or a SPARQL server.
        query: a query, or what `load_query` takes.
        parameters: parameter → name of what it stands for, however it is spelled, or its IRI; the rest keep their
            defaults.

    Returns:
        The rows; a name that several things bear gives the rows of all, and a warning.

    Raises:
        QueryError: the query is not legal, would reach the network or write, or has no such parameter.
        UnknownNameError: nothing bears a name that was given; holds the nearest names.
        EndpointError: the server cannot be asked.
    """
    loaded = query if isinstance(query, QueryFile) else load_query(query)
    text, warnings = substitute(source, loaded, parameters or {})
    tree = _checked(text)
    try:
        if isinstance(source, Dataset) and isinstance(source.store, DirectStore) and tree.name == "SelectQuery":
            columns, rows = _solutions(source, source.store.oxigraph, text)
            return _rows(columns, rows, tree, text, tuple(warnings))
        return _answer(_evaluate(source, text, tree.name), tree, text, tuple(warnings))
    except (SyntaxError, ValueError, NotImplementedError, ParseException) as error:
        raise QueryError(f"the query cannot be run: {error}") from error


def _evaluate(source: Source, text: str, form: str) -> Result:
    if isinstance(source, Endpoint):
        return source.query(text, form)
    return source.query(text if isinstance(source.store, OxigraphStore) else prepare(source, text))


def _solutions(source: Dataset, store: Store, text: str) -> tuple[list[str], Iterable[list[Cell]]]:
    prefixes = {name: str(namespace) for name, namespace in source.namespaces()}
    found = store.query(text, prefixes=prefixes)
    if not isinstance(found, QuerySolutions):
        raise TypeError(f"not a SELECT query: {text}")
    return [variable.value for variable in found.variables], ([*map(oxigraph_cell, solution)] for solution in found)


@lru_cache(maxsize=128)
def _checked(text: str) -> CompValue:
    """Parse a query, and refuse what reads or writes anywhere but in the graph."""
    try:
        tree = parseQuery(text)
    except ParseException as error:
        if _is_update(text):
            raise QueryError("the graph is read-only; use SELECT, CONSTRUCT, ASK or DESCRIBE") from None
        raise QueryError(f"the query is no legal SPARQL, line {error.lineno}: {error}") from error
    if query_shape(text).reaches_out:
        raise QueryError("SERVICE asks another server; query the graph alone")
    for part in parts_of(tree):
        if part.name in _REFUSED:
            raise QueryError(_REFUSED[part.name])
    found: CompValue = tree[1]
    return found


def _is_update(text: str) -> bool:
    try:
        return bool(parseUpdate(text).request)
    except ParseException:
        return False


def _star_order(tree: CompValue, text: str) -> list[str] | None:
    """For `SELECT *` the variables in the order of the text, since engines differ; else None."""
    if tree.name != "SelectQuery" or "projection" in tree:
        return None
    return list(dict.fromkeys(_VARIABLE.findall(text)))


def _answer(result: Result, tree: CompValue, text: str, warnings: tuple[str, ...]) -> Answer:
    if result.type == "ASK":
        return Answer("truth", ("answer",), ((bool(result.askAnswer),),), warnings)
    if result.type in ("CONSTRUCT", "DESCRIBE"):
        triples = sorted((tuple(map(cell, triple)) for triple in result.graph or ()), key=lambda row: [*map(str, row)])
        return Answer("triples", ("subject", "predicate", "object"), tuple(triples), warnings)
    variables = [*(result.vars or ())]
    rows = ([cell(found.get(variable)) for variable in variables] for found in result.bindings)
    return _rows([*map(str, variables)], rows, tree, text, warnings)


def _rows(
    columns: list[str], found: Iterable[list[Cell]], tree: CompValue, text: str, warnings: tuple[str, ...]
) -> Answer:
    places = list(range(len(columns)))
    if order := _star_order(tree, text):
        places.sort(key=lambda place: order.index(columns[place]))
    rows = [tuple(row[place] for place in places) for row in found]
    if "groupby" in tree:  # where nothing is grouped, rdflib answers with one empty row
        rows = [row for row in rows if any(value is not None for value in row)]
    return Answer("rows", tuple(columns[place] for place in places), tuple(rows), warnings)
