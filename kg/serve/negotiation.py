"""Which form an answer takes: by the quality values of the Accept header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.serve.refusal import RefusalError

RESULTS: Mapping[str, str] = {
    "application/sparql-results+json": "JSON",
    "application/sparql-results+xml": "XML",
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
    "application/json": "JSON",
    "application/xml": "XML",
    "text/xml": "XML",
}
"""Media type → form of rows and truth values; the first is the default."""

GRAPHS: Mapping[str, str] = {
    "text/turtle": "TURTLE",
    "application/n-triples": "N_TRIPLES",
    "application/ld+json": "JSON_LD",
    "application/rdf+xml": "RDF_XML",
    "application/x-turtle": "TURTLE",
    "text/plain": "N_TRIPLES",
    "application/json": "JSON_LD",
    "application/xml": "RDF_XML",
    "text/xml": "RDF_XML",
}
"""Media type → form of triples; the first is the default."""

HTML = "text/html"
_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


@dataclass(frozen=True, slots=True)
class _Range:
    kind: str
    subtype: str
    quality: float

    def fit(self, media_type: str) -> int:
        """How closely a media type is meant: 0 not at all, 3 by name."""
        kind, _, subtype = media_type.partition("/")
        if (self.kind, self.subtype) == (kind, subtype):
            return 3
        if self.subtype == "*":
            return 2 if self.kind == kind else int(self.kind == "*")
        return 0


def choose(accept: str | None, offered: Mapping[str, str]) -> str:
    """Return the media type that an answer takes.

    Args:
        accept: the Accept header; None or an empty one takes anything.
        offered: media type → form, best first.

    Raises:
        RefusalError: nothing that is offered is acceptable.
    """
    ranges = list(_ranges(accept)) if accept and accept.strip() else [_Range("*", "*", 1.0)]
    order = list(offered)
    best = max(order, key=lambda media_type: (_quality(media_type, ranges), -order.index(media_type)))
    if not _quality(best, ranges):
        raise RefusalError(406, f"the answer can be had as {', '.join(order)}; name one of them in the Accept header")
    return best


def _quality(media_type: str, ranges: list[_Range]) -> float:
    """The quality of the closest range, the best of equally close ones."""
    fits = [(found.fit(media_type), found.quality) for found in ranges]
    closest = max((fit for fit, _ in fits), default=0)
    return max((quality for fit, quality in fits if fit == closest), default=0.0) if closest else 0.0


def _ranges(accept: str) -> Iterator[_Range]:
    for part in accept.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        kind, slash, subtype = name.lower().partition("/")
        if slash:
            yield _Range(kind, subtype, _parameter(parameters))


def _parameter(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            return float(value) if _QUALITY.fullmatch(value.strip()) else 0.0
    return 1.0
