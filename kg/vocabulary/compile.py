"""From SKOS files to concepts; `python -m kg.vocabulary.compile` writes the compiled form of the shipped vocabulary.

Reading never opens the network: XML entities and remote JSON-LD contexts are refused before anything is parsed.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from rdflib import OWL, RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.errors import VocabularyError
from kg.iris import ONTOLOGY
from kg.model import Concept
from kg.schema import EntityType
from kg.vocabulary.compiled import encode
from kg.vocabulary.lookup import HomographSense
from kg.vocabulary.skos import VOCABULARY, SkosConcept

HERE = Path(__file__).parent
SOURCE = HERE / "concepts.ttl"
HOMOGRAPHS = HERE / "homographs.tsv"
COMPILED = HERE / "compiled.json"

_KG = Namespace(ONTOLOGY)
# What relative IRIs of a user's file are resolved against: never a path of this machine.
_USER_BASE = "https://kg.example/user-vocabulary/"
_FORMATS = {
    ".ttl": "ox-turtle",
    ".turtle": "ox-turtle",
    ".nt": "ox-nt",
    ".rdf": "ox-xml",
    ".xml": "ox-xml",
    ".owl": "ox-xml",
    ".skos": "ox-xml",
    ".jsonld": "ox-jsonld",
    ".json": "ox-jsonld",
}


def compile_vocabulary(source: Path = SOURCE, homographs: Path = HOMOGRAPHS) -> bytes:
    """Return the compiled form of a vocabulary written by hand.

    Args:
        source: SKOS file whose concepts have IRIs in the vocabulary's namespace.
        homographs: table of the names that mean several things.

    Raises:
        VocabularyError: a file cannot be read, or a concept has no kind or a kind too many.
    """
    concepts = [(_own_concept(concept), concept.hidden) for concept in read_skos(source)]
    return encode(sorted(concepts, key=lambda entry: entry[0].id), read_homographs(homographs))


def read_skos(path: Path) -> tuple[SkosConcept, ...]:
    """Read the concepts of a SKOS file, by IRI.

    Args:
        path: Turtle, N-Triples, RDF/XML or JSON-LD; recognised by the ending of the name, else by the first character.

    Returns:
        Every resource that is a `skos:Concept` or has a `skos:prefLabel`, is no scheme or collection and has a name.

    Raises:
        VocabularyError: the file cannot be read, holds no concept, or would open the network.
    """
    graph = _read_graph(path)
    subjects = set(graph.subjects(RDF.type, SKOS.Concept)) | set(graph.subjects(SKOS.prefLabel))
    for other in (SKOS.ConceptScheme, SKOS.Collection, SKOS.OrderedCollection):
        subjects -= set(graph.subjects(RDF.type, other))
    resources = sorted(subject for subject in subjects if isinstance(subject, URIRef))
    concepts = [concept for concept in (_read_concept(graph, subject) for subject in resources) if concept.name]
    if not concepts:
        raise VocabularyError(f"{path}: holds no skos:Concept with a skos:prefLabel. Check that it is a SKOS file.")
    return tuple(concepts)


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


def _read_graph(path: Path) -> Graph:
    text = _read_text(path)
    notation = _FORMATS.get(path.suffix.lower()) or _notation_by_content(text)
    if notation == "ox-xml":
        _refuse_entities(text, path)
    if notation == "ox-jsonld":
        _refuse_remote_contexts(text, path)
    graph = Graph()
    try:
        graph.parse(data=text, format=notation, publicID=_USER_BASE)
    except (SyntaxError, ValueError) as error:
        raise VocabularyError(
            f"{path}: is not valid {notation.removeprefix('ox-')}: {error}. Mend it and try again."
        ) from error
    return graph


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise VocabularyError(f"{path}: is not UTF-8 (byte {error.start}). Save it as UTF-8.") from error
    except OSError as error:
        raise VocabularyError(f"{path}: {error.strerror}. Check the path of the vocabulary.") from error


def _notation_by_content(text: str) -> str:
    start = text.lstrip()[:1]
    if start in ("{", "["):
        return "ox-jsonld"
    return "ox-xml" if start == "<" and text.lstrip()[:5].lower() in ("<?xml", "<rdf:") else "ox-turtle"


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


def _read_concept(graph: Graph, subject: URIRef) -> SkosConcept:
    names = _by_preference(graph.objects(subject, SKOS.prefLabel))
    labels = {*names[1:], *_texts(graph.objects(subject, SKOS.altLabel))} - {names[0]}
    hidden = set(_texts(graph.objects(subject, SKOS.hiddenLabel))) - labels - {names[0]}
    broader = {*graph.objects(subject, SKOS.broader), *graph.subjects(SKOS.narrower, subject)}
    same = {
        *graph.objects(subject, SKOS.exactMatch),
        *graph.subjects(SKOS.exactMatch, subject),
        *graph.objects(subject, OWL.sameAs),
    }
    kinds = {kind.value for kind in EntityType if (subject, RDF.type, _KG[kind.value]) in graph}
    abbreviations = set(_texts(graph.objects(subject, _KG.abbreviation)))
    return SkosConcept(
        iri=str(subject),
        name=names[0],
        labels=tuple(sorted(labels | abbreviations - {names[0]})),
        abbreviations=tuple(sorted(abbreviations)),
        hidden=tuple(sorted(hidden)),
        kinds=tuple(sorted(kinds)),
        broader=_iris(broader - {subject}),
        exact_match=_iris(same - {subject}),
    )


def _by_preference(labels: Iterable[Node]) -> list[str]:
    literals = [label for label in labels if isinstance(label, Literal)]
    ordered = sorted(literals, key=lambda label: (_language_rank(label.language), str(label)))
    return list(dict.fromkeys(text for text in map(_tidy, ordered) if text)) or [""]


def _language_rank(language: str | None) -> tuple[int, str]:
    tag = (language or "").lower()
    if tag == "en":
        return 0, tag
    return (1 if tag.startswith("en-") else 2 if not tag else 3), tag


def _texts(labels: Iterable[Node]) -> Iterator[str]:
    return (text for text in (_tidy(label) for label in labels if isinstance(label, Literal)) if text)


def _tidy(label: Node) -> str:
    return " ".join(str(label).split())


def _iris(nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(sorted(str(node) for node in nodes if isinstance(node, URIRef)))


if __name__ == "__main__":
    COMPILED.write_bytes(compile_vocabulary())
