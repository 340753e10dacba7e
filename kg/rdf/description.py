"""What the data set says of itself: concept schemes, the build that made it, its agents, its counts."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg import __version__
from kg.iris import ONTOLOGY, Iris
from kg.rdf.namespace import (
    BIBO,
    CITO,
    DCAT,
    DCTERMS,
    FABIO,
    KG,
    OA,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    VOID,
)
from kg.rdf.terms import Fact, describe, english, integer, node, plain, typed
from kg.schema import EntityType, RelationType, Role

_VOCABULARIES = (str(BIBO), str(CITO), str(DCTERMS), str(FABIO), ONTOLOGY, str(OA), str(PROV), str(SCHEMA), str(SKOS))
_SCHEMES = {
    "vocabulary": "Curated vocabulary: concepts whose broader concepts a person stated",
    "found": "Found in the papers: entities that no vocabulary knows",
}
_CLASSES: dict[str, str] = {
    "Paper": str(SCHEMA.ScholarlyArticle),
    "Result": str(KG.Result),
    **{kind.value: str(KG[kind.value]) for kind in EntityType},
}
_PROPERTIES: dict[str, str] = {term.value: str(KG[term.value]) for term in (*Role, *RelationType)}


@dataclass(frozen=True, slots=True)
class Build:
    """What made a data set.

    Args:
        version: version of this program.
        vocabulary_hash: hash of the vocabulary that entities were linked to.
        model_hash: hash of the model that read the texts.
        epoch: seconds since 1970, from `SOURCE_DATE_EPOCH`; None leaves every time out.
    """

    version: str = ""
    vocabulary_hash: str = ""
    model_hash: str = ""
    epoch: int | None = None


def current_build(vocabulary_hash: str = "", model_hash: str = "") -> Build:
    """Return this program as what makes a data set, at the time that `SOURCE_DATE_EPOCH` holds, if any.

    Args:
        vocabulary_hash: hash of the vocabulary that entities were linked to.
        model_hash: hash of the model that read the texts.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return Build(__version__, vocabulary_hash, model_hash, int(epoch) if epoch.isdecimal() else None)


@dataclass(slots=True)
class Census:
    """Counts quads while they pass, for the description of the data set."""

    default: int = 0
    named: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    producers: set[str] = field(default_factory=set)

    def watch(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Yield the quads as they come."""
        for quad in quads:
            self._count(quad)
            yield quad

    def _count(self, quad: Quad) -> None:
        if not isinstance(quad.graph_name, DefaultGraph):
            self.named += 1
            return
        self.default += 1
        predicate = quad.predicate.value
        self.properties[predicate] += 1
        if predicate == str(RDF.type) and isinstance(quad.object, NamedNode):
            self.classes[quad.object.value] += 1


def description_quads(census: Census, build: Build, iris: Iris) -> list[Quad]:
    """Return what the data set says of itself; the counts include these quads.

    Args:
        census: what was counted of everything else.
        build: what made the data set.
        iris: mints the IRIs.
    """
    parts = [*_agents(census.producers, iris), *_schemes(iris), *_activity(build, iris), *_partitions(census, iris)]
    size = len(parts) + len(list(_dataset(0, 0, iris, census)))
    return [*parts, *_dataset(census.default + size, census.named, iris, census)]


def _agents(producers: Iterable[str], iris: Iris) -> Iterator[Quad]:
    for producer in sorted(producers):
        kind = PROV.Person if producer == "person" else PROV.SoftwareAgent
        yield from describe(node(iris.agent(producer)), [(RDF.type, node(kind)), (RDFS.label, plain(producer))])


def _schemes(iris: Iris) -> Iterator[Quad]:
    for name, title in _SCHEMES.items():
        facts: list[Fact] = [(RDF.type, node(SKOS.ConceptScheme)), (DCTERMS.title, english(title))]
        yield from describe(node(iris.scheme(name)), facts)


def _activity(build: Build, iris: Iris) -> Iterator[Quad]:
    inputs = {"model": build.model_hash, "vocabulary": build.vocabulary_hash}
    used = {name: digest for name, digest in inputs.items() if digest}
    ended = datetime.fromtimestamp(build.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if build.epoch is not None else ""
    program = node(iris.about("program"))
    facts: list[Fact] = [
        (RDF.type, node(PROV.Activity)),
        (PROV.wasAssociatedWith, program),
        (PROV.endedAtTime, typed(ended, "dateTime") if ended else None),
        *((PROV.used, node(iris.about(name))) for name in used),
    ]
    yield from describe(node(iris.about("build")), facts)
    label = f"kg {build.version}".strip()
    yield from describe(program, [(RDF.type, node(PROV.SoftwareAgent)), (RDFS.label, plain(label))])
    for name, digest in used.items():
        identity: list[Fact] = [(RDF.type, node(PROV.Entity)), (DCTERMS.identifier, plain(digest))]
        yield from describe(node(iris.about(name)), identity)


def _dataset(default: int, named: int, iris: Iris, census: Census) -> Iterator[Quad]:
    dataset, evidence = node(iris.about("dataset")), node(iris.about("dataset", "evidence"))
    facts: list[Fact] = [
        (RDF.type, node(DCAT.Dataset)),
        (RDF.type, node(VOID.Dataset)),
        (DCTERMS.title, english("Knowledge graph of research papers")),
        (VOID.uriSpace, plain(iris.base)),
        (VOID.triples, integer(default)),
        (VOID.subset, evidence),
        (PROV.wasGeneratedBy, node(iris.about("build"))),
        *((VOID.vocabulary, node(iri)) for iri in _VOCABULARIES),
        *((VOID.classPartition, node(iri)) for iri, _, _ in _classes(census, iris)),
        *((VOID.propertyPartition, node(iri)) for iri, _, _ in _properties(census, iris)),
    ]
    yield from describe(dataset, facts)
    title = english("What each paper states, with its evidence, in one named graph per paper")
    yield from describe(
        evidence, [(RDF.type, node(VOID.Dataset)), (DCTERMS.title, title), (VOID.triples, integer(named))]
    )


def _partitions(census: Census, iris: Iris) -> Iterator[Quad]:
    for iri, term, count in _classes(census, iris):
        partition: list[Fact] = [(RDF.type, node(VOID.Dataset)), (VOID["class"], node(term))]
        yield from describe(node(iri), [*partition, (VOID.entities, integer(count))])
    for iri, term, count in _properties(census, iris):
        partition = [(RDF.type, node(VOID.Dataset)), (VOID.property, node(term))]
        yield from describe(node(iri), [*partition, (VOID.triples, integer(count))])


def _classes(census: Census, iris: Iris) -> Iterator[tuple[str, str, int]]:
    return _parts(_CLASSES, census.classes, "class", iris)


def _properties(census: Census, iris: Iris) -> Iterator[tuple[str, str, int]]:
    return _parts(_PROPERTIES, census.properties, "property", iris)


def _parts(
    terms: Mapping[str, str], counts: Mapping[str, int], kind: str, iris: Iris
) -> Iterator[tuple[str, str, int]]:
    for name, term in terms.items():
        if count := counts.get(term, 0):
            yield iris.about("dataset", kind, name), term, count
