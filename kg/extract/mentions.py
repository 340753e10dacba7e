"""Mentions of the five types: candidates scored by a log-linear model, overlaps resolved for the best of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.arrays import span_array
from kg.extract.background import Background, load_background
from kg.extract.candidates import DATA, candidate_spans
from kg.extract.document import MENTIONS
from kg.extract.encoder import Encoding
from kg.extract.grouping import Candidate, TokenSpan, group_spans
from kg.extract.loglinear import Chances, Rows
from kg.extract.mention_features import Surroundings, candidate_features
from kg.extract.network import SALIENCE, TYPES
from kg.extract.reading import Reading, reading_of
from kg.extract.resources import Resources, TrainedComponent
from kg.extract.stacking import FEATURES, NETWORK, Opinions, mix
from kg.extract.trained import TrainedModel
from kg.extract.vocabulary_mentions import KNOWN
from kg.model import Concept
from kg.schema import EntityType

NONE, OPTIONAL, CORE = SALIENCE
_HOPELESS = 0.03  # of 5,696 mentions in 300 papers, 4 were less likely to the network
BY_VOCABULARY, BY_MODEL = "vocabulary", "model:mentions"


@dataclass(frozen=True, slots=True)
class CandidateOpinions:
    """What the models say of candidates.

    Args:
        indices: the candidates that they were asked about.
        due: whether each of these is due.
        types: of which type it would be.
    """

    indices: tuple[int, ...]
    due: Opinions
    types: Opinions


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate that was scored.

    Args:
        candidate: the thing.
        type: its most likely type.
        confidence: how likely it belongs in a graph of the paper, in [0, 1].
    """

    candidate: Candidate
    type: EntityType
    confidence: float


def find_candidates(
    doc: Doc, concepts: Mapping[str, Concept], background: Background
) -> tuple[Reading, list[Candidate], Surroundings]:
    """Return the things that a document may name, and what their features are read from.

    Args:
        doc: a document that tagger, sentence splitter, abbreviations and vocabulary have seen.
        concepts: the vocabulary, by id.
        background: how often names occur elsewhere.
    """
    reading = reading_of(doc)
    known: dict[TokenSpan, tuple[Concept, ...]] = {}
    for span in doc.spans.get(KNOWN, ()):
        place = (span.start, span.end)
        known[place] = (*known.get(place, ()), concepts[span.kb_id_])
    spans = sorted({*candidate_spans(reading), *known})
    pairs = [(short.text, long.text) for short, long in doc._.abbreviations]
    kinds = {place: tuple(sorted({concept.type.value for concept in found})) for place, found in known.items()}
    return reading, group_spans(reading, spans, pairs, known), Surroundings(reading, kinds, _inside(known), background)


def _inside(known: Iterable[TokenSpan]) -> frozenset[TokenSpan]:
    """Return every proper part of the spans."""
    return frozenset(
        (start, end)
        for span in known
        for start in range(span[0], span[1])
        for end in range(start + 1, span[1] + 1)
        if (start, end) != span
    )


def candidate_opinions(
    candidates: Sequence[Candidate],
    around: Surroundings,
    encoding: Encoding,
    model: TrainedModel,
    *,
    least: float = 0.0,
) -> CandidateOpinions:
    """Return what the models say of the candidates: whether they are due, and of which type.

    Args:
        candidates: the things that the text may name.
        around: the text.
        encoding: its vectors.
        model: what was trained; classes of its table `mentions` are the five types (due), `optional` and `none`.
        least: candidates that the network finds less likely to be due are left out, since reading the features of all
            would cost more than the network.
    """
    spans = span_array(encoding.text, [candidate.spans for candidate in candidates])
    salience, types = model.network.score_candidates(encoding, spans)
    kept = np.flatnonzero(salience[:, -1] >= least).tolist()
    asked = [candidates[index] for index in kept]
    due, kinds = split_classes(model.tables["mentions"].chances(candidate_features(one, around) for one in asked))
    titled = np.full(len(kept), around.reading.title_end > 0)
    known = np.array([bool(candidate.concepts) for candidate in asked], dtype=np.bool_)
    return CandidateOpinions(
        tuple(kept),
        Opinions({FEATURES: due, NETWORK: Chances(SALIENCE, salience[kept])}, {"titled": titled, "known": known}),
        Opinions({FEATURES: kinds, NETWORK: Chances(TYPES, types[kept])}, {"known": known}),
    )


def split_classes(chances: Chances) -> tuple[Chances, Chances]:
    """Part the classes of the table `mentions` into whether something is due and what it is.

    Args:
        chances: probabilities of the five types, `optional` and `none`.
    """
    of_types = _columns(chances, TYPES)
    due = of_types.sum(axis=1)
    of_due = np.divide(of_types, due[:, None], out=np.zeros_like(of_types), where=due[:, None] > 0)
    return Chances(SALIENCE, np.stack([chances.of(NONE), chances.of(OPTIONAL), due], axis=1)), Chances(TYPES, of_due)


def _columns(chances: Chances, labels: Sequence[str]) -> Rows:
    return np.stack([chances.of(label) for label in labels], axis=1)


def score_candidates(
    candidates: Sequence[Candidate],
    around: Surroundings,
    encoding: Encoding,
    model: TrainedModel,
    *,
    threshold: float,
    optional_weight: float,
) -> list[Scored]:
    """Return the candidates that are sure enough, with type and confidence, best first.

    The confidence is the probability of being due, where what may be left out counts for less than what is wrong:
    core / (core + none + weight · optional).

    Args:
        candidates: the things that the text may name.
        around: the text.
        encoding: its vectors.
        model: what was trained.
        threshold: the least confidence.
        optional_weight: how much an optional thing speaks against a candidate, in [0, 1].
    """
    opinions = candidate_opinions(candidates, around, encoding, model, least=_HOPELESS)
    chances = _columns(mix(model.tables["stack-mentions"], opinions.due), SALIENCE).tolist()
    confidences = [_confidence(row, optional_weight) for row in chances]
    sure = [place for place, confidence in enumerate(confidences) if confidence >= threshold]
    types = mix(model.tables["stack-types"], opinions.types.take(sure))
    scored = [
        Scored(candidates[opinions.indices[place]], _likeliest(types.case(row)), confidences[place])
        for row, place in enumerate(sure)
    ]
    return sorted(scored, key=lambda item: (-item.confidence, item.candidate.spans[0], item.candidate.key))


def _confidence(salience: Sequence[float], optional_weight: float) -> float:
    none, optional, core = salience
    return round(core / (core + none + optional_weight * optional), 3) if core else 0.0


def _likeliest(types: Mapping[str, float]) -> EntityType:
    return max(EntityType, key=lambda kind: (types.get(kind.value, 0.0), kind))


def choose(scored: Iterable[Scored], takeover: float) -> list[tuple[Scored, tuple[TokenSpan, ...]]]:
    """Return what is accepted, with the spans that mention it.

    A span belongs to the best candidate that covers any of it, unless a sure one holds the whole of it: "NAS-Bench-201"
    takes over "NAS". A candidate left without spans is no entity: a nested name is none of its own.

    Args:
        scored: candidates that are sure enough, best first.
        takeover: the least confidence of a candidate that may take over what stands inside its spans.
    """
    owner: dict[TokenSpan, Scored] = {}
    for item in scored:
        sure = item.confidence >= takeover
        won = _longest_first([span for span in item.candidate.spans if _wins(span, owner, sure=sure)])
        for lost in [span for span in owner if _overlaps(span, won)]:
            del owner[lost]
        owner.update(dict.fromkeys(won, item))
    spans: dict[str, list[TokenSpan]] = {}
    for span, item in sorted(owner.items(), key=lambda pair: pair[0]):
        spans.setdefault(item.candidate.key, []).append(span)
    items = {item.candidate.key: item for item in owner.values()}
    return [(items[key], tuple(found)) for key, found in spans.items()]


def _wins(span: TokenSpan, owner: Iterable[TokenSpan], *, sure: bool) -> bool:
    rivals = [other for other in owner if _overlaps(span, [other])]
    return not rivals or (sure and all(span[0] <= start and end <= span[1] for start, end in rivals))


def _longest_first(spans: Sequence[TokenSpan]) -> tuple[TokenSpan, ...]:
    """Return the spans without those that lie inside a longer one of the same thing."""
    kept: list[TokenSpan] = []
    for span in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        if not _overlaps(span, kept):
            kept.append(span)
    return tuple(sorted(kept))


def _overlaps(span: TokenSpan, others: Iterable[TokenSpan]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


class MentionFinder(TrainedComponent):
    """A component that writes `doc.spans["mentions"]`; mentions of one thing share their `id_`.

    Args:
        threshold: the least confidence of a mention, in [0, 1].
        takeover: see `choose`.
        optional_weight: see `score_candidates`.
    """

    def __init__(self, threshold: float, takeover: float, optional_weight: float) -> None:
        super().__init__()
        self._threshold, self._takeover, self._optional_weight = threshold, takeover, optional_weight
        self._background = load_background(DATA)
        self._concepts: Mapping[str, Concept] = {}

    def use(self, resources: Resources) -> None:
        """Take the vocabulary whose ids the spans of the vocabulary component bear, and what was trained.

        Args:
            resources: both.
        """
        super().use(resources)
        self._concepts = resources.vocabulary.concepts

    def __call__(self, doc: Doc) -> Doc:
        """Mark the mentions of a document."""
        _, candidates, around = find_candidates(doc, self._concepts, self._background)
        scored = score_candidates(
            candidates,
            around,
            doc._.encoding,
            self.trained,
            threshold=self._threshold,
            optional_weight=self._optional_weight,
        )
        chosen = choose(scored, self._takeover)
        spans = [
            _mark(Span(doc, *place, label=item.type.value, span_id=item.candidate.key), item)
            for item, places in chosen
            for place in places
        ]
        doc.spans[MENTIONS] = sorted(spans, key=lambda span: (span.start, span.end))
        return doc


def _mark(span: Span, item: Scored) -> Span:
    span._.confidence = item.confidence
    span._.producer = BY_VOCABULARY if item.candidate.concepts else BY_MODEL
    return span


@Language.factory(
    "kg_mentions",
    default_config={"threshold": 0.35, "takeover": 0.85, "optional_weight": 0.3},
    requires=["doc._.abbreviations", "doc._.encoding"],
    assigns=["doc.spans"],
)
def make_mentions(
    nlp: Language,  # noqa: ARG001
    name: str,  # noqa: ARG001
    threshold: float,
    takeover: float,
    optional_weight: float,
) -> MentionFinder:
    """Make the component that finds mentions.

    Args:
        nlp: the pipeline.
        name: the component's name.
        threshold: the least confidence.
        takeover: the least confidence of a mention that may swallow a better one inside it.
        optional_weight: how much an optional thing speaks against a candidate.
    """
    return MentionFinder(threshold, takeover, optional_weight)
