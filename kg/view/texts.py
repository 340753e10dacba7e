"""Texts as a page shows them: without LaTeX, cut to what may be published, with offsets that still fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.model import Span
from kg.names import clean_latex

_GAP = " … "


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text as shown; `places` leads from an offset in the paper's text to one in it, both in code points."""

    text: str
    places: Mapping[int, int]

    def span(self, span: Span | None) -> Span | None:
        """Return where a stretch of the paper's text stands; None where it is not shown."""
        if span is None or span.start not in self.places or span.end not in self.places:
            return None
        return Span(self.places[span.start], self.places[span.end])


def show_text(text: str, kept: Iterable[Span], marks: Iterable[Span]) -> ShownText:
    """Clean a text of LaTeX and leave out what is not published.

    Args:
        text: the paper's text.
        kept: what of it is published; may overlap.
        marks: stretches that will be marked. Only their ends and those of what is kept can be looked up afterwards.

    Returns:
        The kept stretches in order, with an ellipsis where something is left out between them.
    """
    ends = {place for mark in marks for place in (mark.start, mark.end)}
    shown: list[str] = []
    length, places = 0, dict[int, int]()
    for number, stretch in enumerate(_merged(kept)):
        if number:
            shown.append(_GAP)
            length += len(_GAP)
        inside = {place for place in ends if stretch.start <= place <= stretch.end}
        cuts = sorted({stretch.start, stretch.end} | inside)
        places[cuts[0]] = length
        for start, end in pairwise(cuts):
            shown.append(clean_piece(text[start:end]))
            length += len(shown[-1])
            places[end] = length
    return ShownText("".join(shown), places)


def clean_piece(piece: str) -> str:
    """Clean a stretch of text of LaTeX.

    Args:
        piece: a slice of a text; a command that its ends cut in two leaves half of its braces, which go too.
    """
    cleaned = clean_latex(piece)
    return cleaned if cleaned.count("{") == cleaned.count("}") else cleaned.replace("{", "").replace("}", "")


def _merged(spans: Iterable[Span]) -> Sequence[Span]:
    merged: list[Span] = []
    for span in sorted(set(spans)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
