"""Numbers that a paper reports as its outcome, and what they measure, of what, on what."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.cues import cue_class
from kg.extract.loglinear import LogLinear
from kg.extract.numbers import Number, find_numbers
from kg.extract.relation_features import Scene, scene_of
from kg.extract.resources import TrainedComponent
from kg.extract.result_links import link_results
from kg.extract.view import Place, View
from kg.model import ReportedResult
from kg.schema import EntityType

REPORTED, OTHER = "reported", "other"
_WIDE = 8


def number_features(view: View, number: Number) -> list[str]:
    """Return what tells an outcome from a size, a year or a setting.

    Args:
        view: the document.
        number: a number of its text.
    """
    place = view.place(number.start, number.end, -1, -1)
    begin, end = view.sentence_words(place.sentence)
    before, after = view.words[begin : place.first][::-1], view.words[place.last : end]
    unit = number.unit or _bare_kind(number)
    return [
        "bias",
        f"unit={unit}",
        *_form_features(view, number, unit),
        *_word_features(before, "-", unit),
        *_word_features(after, "+", unit),
        *_metric_features(view, place, unit),
    ]


def _bare_kind(number: Number) -> str:
    """A number without a unit: a decimal, a small or large count, or perhaps a year."""
    if number.number is None:
        return "none"
    if "." in number.value:
        return "decimal0" if abs(number.number) < 1 else "decimal"
    if 1900 <= number.number <= 2100 and len(number.value) == 4:
        return "year"
    return "count" + str(len(str(int(abs(number.number)))))


def _form_features(view: View, number: Number, unit: str) -> Iterator[str]:
    text = view.text
    yield f"left={text[max(number.start - 1, 0) : number.start]}|{unit}"
    yield f"right={text[number.end : number.end + 1]}|{unit}"
    yield f"right={text[number.end : number.end + 2]}"
    yield f"signed={number.value[:1] in '+~<>≈'}|{unit}"
    yield f"single={number.number is not None}|{unit}"
    yield f"part={5 * number.start // max(len(text), 1)}|{unit}"
    if number.start < view.title_end:
        yield "title"
    if text.rfind("(", 0, number.start) > text.rfind(")", 0, number.start):
        yield f"bracketed|{unit}"


def _word_features(words: tuple[str, ...], side: str, unit: str) -> Iterator[str]:
    for i, word in enumerate((*words[:3], "#")):
        yield f"w{side}{i}={word}"
        yield f"w{side}{i}={word}|{unit}"
    yield f"w{side}={' '.join(words[:2])}"
    for word in set(words[:_WIDE]):
        yield f"near{side}={word}"
    for word in set(words):
        yield f"cue{side}={cue_class(word)}|{unit}"
    classes = [name for word in words if (name := cue_class(word))]
    yield f"nearest{side}={' '.join(classes[:1])}|{unit}"


def _metric_features(view: View, place: Place, unit: str) -> Iterator[str]:
    for kind in (EntityType.METRIC, EntityType.DATASET):
        gaps = [
            max(p.first - place.last, place.first - p.last, 0)
            for p in view.places
            if p.sentence == place.sentence and view.entities[p.entity].type == kind
        ]
        near = min(gaps, default=99)
        bucket = "none" if near == 99 else str(min(near, 12) // 3)
        yield f"{kind.value}={bucket}|{unit}"
        yield f"{kind.value}={bucket}"


def find_results(scene: Scene, model: LogLinear, threshold: float) -> tuple[ReportedResult, ...]:
    """Find the results that a paper reports.

    Args:
        scene: a document whose entities have roles.
        model: classes `reported` and `other`.
        threshold: least probability of a result, in [0, 1].

    Returns:
        Results in the order of the text.
    """
    numbers = find_numbers(scene.view.text)
    if not numbers:
        return ()
    chances = model.chances(number_features(scene.view, number) for number in numbers).of(REPORTED).tolist()
    scored = zip(numbers, chances, strict=True)
    return link_results(scene, [(number, p) for number, p in scored if p >= threshold])


class ResultFinder(TrainedComponent):
    """A component that writes `doc._.results`.

    Args:
        threshold: least probability of a result, in [0, 1].
    """

    def __init__(self, threshold: float) -> None:
        super().__init__()
        self._threshold = threshold

    def __call__(self, doc: Doc) -> Doc:
        """Find the results of a document."""
        doc._.results = find_results(scene_of(doc), self.trained.tables["results"], self._threshold)
        return doc


@Language.factory(
    "kg_results", default_config={"threshold": 0.5}, requires=["doc._.entities"], assigns=["doc._.results"]
)
def make_results(nlp: Language, name: str, threshold: float) -> ResultFinder:  # noqa: ARG001
    """Make the component that finds reported results.

    Args:
        nlp: the pipeline.
        name: the component's name.
        threshold: least probability of a result, in [0, 1].
    """
    return ResultFinder(threshold)
