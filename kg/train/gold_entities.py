"""Gold annotations as pipeline documents: surfaces are projected to offsets, for gold lists strings only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from kg.evaluate.distances import gold_text
from kg.evaluate.records import check_scored_fields, read_records
from kg.model import Mention, PaperEntity
from kg.names import fold
from kg.schema import EntityType, RelationType, Role

Gold = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document with entities, and what gold says of each.

    Args:
        paper: the gold paper.
        doc: the document; `doc._.entities` is set.
        gold: local id of an entity → its gold entity; an entity that gold does not know has none.
    """

    paper: Gold
    doc: Doc
    gold: Mapping[str, Gold]

    @property
    def id(self) -> str:
        """The paper's id."""
        return str(self.paper["id"])


def read_gold(path: Path) -> tuple[Gold, ...]:
    """Read a gold file.

    Args:
        path: JSON Lines, a paper a line.

    Raises:
        AnnotationError: a line is no paper that can be learned from.
    """
    return tuple(read_records(path, _check_taught_fields))


def _check_taught_fields(paper: Gold) -> None:
    """Look up every field that training needs, of its kind, so that one that is missing raises here."""
    check_scored_fields(paper)
    _ = paper["abstract"].strip()
    for entity in paper["entities"]:
        _ = EntityType(entity["type"]), Role(entity["role"]), entity["name"].strip(), entity["salience"]
        _ = [surface.strip() for surface in entity["surface"]]
    _ = [RelationType(relation["type"]) for relation in paper["relations"]]
    _ = [result["text"].strip() for result in paper["results"]]


def taught_role(entity: Gold) -> str:
    """Return the role that training learns of a gold entity.

    What a paper evaluates on is a data set; where annotators said so of a task, the paper addresses it.

    Args:
        entity: a gold entity.
    """
    on_task = entity["type"] == EntityType.TASK and entity["role"] == Role.EVALUATES_ON
    return Role.ADDRESSES.value if on_task else str(entity["role"])


def align_entities(entities: Sequence[PaperEntity], gold: Sequence[Gold]) -> dict[str, Gold]:
    """Pair entities with gold ones: half of an entity's folded surfaces must be surfaces of the gold entity.

    Args:
        entities: what a pipeline found.
        gold: the gold entities of the same paper.

    Returns:
        Local id → gold entity, one to one; core entities are paired first.
    """
    pairs: dict[str, Gold] = {}
    for wanted in sorted(gold, key=lambda entity: entity.get("salience") == "optional"):
        names = {fold(name) for name in (*wanted["surface"], wanted["name"])}
        for entity in entities:
            own = {fold(surface) for surface in entity.surface}
            if entity.id not in pairs and 2 * len(own & names) >= len(own):
                pairs[entity.id] = wanted
                break
    return pairs


def project_entities(paper: Gold, *, core_only: bool) -> tuple[PaperEntity, ...]:
    """Project the gold entities of one paper to offsets.

    Every word-bounded occurrence of a surface counts, longest first; an occurrence inside a longer one counts only for
    an entity that never stands free.

    Args:
        paper: one line of a gold file.
        core_only: leave optional entities out (their occurrences still shadow what lies inside them).

    Returns:
        Entities with their gold ids and the role `mentions`, in order of first mention.
    """
    text = gold_text(paper)
    found = list(_occurrences(text, paper["entities"]))
    free = [s for s in found if not any(_inside(s, other) for other in found)]
    standing = {owner for _, _, owner in free}
    spans = sorted({*free, *(s for s in found if s[2] not in standing)})
    wanted = [e for e in paper["entities"] if not (core_only and e.get("salience") == "optional")]
    entities = [_entity(gold, text, [s for s in spans if s[2] == gold["id"]]) for gold in wanted]
    placed = [entity for entity in entities if entity.mentions]
    return tuple(sorted(placed, key=lambda entity: (entity.mentions[0].start, entity.id)))


def _occurrences(text: str, entities: Sequence[Gold]) -> Iterator[tuple[int, int, str]]:
    taken: set[tuple[int, int]] = set()
    surfaces = [(surface, entity["id"]) for entity in entities for surface in entity["surface"] if surface.strip()]
    for surface, owner in sorted(surfaces, key=lambda pair: (-len(pair[0]), pair)):
        for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text):
            if match.span() not in taken:
                taken.add(match.span())
                yield (*match.span(), owner)


def _inside(span: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return other[0] <= span[0] and span[1] <= other[1] and span[:2] != other[:2]


def _entity(gold: Gold, text: str, spans: Sequence[tuple[int, int, str]]) -> PaperEntity:
    kind = EntityType(gold["type"])
    mentions = tuple(Mention(start, end, text[start:end], kind, 1.0, "gold") for start, end, _ in spans)
    surface = tuple(dict.fromkeys(mention.text for mention in mentions))
    return PaperEntity(gold["id"], kind, gold["name"], surface, (Role.MENTIONS,), (0,), 1.0, mentions)
