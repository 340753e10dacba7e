"""Whether a text claims a relation, denies it or only hopes for it: cues with a scope, kept as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.model import Span
from kg.schema import Polarity

_CLAUSE_END = re.compile(
    r"[.;:!?](?=\s|$)|, (?:but|however|yet|while|whereas|although|though|and (?:we|it|they|this|our)|which)\b"
    r"|,? and (?:propose|present|introduce|show|demonstrate|develop|design|find|report)\b"
    r"|\b(?:but|however|whereas|although|though|and instead|but rather)\b"
)
_COMMA = re.compile(r",|[.;:!?](?=\s|$)|\b(?:but|however|whereas|although|while)\b")
# "Although A does not scale, B …": what a subordinate clause denies ends with the clause, at its comma.
_SUBORDINATE = re.compile(
    r"\b(?:although|though|while|whereas|unlike|since|because|despite|when|as)\b[^,.;]*\Z", re.IGNORECASE
)
_REACH = {"clause": _CLAUSE_END, "comma": _COMMA}


@dataclass(frozen=True, slots=True)
class Cue:
    """A row of the table: a pattern, the polarity it gives, and where its scope ends."""

    polarity: Polarity
    end: re.Pattern[str]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Scope:
    """A stretch of text that a cue governs; `start` is where the cue itself starts, a `phrase` ends at its comma."""

    start: int
    end: int
    polarity: Polarity
    phrase: bool


def polarity_of(text: str, first: Span, second: Span) -> Polarity:
    """Decide the polarity of a relation between two places of a text.

    A cue counts when it stands before the later of the two ends and its scope reaches that end (after NegEx, Chapman
    et al. 2001, with clause borders as the end of a scope), or when the earlier end stands in a phrase that is denied
    as a whole and closed by a comma ("Instead of A, B …"). Denial beats hope.

    Args:
        text: the text, from which clauses are read.
        first: where one end stands.
        second: where the other end stands.

    Returns:
        `affirmed` where no cue governs the later end.
    """
    earlier, later = sorted((first, second))
    found = {scope.polarity for scope in _governing(text, later)}
    found |= {scope.polarity for scope in _governing(text, earlier) if scope.phrase and scope.end <= later.start}
    return next((p for p in (Polarity.NEGATED, Polarity.HEDGED) if p in found), Polarity.AFFIRMED)


def _governing(text: str, end: Span) -> Iterator[Scope]:
    """Yield the scopes that begin before an end of a relation, in its clause, and reach it."""
    begin = _clause_start(text, end.start)
    yield from (scope for scope in _scopes(text, begin, end.start) if scope.end >= end.end and scope.start >= begin)


def _clause_start(text: str, offset: int) -> int:
    ends = [match.end() for match in _CLAUSE_END.finditer(text, 0, offset)]
    return ends[-1] if ends else 0


def _scopes(text: str, begin: int, end: int) -> Iterator[Scope]:
    """The scopes of the cues between two offsets; a cue inside an affirming one ("not only") has none."""
    if _any_cue().search(text, begin, end) is None:  # as in most sentences: one search in place of eighty
        return
    found = [(match, cue) for cue in _cues() for match in cue.pattern.finditer(text, begin, end)]
    cleared = [match.span() for match, cue in found if cue.polarity == Polarity.AFFIRMED]
    for match, cue in found:
        inside = any(start < match.end() and match.start() < stop for start, stop in cleared)
        if cue.polarity != Polarity.AFFIRMED and not inside:
            closing = (_COMMA if _SUBORDINATE.search(text, 0, match.start()) else cue.end).search(text, match.end())
            yield Scope(match.start(), closing.start() if closing else len(text), cue.polarity, cue.end is _COMMA)


@cache
def _any_cue() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{cue.pattern.pattern})" for cue in _cues()), re.IGNORECASE)


@cache
def _cues() -> tuple[Cue, ...]:
    table = files("kg.extract").joinpath("data/polarity.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    return tuple(Cue(Polarity(p), _REACH[reach], re.compile(cue, re.IGNORECASE)) for p, reach, cue in rows)
