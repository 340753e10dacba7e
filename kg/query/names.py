"""Parameters by name: what a person calls a thing becomes the labels and IRIs that the graph has for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby

from rdflib import DCTERMS, SKOS, Literal, URIRef
from rdflib.term import Node

from kg.errors import QueryError, UnknownNameError
from kg.names import compact, fold
from kg.query.files import Parameter, QueryFile
from kg.query.nearest import nearest_names
from kg.query.source import TripleSource
from kg.rdf.namespace import SCHEMA
from kg.rdf.terms import ENGLISH, foreign

ENTITY_NAMING = (SKOS.prefLabel, SKOS.altLabel)
NAMING: dict[str, tuple[URIRef, ...]] = {
    "paper": (DCTERMS.title, DCTERMS.identifier),
    "author": (SCHEMA.name,),
}
"""The properties that name what a parameter stands for; all others stand for entities."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing and one of its labels."""

    iri: str
    label: Literal


def substitute(source: TripleSource, query: QueryFile, parameters: Mapping[str, str]) -> tuple[str, list[str]]:
    """Put values into the parameter lines of a query; terms are rendered by rdflib, never pasted.

    Args:
        source: where names are looked up.
        query: the query.
        parameters: parameter → name, IRI or number.

    Returns:
        The SPARQL text, and a warning for each name that several things bear.

    Raises:
        QueryError: the query has no such parameter.
        UnknownNameError: nothing bears a name; holds the nearest names.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    if unknown := [name for name in parameters if name not in known]:
        hint = f"it has {', '.join(known)}" if known else "it has none"
        raise QueryError(f"the query has no parameter {unknown[0]!r}; {hint}")
    text, warnings = query.text, []
    for name, value in parameters.items():
        parameter = known[name]
        if _number(parameter.default) is not None:
            text = text.replace(parameter.line, _number_line(parameter, value))
            continue
        found = resolve(source, parameter.name, value)
        text = text.replace(parameter.line, _label_line(parameter, found, text))
        if len(found) > 1:
            warnings.append(f"{value!r} names {len(found)} things: {', '.join(str(n.label) for n in found)}")
    return text, warnings


def resolve(source: TripleSource, kind: str, value: str) -> list[Named]:
    """Return what a name means, by IRI.

    Args:
        source: where to look.
        kind: name of the parameter; `paper` and `author` are found by title or name, all else by label.
        value: an IRI or a name; case, hyphens and a plural ending do not matter where no label is spelled just so.

    Raises:
        UnknownNameError: nothing bears the name; holds the nearest names.
    """
    properties = NAMING.get(kind, ENTITY_NAMING)
    if exact := _first_of_each(_exact(source, properties, value)):
        return exact
    named = [Named(str(thing), label) for naming in properties for thing, label in labels(source, None, naming)]
    for spelling in (str.casefold, spelling_key):
        if found := _first_of_each(n for n in named if spelling(str(n.label)) == spelling(value)):
            return found
    raise UnknownNameError(value, nearest_names(value, (str(n.label) for n in named)))


def _exact(source: TripleSource, properties: Iterable[URIRef], value: str) -> Iterator[Named]:
    """Things of this very IRI or label, found through the store's index."""
    iri = foreign(value.strip().removeprefix("<").removesuffix(">"))
    for naming in properties:
        if iri:
            yield from (Named(iri.value, label) for _, label in labels(source, URIRef(iri.value), naming))
        for label in (Literal(value, lang=ENGLISH), Literal(value)):
            yield from (Named(str(thing), label) for thing, _, _ in source.triples((None, naming, label)))


def labels(source: TripleSource, thing: URIRef | None, naming: URIRef) -> Iterator[tuple[Node, Literal]]:
    """Yield things and what a property calls them.

    Args:
        source: where to look.
        thing: the only thing to look at; everything where None.
        naming: the property.
    """
    for subject, _, label in source.triples((thing, naming, None)):
        if isinstance(label, Literal):
            yield subject, label


def _first_of_each(found: Iterable[Named]) -> list[Named]:
    """One label per thing, by IRI."""
    ordered = sorted(found, key=lambda n: (n.iri, str(n.label)))
    return [next(group) for _, group in groupby(ordered, key=lambda n: n.iri)]


def spelling_key(name: str) -> str:
    """Return what all spellings of a name share.

    Args:
        name: as a person writes it.
    """
    return compact(fold(name))


def _label_line(parameter: Parameter, found: Iterable[Named], text: str) -> str:
    """Bind label and thing together where the query has a variable for the thing, so that no namesake slips in."""
    if f"?{parameter.name}" not in text:
        labels = " ".join(n.label.n3() for n in found)
        return f"  VALUES ?{parameter.variable} {{ {labels} }}  # param: {parameter.name}"
    pairs = " ".join(f"({n.label.n3()} {URIRef(n.iri).n3()})" for n in found)
    return f"  VALUES (?{parameter.variable} ?{parameter.name}) {{ {pairs} }}  # param: {parameter.name}"


def _number(text: str) -> int | Decimal | None:
    """The number as it is written: a float would be a double, which engines compare with decimals each in its way."""
    try:
        return int(text) if "." not in text else Decimal(text)
    except (ValueError, InvalidOperation):
        return None


def _number_line(parameter: Parameter, value: str) -> str:
    number = _number(value.strip())
    if number is None:
        raise QueryError(f"{parameter.name} takes a number such as {parameter.default}, not {value!r}")
    return f"  VALUES ?{parameter.variable} {{ {Literal(number).n3()} }}  # param: {parameter.name}"
