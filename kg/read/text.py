"""One paper as plain text or Markdown: its title first, the rest is its abstract."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TextIO

from kg.model import Paper
from kg.read import generic
from kg.read.records import CHUNK_LIMIT, BadRecord, Head, Record, RecordError

_SUFFIXES = (".txt", ".md", ".markdown", ".text")
_STANDARD_INPUT = "-"
_TITLE_LENGTH = 300
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_SIMPLE_LINE = re.compile(r"([A-Za-z][\w -]*):[ \t]+(\S.*)")
_HEADING = re.compile(r"\A\s*#{1,6}[ \t]+(\S.*)(?:\n|\Z)")
_UNDERLINED = re.compile(r"\A\s*(\S.*)\n(?:=+|-{3,})[ \t]*(?:\n|\Z)")
_FIRST_LINE = re.compile(r"\A\s*(\S.*)\n[ \t]*(?:\n|\Z)")


def recognise(head: Head) -> bool:
    """Return whether a head may be one paper: a file that says it is text, or any text on standard input."""
    return head.name == _STANDARD_INPUT or head.name.lower().endswith(_SUFFIXES)


def read(handle: TextIO) -> Iterator[Record | BadRecord]:
    """Yield the one paper of a text."""
    text = handle.read(CHUNK_LIMIT + 1)
    if len(text) > CHUNK_LIMIT:
        yield BadRecord(None, f"is longer than {CHUNK_LIMIT:,} characters, so it is no abstract")
        return
    try:
        yield Record(1, to_paper(text))
    except RecordError as error:
        yield BadRecord(1, str(error))


def to_paper(text: str) -> Paper:
    """Return the paper that a text tells of.

    Args:
        text: simple front matter (`name: value` lines between two lines of dashes) gives the fields it names; else the
            first heading, or the first line where an empty one follows, is the title. The rest is the abstract.

    Raises:
        RecordError: the text is empty.
    """
    values, body = _front_matter(text)
    title, rest = _titled(body)
    if values.get("title") not in (None, title):
        title, rest = values["title"], body
    return generic.to_paper({**values, "title": title, "abstract": rest if rest.strip() else values.get("abstract")})


def _front_matter(text: str) -> tuple[Mapping[str, str], str]:
    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, text
    lines = (_SIMPLE_LINE.fullmatch(line.rstrip()) for line in found.group(1).split("\n"))
    values = {line.group(1).lower(): line.group(2).strip("\"'[] ") for line in lines if line}
    return values, text[found.end() :]


def _titled(body: str) -> tuple[str, str]:
    for pattern in (_HEADING, _UNDERLINED, _FIRST_LINE):
        found = pattern.match(body)
        if found and len(found.group(1)) <= _TITLE_LENGTH:
            return found.group(1).rstrip(" \t#"), body[found.end() :]
    return "", body
