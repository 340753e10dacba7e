"""A saved web page that lists papers as plain text: furniture, then title and abstract by turns."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from kg.read.fields import make_paper
from kg.read.records import BadRecord, Head, Record, RecordError, numbered_lines

_PROSE_WORDS = 20
_PROSE_LENGTH = 400  # characters; so long a paragraph is prose even if it ends with an address
_TITLE_LENGTH = 300
_SENTENCE_END = re.compile(r"""[.!?][)\]"'”’]*(?:$|\s+[A-Z])""")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_NO_TITLE = re.compile(
    rf"(?:(?:published|submitted|updated)\s+(?:on\s+)?)?(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:,?\s+\d{{4}})?"
    r"|\d{4}-\d\d-\d\d|[\W\d_]+[kKmM]?",
    re.IGNORECASE,
)
_HARDLY_TITLE = re.compile(r"\d[\d.,]*\s*[kKmM]?(?:\s+[a-z]+){0,2}", re.IGNORECASE)
_HEADING = re.compile(r"#{1,6}\s")
_FEWEST_PAIRS = 3
_TITLE_WORDS = 4  # on average at least; section headings of one article are shorter
_REPEATS = 3


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines without a blank one between them, joined, and the number of the first."""

    line: int
    text: str

    @property
    def is_prose(self) -> bool:
        """Whether this is an abstract rather than a title or furniture."""
        long = len(self.text) >= _PROSE_LENGTH or bool(_SENTENCE_END.search(self.text))
        return long and len(self.text.split()) >= _PROSE_WORDS


def recognise(head: Head) -> bool:
    """Return whether a head is a listing: titles and long paragraphs by turns, whatever stands around them."""
    blocks = _blocks(enumerate(head.text.split("\n"), start=1))
    titles = [title for title, _ in _pairs(blocks) if title]
    if len({title.text for title in titles}) < _FEWEST_PAIRS or any(_HEADING.match(title.text) for title in titles):
        return False
    prose = sum(block.is_prose for block in blocks)
    words = sum(len(title.text.split()) for title in titles)
    return len(titles) * 5 >= prose * 4 and words >= _TITLE_WORDS * len(titles)


def read(handle: TextIO) -> Iterator[Record | BadRecord]:
    """Yield the papers of a listing; what else stands between an abstract and the next title is furniture."""
    for title, abstract in _pairs(_blocks(numbered_lines(handle))):
        try:
            yield Record((title or abstract).line, make_paper(title=title and title.text, abstract=abstract.text))
        except RecordError as error:
            yield BadRecord(abstract.line, str(error))


def _pairs(blocks: Sequence[_Block]) -> Iterator[tuple[_Block | None, _Block]]:
    """Yield each abstract with its title: the nearest short block before it that does not look like furniture."""
    repeated = {text for text, count in Counter(block.text for block in blocks).items() if count >= _REPEATS}
    short = list[_Block]()
    for block in blocks:
        if not block.is_prose:
            short.append(block)
            continue
        titles = [each for each in short if len(each.text) <= _TITLE_LENGTH and not _NO_TITLE.fullmatch(each.text)]
        likely = [each for each in titles if each.text not in repeated and not _HARDLY_TITLE.fullmatch(each.text)]
        yield next(reversed(likely or titles), None), block
        short = []


def _blocks(lines: Iterable[tuple[int, str | None]]) -> list[_Block]:
    blocks, parts, start = list[_Block](), list[str](), 0
    for number, line in itertools.chain(lines, [(0, "")]):
        if text := (line or "").strip():
            start = start if parts else number
            parts.append(text)
        elif parts:
            blocks.append(_Block(start, " ".join(parts)))
            parts = []
    return blocks
