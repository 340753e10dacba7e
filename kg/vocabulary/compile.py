"""From SKOS files to concepts; `python -m kg.vocabulary.compile` writes the compiled form of the shipped vocabulary.

Reading never opens the network: XML entities and remote JSON-LD contexts are refused before anything is parsed.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import VocabularyError
from kg.iris import ONTOLOGY
from kg.model import Concept
from kg.schema import EntityType
from kg.vocabulary.compiled import CompiledVocabulary, encode, label_keys
from kg.vocabulary.lookup import HomographSense, index_labels
from kg.vocabulary.skos import VOCABULARY, SkosConcept

HERE = Path(__file__).parent
SOURCE = HERE / "concepts.ttl"
HOMOGRAPHS = HERE / "homographs.tsv"
COMPILED = HERE / "compiled.json"

_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SAME_AS = "http://www.w3.org/2002/07/owl#sameAs"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
# What relative IRIs of a user's file are resolved against: never a path of this machine.
_USER_BASE = "https://kg.example/user-vocabulary/"
_NOTATIONS = {
    ".ttl": RdfFormat.TURTLE,
    ".turtle": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".skos": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}
# What a link said of one end says of the other.
_INVERSE = {f"{_SKOS}narrower": (f"{_SKOS}broader",), f"{_SKOS}exactMatch": (f"{_SKOS}exactMatch",)}
_OTHER_RESOURCES = frozenset({f"{_SKOS}ConceptScheme", f"{_SKOS}Collection", f"{_SKOS}OrderedCollection"})
_Term = NamedNode | BlankNode | Literal | Triple
# What a file says of a resource, by predicate.
_Description = dict[str, list[_Term]]


def compile_vocabulary(source: Path = SOURCE, homographs: Path = HOMOGRAPHS) -> bytes:
    """Return the compiled form of a vocabulary written by hand.

    Args:
        source: SKOS file whose concepts have IRIs in the vocabulary's namespace.
        homographs: table of the names that mean several things.

    Raises:
        VocabularyError: a file cannot be read, or a concept has no kind or a kind too many.
    """
    read = read_skos(source)
    concepts = sorted((_own_concept(concept) for concept in read), key=lambda concept: concept.id)
    hidden = {_own_id(concept.iri): concept.hidden for concept in read}
    labels = (label for concept in concepts for label in label_keys(concept, hidden[concept.id]))
    return encode(CompiledVocabulary(tuple(concepts), index_labels(labels), read_homographs(homographs)))


def read_skos(path: Path) -> tuple[SkosConcept, ...]:
    """Read the concepts of a SKOS file, by IRI.

    Args:
        path: Turtle, N-Triples, RDF/XML or JSON-LD; recognised by the ending of the name, else by the first character.

    Returns:
        Every resource that is a `skos:Concept` or has a `skos:prefLabel`, is no scheme or collection and has a name.

    Raises:
        VocabularyError: the file cannot be read, holds no concept, or would open the network.
    """
    described = _describe(path)
    concepts = [_read_concept(iri, described[iri]) for iri in sorted(described) if _is_concept(described[iri])]
    named = tuple(concept for concept in concepts if concept.name)
    if not named:
        raise VocabularyError(f"{path}: holds no skos:Concept with a skos:prefLabel. Check that it is a SKOS file.")
    return named


def read_homographs(path: Path = HOMOGRAPHS) -> tuple[HomographSense, ...]:
    """Read the table of names that mean several things, by surface and concept.

    Args:
        path: tab-separated surface, concept id and cues (`;` between them); lines that start with `#` are comments.

    Raises:
        VocabularyError: a line does not have three columns.
    """
    senses = []
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
            if not row or row[0].startswith("#"):
                continue
            if len(row) != 3:
                raise VocabularyError(f"{path}:{number}: has {len(row)} columns. Write surface, concept and cues.")
            cues = tuple(cue.strip() for cue in row[2].split(";") if cue.strip())
            senses.append(HomographSense(row[0], row[1], cues))
    return tuple(sorted(senses, key=lambda sense: (sense.surface, sense.concept)))


def _own_concept(concept: SkosConcept) -> Concept:
    if len(concept.kinds) != 1:
        raise VocabularyError(f"{concept.iri}: has the kinds {list(concept.kinds)}. Give it exactly one.")
    return Concept(
        id=_own_id(concept.iri),
        name=concept.name,
        type=EntityType(concept.kinds[0]),
        labels=concept.labels,
        abbreviations=concept.abbreviations,
        broader=tuple(_own_id(iri) for iri in concept.broader),
        exact_match=concept.exact_match,
    )


def _own_id(iri: str) -> str:
    if not iri.startswith(VOCABULARY):
        raise VocabularyError(
            f"{iri}: is not in the namespace {VOCABULARY}. Move it there, or bring it as a file of yours."
        )
    return unquote(iri.removeprefix(VOCABULARY))


def _describe(path: Path) -> dict[str, _Description]:
    text = _read_text(path)
    notation = _NOTATIONS.get(path.suffix.lower()) or _notation_by_content(text)
    if notation == RdfFormat.RDF_XML:
        _refuse_entities(text, path)
    if notation == RdfFormat.JSON_LD:
        _refuse_remote_contexts(text, path)
    described: dict[str, _Description] = {}
    try:
        for quad in parse(text, format=notation, base_iri=_USER_BASE):
            if isinstance(quad.subject, NamedNode):
                _note(described, quad.subject.value, quad.predicate.value, quad.object)
            for inverse in _INVERSE.get(quad.predicate.value, ()) if isinstance(quad.object, NamedNode) else ():
                _note(described, quad.object.value, inverse, quad.subject)
    except (SyntaxError, ValueError) as error:
        raise VocabularyError(f"{path}: is not valid {notation.name}: {error}. Mend it and try again.") from error
    return described


def _note(described: dict[str, _Description], subject: str, predicate: str, value: _Term) -> None:
    described.setdefault(subject, {}).setdefault(predicate, []).append(value)


def _is_concept(description: _Description) -> bool:
    types = set(_iris(description.get(_RDF_TYPE, ())))
    return not types & _OTHER_RESOURCES and (f"{_SKOS}Concept" in types or f"{_SKOS}prefLabel" in description)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise VocabularyError(f"{path}: is not UTF-8 (byte {error.start}). Save it as UTF-8.") from error
    except OSError as error:
        raise VocabularyError(f"{path}: {error.strerror}. Check the path of the vocabulary.") from error


def _notation_by_content(text: str) -> RdfFormat:
    start = text.lstrip()[:5].lower()
    if start.startswith(("{", "[")):
        return RdfFormat.JSON_LD
    return RdfFormat.RDF_XML if start in ("<?xml", "<rdf:") else RdfFormat.TURTLE


def _refuse_entities(text: str, path: Path) -> None:
    if "<!doctype" in text.lower() or "<!entity" in text.lower():
        raise VocabularyError(f"{path}: declares a DOCTYPE or entities, which are not read. Save it without them.")


def _refuse_remote_contexts(text: str, path: Path) -> None:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise VocabularyError(f"{path}: is not valid JSON: {error}. Mend it and try again.") from error
    remote = next(_remote_contexts(document), None)
    if remote is not None:
        raise VocabularyError(f"{path}: asks for the remote context {remote!r}. Write the context into the file.")


def _remote_contexts(document: object) -> Iterator[str]:
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield from _strings(value.get("@context"))
            yield from _strings(value.get("@import"))
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def _strings(value: object) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield item


def _read_concept(iri: str, description: _Description) -> SkosConcept:
    names = _by_preference(description.get(f"{_SKOS}prefLabel", ())) or ("",)
    abbreviations = set(_texts(description.get(f"{ONTOLOGY}abbreviation", ())))
    labels = {*names[1:], *_texts(description.get(f"{_SKOS}altLabel", ())), *abbreviations} - {names[0]}
    hidden = set(_texts(description.get(f"{_SKOS}hiddenLabel", ()))) - labels - {names[0]}
    same = {*_iris(description.get(f"{_SKOS}exactMatch", ())), *_iris(description.get(_SAME_AS, ()))}
    types = set(_iris(description.get(_RDF_TYPE, ())))
    return SkosConcept(
        iri=iri,
        name=names[0],
        labels=tuple(sorted(labels)),
        abbreviations=tuple(sorted(abbreviations)),
        hidden=tuple(sorted(hidden)),
        kinds=tuple(sorted(kind.value for kind in EntityType if ONTOLOGY + kind.value in types)),
        broader=tuple(sorted(set(_iris(description.get(f"{_SKOS}broader", ()))) - {iri})),
        exact_match=tuple(sorted(same - {iri})),
    )


def _by_preference(labels: Iterable[_Term]) -> tuple[str, ...]:
    literals = [label for label in labels if isinstance(label, Literal)]
    ordered = sorted(literals, key=lambda label: (_language_rank(label.language), label.value))
    return tuple(dict.fromkeys(_texts(ordered)))


def _language_rank(language: str | None) -> tuple[int, str]:
    tag = (language or "").lower()
    if tag == "en":
        return 0, tag
    return (1 if tag.startswith("en-") else 2 if not tag else 3), tag


def _texts(labels: Iterable[_Term]) -> Iterator[str]:
    texts = (" ".join(label.value.split()) for label in labels if isinstance(label, Literal))
    return (text for text in texts if text)


def _iris(terms: Iterable[_Term]) -> Iterator[str]:
    return (term.value for term in terms if isinstance(term, NamedNode))


if __name__ == "__main__":
    COMPILED.write_bytes(compile_vocabulary())
