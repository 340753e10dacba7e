"""Relations between the entities of a paper: is there one, and which, asked of the network and of log-linear models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.arrays import pair_array, token_spans
from kg.extract.conditions import find_conditions
from kg.extract.loglinear import Chances, Rows
from kg.extract.network import BACKWARD, DIRECTED, FORWARD, LINKED
from kg.extract.polarity import polarity_of
from kg.extract.reading import reading_of
from kg.extract.relation_features import Context, Scene, candidate_pairs, contexts, pair_features, scene_of
from kg.extract.resources import TrainedComponent
from kg.extract.stacking import FEATURES, NETWORK, Opinions, mix
from kg.extract.trained import TrainedModel
from kg.extract.view import Place
from kg.model import Relation, RelationEvidence, Span
from kg.schema import RELATION_ENDS, EntityType, RelationType

PRODUCER = "model:relations"
APART, OPTIONAL, RELATED = LINKED
_MOST_EVIDENCE = 3
_HOPELESS = 0.03  # of 3,735 relations in 300 papers, 3 were less likely to the network


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities that stand together somewhere.

    Args:
        first: index of the one whose type comes first in the schema.
        second: index of the other.
        places: where both stand together, nearest first.
        features: the features of the pair.
    """

    first: int
    second: int
    places: tuple[Context, ...]
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgedPairs:
    """Pairs of a document and what the models say of them.

    Args:
        pairs: the pairs.
        link: what is said of whether there is a relation.
        kinds: what the network says of which one there would be.
    """

    pairs: tuple[Pair, ...]
    link: Opinions
    kinds: Chances


def directed(kind: RelationType, *, forward: bool) -> str:
    """Name the class of a relation type in a direction; a symmetric type always runs forward.

    Args:
        kind: the type.
        forward: whether the head is the pair's first entity.
    """
    return kind.value + (FORWARD if forward or RELATION_ENDS[kind].symmetric else BACKWARD)


def turned(label: str) -> str:
    """Name the class of the same relation with the pair the other way round.

    Args:
        label: what `directed` returned.
    """
    return directed(RelationType(label[:-1]), forward=label.endswith(BACKWARD))


_TURNED = [DIRECTED.index(turned(label)) for label in DIRECTED]


def judge_pairs(doc: Doc, scene: Scene, model: TrainedModel) -> JudgedPairs:
    """Return the pairs of entities that stand together, not even through a reference ("our method") left out.

    Pairs that the network finds hopeless are left out too: reading their features would cost more than all the rest.

    Args:
        doc: a document with roles and vectors.
        scene: the same document.
        model: what was trained.
    """
    together = [(a, b, found) for a, b in candidate_pairs(scene.view) if (found := contexts(scene, a, b))]
    reading = reading_of(doc)
    spans = [token_spans(reading, entity) for entity in scene.view.entities]
    arrays = pair_array(reading, doc._.encoding.text, spans, [(min(a, b), max(a, b)) for a, b, _ in together])
    links, kinds = model.network.score_pairs(doc._.encoding, doc._.entity_vectors, arrays)
    kept = np.flatnonzero(links[:, -1] >= _HOPELESS)
    pairs = tuple(
        Pair(first, second, found, tuple(pair_features(scene, first, second, found)))
        for first, second, found in (together[index] for index in kept)
    )
    as_named = np.array([pair.first < pair.second for pair in pairs], dtype=np.bool_)[:, None]
    of_kind = np.where(as_named, kinds[kept], kinds[kept][:, _TURNED])
    return JudgedPairs(pairs, _link_opinions(scene, pairs, links[kept], model), Chances(DIRECTED, of_kind))


def _link_opinions(scene: Scene, pairs: Sequence[Pair], of_network: Rows, model: TrainedModel) -> Opinions:
    confidences = [[scene.view.entities[i].confidence for i in (pair.first, pair.second)] for pair in pairs]
    ends = Chances(("first", "second"), np.array(confidences, dtype=np.float64).reshape(-1, 2))
    by_features = model.tables["links"].chances(pair.features for pair in pairs)
    flags = {
        "titled": np.full(len(pairs), scene.view.title_end > 0),
        "neighbours": np.array([pair.places[0].apart > 0 for pair in pairs], dtype=np.bool_),
    }
    return Opinions({FEATURES: by_features, NETWORK: Chances(LINKED, of_network), "ends": ends}, flags)


def kind_opinions(judged: JudgedPairs, asked: Sequence[int], model: TrainedModel) -> Opinions:
    """Return what the models say of which relation some pairs would have.

    Args:
        judged: the pairs of a document.
        asked: indices of the pairs in question.
        model: what was trained.
    """
    by_features = model.tables["relations"].chances(judged.pairs[index].features for index in asked)
    return Opinions({FEATURES: by_features, NETWORK: Chances(DIRECTED, judged.kinds.rows[list(asked)])})


def find_relations(doc: Doc, scene: Scene, model: TrainedModel, threshold: float) -> tuple[Relation, ...]:
    """Find the relations of a document.

    What is asked of a pair is right / (right + wrong): a relation that may be left out is neither.

    Args:
        doc: a document with roles and vectors.
        scene: the same document.
        model: what was trained.
        threshold: least probability that both ends and the relation hold, in [0, 1].

    Returns:
        Relations in the order of their entities, with the nearest places as evidence.
    """
    judged = judge_pairs(doc, scene, model)
    links = mix(model.tables["stack-links"], judged.link)
    chances = list(zip(links.of(RELATED).tolist(), links.of(APART).tolist(), strict=True))
    asked = [index for index, (right, wrong) in enumerate(chances) if right >= threshold * (right + wrong)]
    kinds = mix(model.tables["stack-relations"], kind_opinions(judged, asked, model))
    found = (
        _likeliest(scene, judged.pairs[index], kinds.case(row), *chances[index]) for row, index in enumerate(asked)
    )
    relations = [_relation(scene, *each) for each in found if each[1] >= threshold]
    order: Mapping[str, int] = {entity.id: i for i, entity in enumerate(scene.view.entities)}
    return tuple(sorted(relations, key=lambda r: (order[r.head], order[r.tail])))


def _likeliest(
    scene: Scene, pair: Pair, kinds: Mapping[str, float], right: float, wrong: float
) -> tuple[str, float, tuple[Context, ...]]:
    """Return the likeliest relation of a pair with its confidence and its places."""
    first, second = (scene.view.entities[index].type for index in (pair.first, pair.second))
    fitting = [label for label in kinds if _fits(label, first, second)] or list(kinds)
    best = min(fitting, key=lambda label: (-kinds[label], label))
    return best, round(right * kinds[best] / (right + wrong), 3) if right else 0.0, pair.places


@cache
def _fits(label: str, first: EntityType, second: EntityType) -> bool:
    """Say whether a relation usually joins things of these types."""
    head, tail = (first, second) if label.endswith(FORWARD) else (second, first)
    ends = RELATION_ENDS[RelationType(label[:-1])]
    return head in ends.heads and tail in ends.tails


def _relation(scene: Scene, label: str, confidence: float, places: tuple[Context, ...]) -> Relation:
    forward = label.endswith(FORWARD)
    ends = [(c.first, c.second) if forward else (c.second, c.first) for c in _distinct(places)]
    head, tail = (scene.view.entities[place.entity].id for place in ends[0])
    kind = RelationType(label[:-1])
    evidence = tuple(_evidence(scene, kind, *pair) for pair in ends)
    polarity = polarity_of(_evidence_text(scene, evidence[0]), *_local(evidence[0]))
    return Relation(head, kind, tail, polarity, confidence, PRODUCER, evidence)


def _distinct(places: tuple[Context, ...]) -> Iterator[Context]:
    """The best contexts, one per run of sentences: mentions before references, near before far."""
    ranked = sorted(places, key=lambda c: (c.apart, -min(c.first.mention, c.second.mention, 0), c))
    seen: set[tuple[int, int]] = set()
    for context in ranked:
        run = (min(context.first.sentence, context.second.sentence), context.apart)
        if run not in seen and len(seen) < _MOST_EVIDENCE and context.apart == ranked[0].apart:
            seen.add(run)
            yield context


def _evidence(scene: Scene, kind: RelationType, head: Place, tail: Place) -> RelationEvidence:
    first, last = sorted((head.sentence, tail.sentence))
    sentences = scene.view.sentences
    ends = Span(head.start, head.end), Span(tail.start, tail.end)
    held = find_conditions(scene, kind, head, tail)
    return RelationEvidence(sentences[first].start, sentences[last].end, *ends, held.datasets, held.metrics)


def _evidence_text(scene: Scene, evidence: RelationEvidence) -> str:
    return scene.view.text[evidence.start : evidence.end]


def _local(evidence: RelationEvidence) -> tuple[Span, Span]:
    head, tail, start = evidence.head, evidence.tail, evidence.start
    return Span(head.start - start, head.end - start), Span(tail.start - start, tail.end - start)


class RelationFinder(TrainedComponent):
    """A component that writes `doc._.relations`.

    Args:
        threshold: least probability that a relation and both its ends hold, in [0, 1].
    """

    def __init__(self, threshold: float) -> None:
        super().__init__()
        self._threshold = threshold

    def __call__(self, doc: Doc) -> Doc:
        """Find the relations of a document."""
        doc._.relations = find_relations(doc, scene_of(doc), self.trained, self._threshold)
        return doc


@Language.factory(
    "kg_relations",
    default_config={"threshold": 0.2},
    requires=["doc._.entities", "doc._.entity_vectors"],
    assigns=["doc._.relations"],
)
def make_relations(nlp: Language, name: str, threshold: float) -> RelationFinder:  # noqa: ARG001
    """Make the component that finds relations.

    Args:
        nlp: the pipeline.
        name: the component's name.
        threshold: least probability that a relation and both its ends hold, in [0, 1].
    """
    return RelationFinder(threshold)
