"""How a paper stands to each of its entities: asked of the network and of a log-linear model over their mentions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.arrays import span_array, token_spans
from kg.extract.loglinear import Chances, LogLinear
from kg.extract.network import ROLES, TYPES, EntityVectors, Network
from kg.extract.reading import reading_of
from kg.extract.resources import TrainedComponent
from kg.extract.role_features import entity_features, place_features, places_of
from kg.extract.stacking import FEATURES, NETWORK, Opinions, mix
from kg.extract.trained import TrainedModel
from kg.extract.view import View, view_of
from kg.model import PaperEntity
from kg.schema import Role

_STRENGTH = {role.value: i for i, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class EntityRows:
    """The features of an entity as rows of the role model.

    Args:
        shared: what holds of the entity as a whole.
        mentions: what holds of each of its mentions, by the mention's index.
    """

    shared: frozenset[int]
    mentions: Mapping[int, frozenset[int]]

    def together(self) -> frozenset[int]:
        """Return the features of the entity and of all its mentions."""
        return self.shared.union(*self.mentions.values())

    def alone(self) -> list[frozenset[int]]:
        """Return, for each mention, the features of the entity as if it had no other."""
        return [self.shared | own for own in self.mentions.values()]


def entity_rows(view: View, table: LogLinear) -> list[EntityRows]:
    """Look the features of each entity up.

    Args:
        view: the document.
        table: the role model.
    """
    found = []
    for index in range(len(view.entities)):
        places = places_of(view, index)
        mentions = {place.mention: table.rows(place_features(view, place)) for place in places}
        found.append(EntityRows(table.rows(entity_features(view, index, places)), mentions))
    return found


def role_opinions(entities: Sequence[EntityRows], vectors: EntityVectors, model: TrainedModel) -> Opinions:
    """Return what the models say of the role of each entity.

    Args:
        entities: what `entity_rows` returned.
        vectors: the entities as the network sees them.
        model: what was trained.
    """
    by_features = model.tables["roles"].chances_of_rows(entity.together() for entity in entities)
    return Opinions({FEATURES: by_features, NETWORK: Chances(ROLES, vectors.roles)})


def assign_roles(view: View, vectors: EntityVectors, model: TrainedModel, threshold: float) -> tuple[PaperEntity, ...]:
    """Decide the roles of every entity.

    The most probable role is the strongest that an entity gets; weaker ones are added from `threshold` on.

    Args:
        view: the document.
        vectors: its entities as the network sees them.
        model: what was trained.
        threshold: least probability of a further role, in [0, 1].

    Returns:
        The entities with roles, and with the mention whose sentence shows each of them best.
    """
    rows = entity_rows(view, model.tables["roles"])
    chances = mix(model.tables["stack-roles"], role_opinions(rows, vectors, model))
    roles = [_roles(chances.case(index), threshold) for index in range(len(view.entities))]
    best = _best_mentions(rows, roles, model.tables["roles"])
    return tuple(
        replace(entity, roles=own, role_mentions=mentions)
        for entity, own, mentions in zip(view.entities, roles, best, strict=True)
    )


def _roles(chances: Mapping[str, float], threshold: float) -> tuple[Role, ...]:
    ranked = sorted(chances, key=lambda label: (-chances[label], _STRENGTH[label]))
    best = ranked[0]
    further = [
        label
        for label in ranked[1:]
        if chances[label] >= threshold and _STRENGTH[best] < _STRENGTH[label] < _STRENGTH[Role.MENTIONS]
    ]
    return tuple(map(Role, (best, *sorted(further, key=_STRENGTH.__getitem__))))


def _best_mentions(
    entities: Sequence[EntityRows], roles: Sequence[Sequence[Role]], table: LogLinear
) -> Iterator[tuple[int, ...]]:
    """Yield, for each entity, the mention that alone shows each of its roles best."""
    chances = table.chances_of_rows(rows for entity in entities for rows in entity.alone())
    start = 0
    for entity, own in zip(entities, roles, strict=True):
        mentions = tuple(entity.mentions)
        end = start + len(mentions)
        yield tuple(mentions[int(chances.of(role)[start:end].argmax())] for role in own)
        start = end


def read_entities(doc: Doc, network: Network) -> EntityVectors:
    """Return the entities of a document as the network sees them.

    Args:
        doc: a document with entities and its encoding.
        network: what was trained.
    """
    reading, entities = reading_of(doc), doc._.entities
    spans = span_array(doc._.encoding.text, [token_spans(reading, entity) for entity in entities])
    types = np.array([TYPES.index(entity.type.value) for entity in entities], dtype=np.int64)
    return network.read_entities(doc._.encoding, spans, types)


class RoleFinder(TrainedComponent):
    """A component that decides the roles of `doc._.entities`, and writes `doc._.entity_vectors`.

    Args:
        threshold: least probability of a further role, in [0, 1].
    """

    def __init__(self, threshold: float) -> None:
        super().__init__()
        self._threshold = threshold

    def __call__(self, doc: Doc) -> Doc:
        """Decide the roles of a document."""
        doc._.entity_vectors = read_entities(doc, self.trained.network)
        doc._.entities = assign_roles(view_of(doc), doc._.entity_vectors, self.trained, self._threshold)
        return doc


@Language.factory(
    "kg_roles",
    default_config={"threshold": 0.25},
    requires=["doc._.entities", "doc._.encoding"],
    assigns=["doc._.entities", "doc._.entity_vectors"],
)
def make_roles(nlp: Language, name: str, threshold: float) -> RoleFinder:  # noqa: ARG001
    """Make the component that decides roles.

    Args:
        nlp: the pipeline.
        name: the component's name.
        threshold: least probability of a further role, in [0, 1].
    """
    return RoleFinder(threshold)
