"""Parameters by name: what a person calls a thing becomes the labels and IRIs that the graph has for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from rdflib import DCTERMS, SKOS, Dataset, Literal, URIRef
from rdflib.term import Node

from kg.errors import QueryError, UnknownNameError
from kg.names import compact, fold
from kg.query.files import Parameter, QueryFile
from kg.query.nearest import nearest_names
from kg.rdf.namespace import SCHEMA
from kg.rdf.terms import ENGLISH, foreign

_ENTITY = (SKOS.prefLabel, SKOS.altLabel)
_NAMING: dict[str, tuple[URIRef, ...]] = {
    "paper": (DCTERMS.title, DCTERMS.identifier),
    "author": (SCHEMA.name,),
}
"""The properties that name what a parameter stands for; all others stand for entities."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing and one of its labels."""

    iri: str
    label: Literal


def substitute(dataset: Dataset, query: QueryFile, parameters: Mapping[str, str]) -> tuple[str, list[str]]:
    """Put values into the parameter lines of a query; terms are rendered by rdflib, never pasted.

    Args:
        dataset: where names are looked up.
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
        found = resolve(dataset, parameter.name, value)
        text = text.replace(parameter.line, _label_line(parameter, found, text))
        if len(found) > 1:
            warnings.append(f"{value!r} names {len(found)} things: {', '.join(str(n.label) for n in found)}")
    return text, warnings


def resolve(dataset: Dataset, kind: str, value: str) -> list[Named]:
    """Return what a name means, by IRI.

    Args:
        dataset: where to look.
        kind: name of the parameter; `paper` and `author` are found by title or name, all else by label.
        value: an IRI or a name; case, hyphens and a plural ending do not matter where no label is spelled just so.

    Raises:
        UnknownNameError: nothing bears the name; holds the nearest names.
    """
    properties = _NAMING.get(kind, _ENTITY)
    if exact := _first_of_each(_exact(dataset, properties, value)):
        return exact
    named = [Named(str(thing), label) for naming in properties for thing, label in _labels(dataset, None, naming)]
    for spelling in (str.casefold, _folded):
        if found := _first_of_each(n for n in named if spelling(str(n.label)) == spelling(value)):
            return found
    raise UnknownNameError(value, nearest_names(value, (str(n.label) for n in named)))


def _exact(dataset: Dataset, properties: Iterable[URIRef], value: str) -> Iterator[Named]:
    """Things of this very IRI or label, found through the store's index."""
    iri = foreign(value.strip().removeprefix("<").removesuffix(">"))
    for naming in properties:
        if iri:
            yield from (Named(iri.value, label) for _, label in _labels(dataset, URIRef(iri.value), naming))
        for label in (Literal(value, lang=ENGLISH), Literal(value)):
            yield from (Named(str(thing), label) for thing in dataset.subjects(naming, label))


def _labels(dataset: Dataset, thing: URIRef | None, naming: URIRef) -> Iterator[tuple[Node, Literal]]:
    for subject, _, label in dataset.triples((thing, naming, None)):
        if isinstance(label, Literal):
            yield subject, label


def _first_of_each(found: Iterable[Named]) -> list[Named]:
    """One label per thing, by IRI."""
    ordered = sorted(found, key=lambda n: (n.iri, str(n.label)))
    return [next(group) for _, group in groupby(ordered, key=lambda n: n.iri)]


def _folded(name: str) -> str:
    return compact(fold(name))


def _label_line(parameter: Parameter, found: Iterable[Named], text: str) -> str:
    """Bind label and thing together where the query has a variable for the thing, so that no namesake slips in."""
    if f"?{parameter.name}" not in text:
        labels = " ".join(n.label.n3() for n in found)
        return f"  VALUES ?{parameter.variable} {{ {labels} }}  # param: {parameter.name}"
    pairs = " ".join(f"({n.label.n3()} {URIRef(n.iri).n3()})" for n in found)
    return f"  VALUES (?{parameter.variable} ?{parameter.name}) {{ {pairs} }}  # param: {parameter.name}"


def _number(text: str) -> int | float | None:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return None


def _number_line(parameter: Parameter, value: str) -> str:
    number = _number(value.strip())
    if number is None:
        raise QueryError(f"{parameter.name} takes a number such as {parameter.default}, not {value!r}")
    return f"  VALUES ?{parameter.variable} {{ {Literal(number).n3()} }}  # param: {parameter.name}"
