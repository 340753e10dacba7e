"""Relations between the entities of a paper: is there one, and which, asked of the network and of log-linear models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.arrays import pair_array, token_spans
from kg.extract.conditions import find_conditions
from kg.extract.network import BACKWARD, DIRECTED, FORWARD, LINKED
from kg.extract.polarity import polarity_of
from kg.extract.reading import reading_of
from kg.extract.relation_features import Context, Scene, candidate_pairs, contexts, pair_features
from kg.extract.resources import TrainedComponent
from kg.extract.stacking import FEATURES, NETWORK, Chances, Opinions, mix
from kg.extract.trained import TrainedModel
from kg.extract.view import Place, view_of
from kg.model import Relation, RelationEvidence, Span
from kg.schema import RELATION_ENDS, RelationType

PRODUCER = "model:relations"
APART, OPTIONAL, RELATED = LINKED
_MOST_EVIDENCE = 3
_HOPELESS = 0.02


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair of entities that stand together somewhere, and what the models say of it.

    Args:
        first: index of the one whose type comes first in the schema.
        second: index of the other.
        places: where both stand together, nearest first.
        features: the features of the pair.
        link: what is said of whether there is a relation.
        kinds: what the network says of which one there would be.
    """

    first: int
    second: int
    places: tuple[Context, ...]
    features: tuple[str, ...]
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


def judge_pairs(doc: Doc, scene: Scene, model: TrainedModel) -> Iterator[Judged]:
    """Yield the pairs of entities that stand together, not even through a reference ("our method") left out.

    Pairs that the network finds hopeless are left out too: reading their features would cost more than all the rest.

    Args:
        doc: a document with roles and vectors.
        scene: the same document.
        model: what was trained.
    """
    together = [(a, b, found) for a, b in candidate_pairs(scene.view) if (found := contexts(scene, a, b))]
    reading = reading_of(doc)
    spans = [token_spans(reading, entity) for entity in scene.view.entities]
    pairs = pair_array(reading, doc._.encoding.text, spans, [(min(a, b), max(a, b)) for a, b, _ in together])
    links, kinds = (rows.tolist() for rows in model.network.score_pairs(doc._.encoding, doc._.entity_vectors, pairs))
    for (first, second, found), link, kind in zip(together, links, kinds, strict=True):
        if link[-1] >= _HOPELESS:
            of_kind = dict(zip(DIRECTED, kind, strict=True))
            of_kind = of_kind if first < second else {turned(label): chance for label, chance in of_kind.items()}
            yield _judge(scene, (first, second, found), dict(zip(LINKED, link, strict=True)), of_kind, model)


def _judge(
    scene: Scene,
    pair: tuple[int, int, tuple[Context, ...]],
    link: Chances,
    kind: Chances,
    model: TrainedModel,
) -> Judged:
    first, second, found = pair
    features = tuple(pair_features(scene, first, second))
    ends = {"first": scene.view.entities[first].confidence, "second": scene.view.entities[second].confidence}
    flags = {"titled": scene.view.title_end > 0, "neighbours": found[0].apart > 0}
    return Judged(
        first,
        second,
        found,
        features,
        Opinions({FEATURES: model.tables["links"].probabilities(features), NETWORK: link, "ends": ends}, flags),
        kind,
    )


def kind_opinions(judged: Judged, model: TrainedModel) -> Opinions:
    """Return what the models say of which relation a pair would have.

    Args:
        judged: the pair.
        model: what was trained.
    """
    return Opinions({FEATURES: model.tables["relations"].probabilities(judged.features), NETWORK: judged.kinds})


def find_relations(doc: Doc, scene: Scene, model: TrainedModel, threshold: float) -> tuple[Relation, ...]:
    """Find the relations of a document.

    Args:
        doc: a document with roles and vectors.
        scene: the same document.
        model: what was trained.
        threshold: least probability that both ends and the relation hold, in [0, 1].

    Returns:
        Relations in the order of their entities, with the nearest places as evidence.
    """
    found = [
        relation for judged in judge_pairs(doc, scene, model) for relation in _related(scene, judged, model, threshold)
    ]
    order: Mapping[str, int] = {entity.id: i for i, entity in enumerate(scene.view.entities)}
    return tuple(sorted(found, key=lambda r: (order[r.head], order[r.tail])))


def _related(scene: Scene, judged: Judged, model: TrainedModel, threshold: float) -> Iterator[Relation]:
    """Yield the relation of a pair, if right / (right + wrong) is high enough; what may be left out is neither."""
    link = mix(model.tables["stack-links"], judged.link)
    right, wrong = link.get(RELATED, 0.0), link.get(APART, 0.0)
    if right < threshold * (right + wrong):
        return
    kinds = mix(model.tables["stack-relations"], kind_opinions(judged, model))
    fitting = [label for label in kinds if _fits(scene, judged, label)] or list(kinds)
    best = min(fitting, key=lambda label: (-kinds[label], label))
    confidence = round(right * kinds[best] / (right + wrong), 3) if right else 0.0
    if confidence >= threshold:
        yield _relation(scene, best, confidence, judged.places)


def _fits(scene: Scene, judged: Judged, label: str) -> bool:
    """Say whether a relation usually joins things of these types."""
    first, second = scene.view.entities[judged.first].type, scene.view.entities[judged.second].type
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
        doc._.relations = find_relations(doc, Scene(view_of(doc)), self.trained, self._threshold)
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
