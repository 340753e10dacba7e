"""From Python values to RDF terms: canonical numbers, lower-case language tags, no illegal IRI."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.rdf.namespace import XSD

Term = NamedNode | Literal
Fact = tuple[str, Term | None]
GraphName = NamedNode | DefaultGraph

DEFAULT_GRAPH = DefaultGraph()
ENGLISH = "en"
_LEGAL_IRI = "!#$%&'()*+,-./:;=?@[]_~"
_PUBLIC_SCHEMES = ("http://", "https://", "urn:")
_DECIMAL_DIGITS = 18
CONFIDENCE_DIGITS = 3


@lru_cache(maxsize=4096)
def node(iri: str) -> NamedNode:
    """Return an IRI as a term; raises ValueError where it is not legal.

    Args:
        iri: an absolute IRI.
    """
    return NamedNode(iri)


@lru_cache(maxsize=64)
def _datatype(name: str) -> NamedNode:
    return NamedNode(str(XSD[name]))


def foreign(iri: str) -> NamedNode | None:
    """Return an IRI that somebody else minted, with illegal characters percent-encoded.

    Args:
        iri: what a record or a user's vocabulary holds.

    Returns:
        None where it is no `http`, `https` or `urn` IRI.
    """
    if not iri.startswith(_PUBLIC_SCHEMES):
        return None
    encoded = quote(iri, safe=_LEGAL_IRI, errors="replace")
    try:
        return NamedNode(encoded)
    except ValueError:
        return None


def english(text: str) -> Literal:
    """Return a text with the language tag `en`."""
    return Literal(text, language=ENGLISH)


def plain(text: str) -> Literal:
    """Return a text without a language: an id, a name of a person, a unit."""
    return Literal(text)


def typed(text: str, datatype: str) -> Literal:
    """Return a literal of an XSD type.

    Args:
        text: the canonical lexical form.
        datatype: local name of the type, such as `gYear`.
    """
    return Literal(text, datatype=_datatype(datatype))


def integer(number: int) -> Literal:
    """Return an `xsd:integer`; stores fold its sub-types to it, so nothing else is used."""
    return Literal(str(number), datatype=_datatype("integer"))


def decimal(number: float) -> Literal | None:
    """Return an `xsd:decimal` in the canonical form of XSD 1.1 (`0.9`, `1`).

    Args:
        number: any float.

    Returns:
        None where no engine can hold it exactly: not finite, or more than 18 digits.
    """
    exact = Decimal(repr(float(number)))
    if not exact.is_finite():
        return None
    text = f"{exact.normalize():f}" if exact else "0"
    return typed(text, "decimal") if sum(map(str.isdigit, text)) <= _DECIMAL_DIGITS else None


def confidence(number: float) -> Literal | None:
    """Return a confidence as a decimal of at most three digits."""
    return decimal(round(number, CONFIDENCE_DIGITS))


def describe(subject: NamedNode, facts: Iterable[Fact], graph: GraphName = DEFAULT_GRAPH) -> Iterator[Quad]:
    """Yield one quad per fact about a subject; facts without a value are left out.

    Args:
        subject: what the facts are about.
        facts: pairs of predicate IRI and object.
        graph: where they are stated.
    """
    for predicate, value in facts:
        if value is not None:
            yield Quad(subject, node(predicate), value, graph)
