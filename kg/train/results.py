"""Training of the model that tells reported numbers from all others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kg.extract.loglinear import LogLinear
from kg.extract.numbers import Number, find_numbers
from kg.extract.results import OTHER, REPORTED, number_features
from kg.extract.view import view_of
from kg.train.gold_entities import Gold, GoldDocument
from kg.train.loglinear import fit_loglinear

STRENGTH = 0.3


def reported_numbers(paper: Gold, text: str) -> Iterator[tuple[Number, bool]]:
    """Yield the numbers of a text and whether gold lists them as results.

    Args:
        paper: a gold paper.
        text: its annotated text.
    """
    numbers = find_numbers(text)
    due = Counter(_figures(result["value"]) for result in paper.get("results", ()))
    inside = [span for result in paper.get("results", ()) for span in _spans(text, result["text"])]
    preferred = sorted(numbers, key=lambda n: (not any(a <= n.start < b for a, b in inside), n.start))
    reported = set()
    for number in preferred:
        key = _figures(number.value)
        if due[key] > 0:
            due[key] -= 1
            reported.add(number)
    yield from ((number, number in reported) for number in numbers)


def _figures(value: str) -> str:
    found = find_numbers(f" {value} ")
    return " ".join(f"{n.number}{n.unit}" if n.number is not None else n.value for n in found) or value


def _spans(text: str, quote: str) -> Iterator[tuple[int, int]]:
    start = text.find(quote)
    if start >= 0:
        yield start, start + len(quote)


def fit_results(documents: Sequence[GoldDocument]) -> LogLinear:
    """Fit the model.

    Args:
        documents: documents with entities and their gold.
    """
    samples, labels = [], []
    for document in documents:
        view = view_of(document.doc)
        for number, reported in reported_numbers(document.paper, view.text):
            samples.append(number_features(view, number))
            labels.append(REPORTED if reported else OTHER)
    return fit_loglinear(samples, labels, strength=STRENGTH)
