"""Relations between the entities of a paper, by two log-linear models: is there one, and which."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.document import register_extensions
from kg.extract.loglinear import LogLinear, load_loglinear
from kg.extract.polarity import polarity_of
from kg.extract.relation_features import Context, Scene, candidate_pairs, contexts, pair_features
from kg.extract.view import Place, view_of
from kg.model import Relation, RelationEvidence, Span
from kg.schema import RELATION_ENDS, RelationType

_DATA = Path(__file__).parent / "data"
LINKS_MODEL = _DATA / "relation_links.tsv.gz"
TYPES_MODEL = _DATA / "relation_types.tsv.gz"
PRODUCER = "model:relations"
LINKED, APART = "linked", "apart"
FORWARD, BACKWARD = ">", "<"
_MOST_EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class RelationModel:
    """The two models of the relations of a pair.

    Args:
        links: classes `linked` and `apart`.
        types: classes are relation types with a direction: `usedFor>` runs from the pair's first entity to its second.
    """

    links: LogLinear
    types: LogLinear


def load_relation_model() -> RelationModel:
    """Read the models that ship with the package."""
    return RelationModel(load_loglinear(LINKS_MODEL), load_loglinear(TYPES_MODEL))


def directed(kind: RelationType, *, forward: bool) -> str:
    """Name the class of a relation type in a direction; a symmetric type always runs forward.

    Args:
        kind: the type.
        forward: whether the head is the pair's first entity.
    """
    return kind.value + (FORWARD if forward or RELATION_ENDS[kind].symmetric else BACKWARD)


def find_relations(scene: Scene, model: RelationModel, threshold: float) -> tuple[Relation, ...]:
    """Find the relations of a document.

    Args:
        scene: a document whose entities have roles.
        model: the two models.
        threshold: least probability that both ends and the relation hold, in [0, 1].

    Returns:
        Relations in the order of their entities, with the nearest places as evidence; pairs that never stand together,
        not even through a reference ("our method"), have none.
    """
    pairs = (_related(scene, first, second, model, threshold) for first, second in candidate_pairs(scene.view))
    found = [relation for relation in pairs if relation is not None]
    order: Mapping[str, int] = {entity.id: i for i, entity in enumerate(scene.view.entities)}
    return tuple(sorted(found, key=lambda r: (order[r.head], order[r.tail])))


def _related(scene: Scene, first: int, second: int, model: RelationModel, threshold: float) -> Relation | None:
    places = contexts(scene, first, second)
    if not places:
        return None
    features = pair_features(scene, first, second)
    linked = model.links.probabilities(features)[LINKED]
    ends = _ends_confidence(scene, first, second)
    if linked * ends < threshold:  # the second model, ten times as dear, could not lift it
        return None
    types = model.types.probabilities(features)
    best = min(types, key=lambda label: (-types[label], label))
    confidence = round(linked * types[best], 3)
    return _relation(scene, best, confidence, places) if round(confidence * ends, 3) >= threshold else None


def _ends_confidence(scene: Scene, first: int, second: int) -> float:
    return scene.view.entities[first].confidence * scene.view.entities[second].confidence


def _relation(scene: Scene, label: str, confidence: float, places: tuple[Context, ...]) -> Relation:
    forward = label.endswith(FORWARD)
    ends = [(c.first, c.second) if forward else (c.second, c.first) for c in _distinct(places)]
    head, tail = (scene.view.entities[place.entity].id for place in ends[0])
    evidence = tuple(_evidence(scene, *pair) for pair in ends)
    polarity = polarity_of(_evidence_text(scene, evidence[0]), *_local(evidence[0]))
    return Relation(head, RelationType(label[:-1]), tail, polarity, confidence, PRODUCER, evidence)


def _distinct(places: tuple[Context, ...]) -> Iterator[Context]:
    """The best contexts, one per run of sentences: mentions before references, near before far."""
    ranked = sorted(places, key=lambda c: (c.apart, -min(c.first.mention, c.second.mention, 0), c))
    seen: set[tuple[int, int]] = set()
    for context in ranked:
        run = (min(context.first.sentence, context.second.sentence), context.apart)
        if run not in seen and len(seen) < _MOST_EVIDENCE and context.apart == ranked[0].apart:
            seen.add(run)
            yield context


def _evidence(scene: Scene, head: Place, tail: Place) -> RelationEvidence:
    first, last = sorted((head.sentence, tail.sentence))
    sentences = scene.view.sentences
    ends = Span(head.start, head.end), Span(tail.start, tail.end)
    return RelationEvidence(sentences[first].start, sentences[last].end, *ends)


def _evidence_text(scene: Scene, evidence: RelationEvidence) -> str:
    return scene.view.text[evidence.start : evidence.end]


def _local(evidence: RelationEvidence) -> tuple[Span, Span]:
    head, tail, start = evidence.head, evidence.tail, evidence.start
    return Span(head.start - start, head.end - start), Span(tail.start - start, tail.end - start)


@Language.factory(
    "kg_relations",
    default_config={"threshold": 0.15},
    requires=["doc._.entities"],
    assigns=["doc._.relations"],
)
def make_relations(nlp: Language, name: str, threshold: float) -> Callable[[Doc], Doc]:  # noqa: ARG001
    """Make the component that finds relations.

    Args:
        nlp: the pipeline.
        name: the component's name.
        threshold: least probability that a relation and both its ends hold, in [0, 1].
    """
    register_extensions()
    model = load_relation_model()

    def relate(doc: Doc) -> Doc:
        doc._.relations = find_relations(Scene(view_of(doc)), model, threshold)
        return doc

    return relate
