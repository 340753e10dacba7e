"""How a paper stands to each of its entities: asked of the network and of a log-linear model over their mentions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.arrays import span_array, token_spans
from kg.extract.loglinear import Chances, LogLinear
from kg.extract.network import ROLES, TYPES, EntityVectors, Network
from kg.extract.reading import reading_of
from kg.extract.resources import TrainedComponent
from kg.extract.role_features import entity_features, place_features, role_features
from kg.extract.stacking import FEATURES, NETWORK, Opinions, mix
from kg.extract.trained import TrainedModel
from kg.extract.view import View, view_of
from kg.model import PaperEntity
from kg.schema import Role

_STRENGTH = {role: i for i, role in enumerate(Role)}


def role_opinions(view: View, vectors: EntityVectors, model: TrainedModel) -> Opinions:
    """Return what the models say of the role of each entity.

    Args:
        view: the document.
        vectors: its entities as the network sees them.
        model: what was trained.
    """
    by_features = model.tables["roles"].chances(role_features(view, index) for index in range(len(view.entities)))
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
    chances = mix(model.tables["stack-roles"], role_opinions(view, vectors, model))
    return tuple(
        _with_roles(view, index, model.tables["roles"], chances.case(index), threshold)
        for index in range(len(view.entities))
    )


def _with_roles(
    view: View, index: int, model: LogLinear, chances: Mapping[str, float], threshold: float
) -> PaperEntity:
    ranked = sorted(chances, key=lambda label: (-chances[label], _STRENGTH[Role(label)]))
    best = Role(ranked[0])
    further = {
        Role(label)
        for label in ranked[1:]
        if chances[label] >= threshold and _STRENGTH[best] < _STRENGTH[Role(label)] < _STRENGTH[Role.MENTIONS]
    }
    roles = (best, *sorted(further, key=_STRENGTH.__getitem__))
    return replace(view.entities[index], roles=roles, role_mentions=_best_mentions(view, index, model, roles))


def _best_mentions(view: View, index: int, model: LogLinear, roles: Sequence[Role]) -> tuple[int, ...]:
    """Return the mention that alone shows each of the roles best."""
    places = [place for place in view.places if place.entity == index]
    if len(places) == 1:
        return (places[0].mention,) * len(roles)
    shared = list(entity_features(view, index))
    alone = model.chances([*shared, *place_features(view, place)] for place in places)
    return tuple(places[int(alone.of(role.value).argmax())].mention for role in roles)


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
