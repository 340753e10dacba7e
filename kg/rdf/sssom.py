"""The merge ledger in the Simple Standard for Sharing Ontological Mappings (Matentzoglu et al. 2022), as SSSOM/TSV.

A row says that a name, as papers write it, stands for an entity; others say which concept elsewhere an entity is.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from kg.iris import Iris
from kg.model import Entity, GraphReader, Merge
from kg.names import clean_latex
from kg.rdf.description import current_build
from kg.rdf.nodes import exact_matches

COLUMNS = (
    "subject_id",
    "subject_label",
    "subject_type",
    "predicate_id",
    "object_id",
    "object_label",
    "object_type",
    "mapping_justification",
    "confidence",
    "comment",
)
_PREFIXES = {"semapv": "https://w3id.org/semapv/vocab/", "skos": "http://www.w3.org/2004/02/skos/core#"}
_LICENSE = "https://w3id.org/sssom/license/unspecified"
_SAME, _CONCEPT, _LITERAL = "skos:exactMatch", "skos concept", "rdfs literal"
_LEXICAL, _CURATED = "semapv:LexicalMatching", "semapv:ManualMappingCuration"
_JUSTIFICATIONS = {"curation": _CURATED, "short form": "semapv:BackgroundKnowledgeBasedMatching"}
"""What stands in the name of a rule → justification; all other rules compare strings."""

_NAMESPACE = re.compile(r"(?P<namespace>.*[/#])(?P<local>[^/#]*)")


def write_sssom(merges: Iterable[Merge], graph: GraphReader, path: Path, iris: Iris) -> None:
    """Write the ledger as SSSOM/TSV; a mapping date stands in it only where `SOURCE_DATE_EPOCH` is set.

    Args:
        merges: the lines of the ledger.
        graph: where the entities are.
        path: where to; replaced if it exists.
        iris: mints the IRIs of the entities.
    """
    entities = {node.iri: node for node in graph.nodes() if isinstance(node, Entity)}
    matches = [(entity, match.value) for entity in entities.values() for match in exact_matches(entity)]
    prefixes = _prefixes([*entities, *(concept for _, concept in matches)], iris)
    rows = sorted([*_literals(merges, entities, iris, prefixes), *_concepts(matches, prefixes)])
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(f"{line}\n" for line in _metadata(prefixes, iris))
        csv.writer(out, delimiter="\t", lineterminator="\n").writerows([COLUMNS, *rows])


def _prefixes(used: Iterable[str], iris: Iris) -> dict[str, str]:
    """Namespace → prefix for all IRIs; SSSOM/TSV writes references as CURIEs only."""
    known = {iris.entity(""): "entity", **{namespace: prefix for prefix, namespace in _PREFIXES.items()}}
    foreign = sorted({_split(iri)[0] for iri in used} - set(known))
    return {**known, **{namespace: f"ns{number}" for number, namespace in enumerate(foreign, 1)}}


def _split(iri: str) -> tuple[str, str]:
    found = _NAMESPACE.fullmatch(iri)
    return (found["namespace"], found["local"]) if found else (iri, "")


def _curie(iri: str, prefixes: Mapping[str, str]) -> str:
    namespace, local = _split(iri)
    return f"{prefixes[namespace]}:{local}"


def _metadata(prefixes: Mapping[str, str], iris: Iris) -> Iterator[str]:
    build = current_build()
    yield "#curie_map:"
    for namespace, prefix in sorted(prefixes.items(), key=lambda pair: pair[1]):
        yield f"#  {prefix}: {json.dumps(namespace)}"
    yield f"#license: {json.dumps(_LICENSE)}"
    if build.epoch is not None:
        yield f"#mapping_date: {json.dumps(datetime.fromtimestamp(build.epoch, UTC).date().isoformat())}"
    yield f"#mapping_set_id: {json.dumps(iris.about('mappings'))}"
    yield '#mapping_tool: "kg"'
    yield f"#mapping_tool_version: {json.dumps(build.version)}"


def _literals(
    merges: Iterable[Merge], entities: Mapping[str, Entity], iris: Iris, prefixes: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    """A name in papers has no IRI: its row has a label and the type of a literal, and no `subject_id`."""
    for merge in merges:
        entity, name = entities.get(iris.entity(merge.entity)), _plain(merge.surface)
        if entity and name:
            justification = next((found for part, found in _JUSTIFICATIONS.items() if part in merge.rule), _LEXICAL)
            target = (_curie(entity.iri, prefixes), _plain(entity.name), _CONCEPT)
            yield "", name, _LITERAL, _SAME, *target, justification, f"{merge.score:g}", f"{merge.rule}; {merge.papers}"


def _concepts(matches: Iterable[tuple[Entity, str]], prefixes: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    for entity, concept in matches:
        subject = (_curie(entity.iri, prefixes), _plain(entity.name), _CONCEPT)
        yield *subject, _SAME, _curie(concept, prefixes), "", _CONCEPT, _CURATED, "1", "vocabulary"


def _plain(text: str) -> str:
    return " ".join(clean_latex(text).split())
