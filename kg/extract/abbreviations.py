"""Abbreviations and what they stand for, by the method of Schwartz and Hearst.

A. S. Schwartz and M. A. Hearst, "A Simple Algorithm for Identifying Abbreviation Definitions in Biomedical Text",
Pacific Symposium on Biocomputing 2003. Beyond it: both orders, plural acronyms, definitions that differ in number,
and words whose initials are the short form before any other match of its letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

_PARENTHESIS = re.compile(r"[(\[]([^()\[\]]{2,80})[)\]]")
_SHORT_FORM = re.compile(r"[^\W_][\w\-/+.&]{0,9}(?: [\w\-]{1,5})?")
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_LONG_WORDS = 12
_SPLIT = re.compile(r"[;,:]\s|\s[-–—]\s|=")
_SENTENCE_END = re.compile(r"[.!?;:]\s|\n\s*\n")


def find_abbreviations(text: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the abbreviations that a text defines.

    Args:
        text: a title and an abstract.

    Yields:
        (start, end) of the short form and of its long form, in order; "long form (SF)" as well as "SF (long form)".
    """
    for match in _PARENTHESIS.finditer(text):
        inner = _SPLIT.split(match.group(1))[0].strip(" '\"“”")
        start = text.index(inner, match.start(1)) if inner else match.start(1)
        found = _short_inside(text, start, start + len(inner), match.start()) if is_short_form(inner) else None
        found = found or _long_inside(text, match.start(1), match.end(1), match.start())
        if found:
            yield found


def is_short_form(text: str) -> bool:
    """Say whether a string looks like an abbreviation: short, at most two words, with a capital.

    Args:
        text: any string.
    """
    if not 2 <= len(text) <= 14 or not _SHORT_FORM.fullmatch(text):
        return False
    return sum(c.isupper() for c in text) >= (1 if len(text) <= 3 else 2)


def find_long_form(short: str, before: str) -> int | None:
    """Return where the long form of an abbreviation starts in the words before it.

    Args:
        short: the abbreviation, without a plural s.
        before: the text that ends with the long form.

    Returns:
        The offset in `before`, or None: each character of `short` must be found from right to left, the first one at
        the start of a word.
    """
    position = len(before) - 1
    letters = [c.lower() for c in short if c.isalnum()]
    for rank in range(len(letters) - 1, -1, -1):
        while position >= 0 and not _fits(before, position, letters[rank], first=rank == 0):
            position -= 1
        if position < 0:
            return None
        position -= 1
    return position + 1


def _fits(text: str, position: int, letter: str, *, first: bool) -> bool:
    if text[position].lower() != letter:
        return False
    return not first or position == 0 or not text[position - 1].isalnum()


def _short_inside(text: str, start: int, end: int, bracket: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Find "long form (SF)"."""
    for singular in _singulars(text[start:end]):
        long = _long_before(text, singular, bracket)
        if long:
            return (start, end), long
    return None


def _long_inside(text: str, start: int, end: int, bracket: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Find "SF (long form)"."""
    words = list(_WORD.finditer(text, max(0, bracket - 20), bracket))
    if not words or not is_short_form(words[-1].group()) or text[words[-1].end() : bracket].strip():
        return None
    short, inner = words[-1], text[start:end]
    for singular in _singulars(short.group()):
        if " " in inner and find_long_form(singular, inner) == 0 and _plausible(singular, inner):
            return short.span(), (start, end)
    return None


def _long_before(text: str, short: str, bracket: int) -> tuple[int, int] | None:
    end = len(text[:bracket].rstrip(" '\"“”"))
    words = list(_WORD.finditer(text, max(0, end - 200), end))
    room = min(len(short) + 5, 2 * len(short), _LONG_WORDS)
    if not words or not room:
        return None
    begin = words[max(0, len(words) - room)].start()
    for border in _SENTENCE_END.finditer(text, begin, end):
        begin = border.end()
    offset = _initials_start(short, text[begin:end])
    if offset is None:
        offset = find_long_form(short, text[begin:end])
    if offset is None or not _plausible(short, text[begin + offset : end]):
        return None
    return _compound_start(text, begin, begin + offset, short), end


def _initials_start(short: str, before: str) -> int | None:
    """Return where the words start whose initials are the short form: PPO is no "Policy Optimization"."""
    words = list(_PART.finditer(before))[-len(short) :]
    return words[0].start() if "".join(word.group()[0] for word in words).lower() == short.lower() else None


def _compound_start(text: str, begin: int, start: int, short: str) -> int:
    """Move a start inside a compound to the compound's own start where the letter fits: "self-|supervised" (SSL)."""
    compound = start
    while compound > begin and not text[compound - 1].isspace():
        compound -= 1
    return compound if text[compound].lower() == short[0].lower() else start


def _plausible(short: str, long: str) -> bool:
    """A long form is longer, does not hold the short form as a word, and does not start with a function word."""
    words = _WORD.findall(long)
    if len(long) <= len(short) or short in words or not words:
        return False
    return words[0].lower() not in {"a", "an", "the", "and", "of", "in", "on", "for", "with", "we", "is", "are"}


def _singulars(short: str) -> tuple[str, ...]:
    return (short[:-1], short) if len(short) > 2 and short.endswith("s") and short[-2].isupper() else (short,)


def mark_abbreviations(doc: Doc) -> Doc:
    """Write the abbreviations that the text defines to `doc._.abbreviations`.

    Args:
        doc: a tokenised text.
    """
    pairs: list[tuple[Span, Span]] = []
    for short, long in find_abbreviations(doc.text):
        spans = doc.char_span(*short), doc.char_span(*long)
        if spans[0] is not None and spans[1] is not None:
            pairs.append((spans[0], spans[1]))
    doc._.abbreviations = tuple(pairs)
    return doc


@Language.component("kg_abbreviations")
def _kg_abbreviations(doc: Doc) -> Doc:
    return mark_abbreviations(doc)
