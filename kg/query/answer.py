"""What a query answers, as plain Python values, and the standard forms it is printed in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal as OneOf
from xml.etree import ElementTree as Xml

import pyoxigraph
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import QueryError
from kg.tables import FORMATS, Table, render_rows

_RESULTS = "http://www.w3.org/2005/sparql-results#"
_STRING, _BOOLEAN = str(XSD.string), str(XSD.boolean)
_DECIMALS = frozenset(str(XSD[name]) for name in ("decimal", "double", "float"))
_INTEGERS = frozenset(
    str(XSD[name])
    for name in "integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger"
    " unsignedInt unsignedLong unsignedShort unsignedByte".split()
)


class Iri(str):
    """The IRI of a thing."""

    __slots__ = ()


class Blank(str):
    """The label of a blank node that a CONSTRUCT made; means nothing outside its answer."""

    __slots__ = ()


class Text(str):
    """A string with a language, or with a datatype that Python has no value for."""

    language: str
    datatype: str

    def __new__(cls, value: str, language: str = "", datatype: str = "") -> Text:
        """Make a string that remembers its language or datatype."""
        text = super().__new__(cls, value)
        text.language, text.datatype = language, datatype
        return text


Cell = str | int | float | bool | None
"""`Iri`, `Text`, plain string, number, truth value, or None where a variable is unbound."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of plain values; ASK gives one truth value, CONSTRUCT and DESCRIBE give sorted triples."""

    kind: OneOf["rows", "truth", "triples"]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    warnings: tuple[str, ...] = ()


def cell(term: Node | None) -> Cell:
    """Return an RDF term as a plain value.

    Args:
        term: what an engine answered; None where a variable is unbound.
    """
    if isinstance(term, URIRef):
        return Iri(term)
    if isinstance(term, BNode):
        return Blank(term)
    if not isinstance(term, Literal):
        return None if term is None else str(term)
    if term.language:
        return Text(str(term), language=term.language.lower())
    return _typed(str(term), None if term.datatype is None else str(term.datatype))


def oxigraph_cell(term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | None) -> Cell:
    """Return a term of Oxigraph as a plain value, as `cell` does; by way of rdflib it takes longer than most questions.

    Args:
        term: what the engine answered; None where a variable is unbound.
    """
    if isinstance(term, pyoxigraph.NamedNode):
        return Iri(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return Blank(term.value)
    if not isinstance(term, pyoxigraph.Literal):
        return None if term is None else str(term)
    if term.language:
        return Text(term.value, language=term.language.lower())
    return _typed(term.value, term.datatype.value)


def render_table(answer: Answer, format_name: str) -> str:
    """Return an answer as text that ends with a line end.

    Args:
        answer: what `run_query` returned.
        format_name: `table`, `csv`, `json` and `xml` (the SPARQL result formats), or `ttl` for triples.

    Raises:
        QueryError: there is no such form, or the answer has no triples to write as Turtle.
    """
    match format_name:
        case "json":
            return json.dumps(_json(answer), ensure_ascii=False, indent=1) + "\n"
        case "xml":
            return _xml(answer)
        case "ttl":
            return _turtle(answer)
        case "table" | "csv":
            return render_rows(Table(answer.columns, answer.rows, answer.warnings), format_name)
        case _:
            known = ", ".join(dict.fromkeys((*FORMATS, "xml", "ttl")))
            raise QueryError(f"unknown form {format_name!r}; known are {known}")


def _typed(lexical: str, datatype: str | None) -> Cell:
    if datatype is None or datatype == _STRING:
        return lexical
    if datatype == _BOOLEAN:
        return lexical in ("true", "1")
    number = int if datatype in _INTEGERS else float if datatype in _DECIMALS else None
    try:
        return number(lexical) if number else Text(lexical, datatype=datatype)
    except ValueError:
        return Text(lexical, datatype=datatype)


def _binding(value: Cell) -> dict[str, str]:
    match value:
        case bool():
            return {"type": "literal", "value": str(value).lower(), "datatype": str(XSD.boolean)}
        case int():
            return {"type": "literal", "value": str(value), "datatype": str(XSD.integer)}
        case float():
            return {"type": "literal", "value": repr(value), "datatype": str(XSD.decimal)}
        case Iri():
            return {"type": "uri", "value": str(value)}
        case Blank():
            return {"type": "bnode", "value": str(value)}
        case Text():
            extra = {"xml:lang": value.language, "datatype": value.datatype}
            return {"type": "literal", "value": str(value), **{key: text for key, text in extra.items() if text}}
        case _:
            return {"type": "literal", "value": str(value)}


def _json(answer: Answer) -> dict[str, object]:
    if answer.kind == "truth":
        return {"head": {}, "boolean": answer.rows[0][0]}
    bindings = [
        {name: _binding(value) for name, value in zip(answer.columns, row, strict=True) if value is not None}
        for row in answer.rows
    ]
    return {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}


def _xml(answer: Answer) -> str:
    root = Xml.Element("sparql", xmlns=_RESULTS)
    head = Xml.SubElement(root, "head")
    if answer.kind == "truth":
        Xml.SubElement(root, "boolean").text = str(answer.rows[0][0]).lower()
    else:
        for name in answer.columns:
            Xml.SubElement(head, "variable", name=name)
        results = Xml.SubElement(root, "results")
        for row in answer.rows:
            _xml_row(Xml.SubElement(results, "result"), answer.columns, row)
    Xml.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _xml_row(result: Xml.Element, columns: tuple[str, ...], row: tuple[Cell, ...]) -> None:
    for name, value in zip(columns, row, strict=True):
        if value is None:
            continue
        found = _binding(value)
        kind, text = found.pop("type"), found.pop("value")
        binding = Xml.SubElement(result, "binding", name=name)
        Xml.SubElement(binding, kind, found).text = "".join(c if _is_xml(c) else "�" for c in text)


def _is_xml(character: str) -> bool:
    """Whether XML 1.0 can hold a character at all; it has no escape for most control characters."""
    return character in "\t\n\r" or (character >= " " and character not in "\ufffe\uffff")


def _turtle(answer: Answer) -> str:
    if answer.kind != "triples":
        raise QueryError("only CONSTRUCT and DESCRIBE answer in triples; choose table, csv, json or xml")
    graph = Graph()
    for subject, predicate, value in answer.rows:
        graph.add((_node(subject), URIRef(str(predicate)), _node(value)))
    return graph.serialize(format="turtle")


def _node(value: Cell) -> URIRef | BNode | Literal:
    found = _binding(value)
    if found["type"] == "uri":
        return URIRef(found["value"])
    if found["type"] == "bnode":
        return BNode(found["value"])
    language, datatype = found.get("xml:lang"), found.get("datatype")
    return Literal(found["value"], lang=language, datatype=URIRef(datatype) if datatype else None)
