"""JSON values of a source one by one: JSON Lines, arrays, wrapped arrays, objects one after another.

Memory holds one record at a time. A broken record costs itself only: in JSON Lines its line, elsewhere the text up to
the next place where a record starts as its neighbours do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from kg.read.records import RECORD_LIMIT, BadRecord, numbered_lines

WRAPPER_KEYS = ("results", "data", "items", "papers", "works", "records", "articles", "entries")
_WRAPPER = re.compile(rf'"(?:{"|".join(WRAPPER_KEYS)})"\s*:\s*\[\s*(?=\{{)')
_DESCRIPTION = re.compile(r'"(?:title|abstract)"\s*:')
_BETWEEN = re.compile(r"[\s,\x1e]*")
_OPENING = re.compile(r'\{\s*"(?:[^"\\]|\\.){0,80}"')
_ANY_OPENING = r'\{\s*"'
_CHUNK = 1 << 18
_OBJECT_LINE = re.compile(r'\{\s*".*\}\s*')
_MARGIN = 80  # blanks between the comma and the brace of a record that starts where a broken one was noticed
_LINES_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class JsonValue:
    """One value and the line it starts on."""

    line: int
    value: object


def is_line_delimited(text: str) -> bool:
    """Return whether a text is JSON Lines: two lines or more, and half of them at least look like objects.

    Args:
        text: the start of a source; its last line may be cut.
    """
    lines = [line for line in text.split("\n") if line.strip()][:_LINES_LOOKED_AT]
    objects = sum(bool(_OBJECT_LINE.fullmatch(line)) for line in lines)
    return len(lines) > 1 and objects * 2 >= len(lines)


def read_lines(handle: TextIO) -> Iterator[JsonValue | BadRecord]:
    """Yield the value of each line.

    Args:
        handle: an open source of JSON Lines.
    """
    for number, line in numbered_lines(handle):
        if line is None:
            yield BadRecord(number, f"the line is longer than {RECORD_LIMIT:,} characters")
        elif line.strip():
            try:
                yield JsonValue(number, json.loads(line))
            except (ValueError, RecursionError) as error:
                yield BadRecord(number, _reason(error))


def read_stream(handle: TextIO) -> Iterator[JsonValue | BadRecord]:
    """Yield the outermost objects of JSON text, looking through arrays and through wrappers such as `{"results": […]}`.

    Args:
        handle: an open source.
    """
    window = _Window(handle)
    usual = _ANY_OPENING
    while window.enter():
        while window.skip_to_value():
            line, opening = window.line, window.opening()
            try:
                yield JsonValue(line, window.take_value())
                usual = opening
            except (ValueError, RecursionError) as error:
                yield BadRecord(line, _reason(error))
                window.skip_to_next((opening, usual), getattr(error, "pos", 0))


def unwrapped(value: object) -> list[object]:
    """Return the records of a value: itself, or the members of the list that it is or wraps.

    Args:
        value: a parsed JSON value; Crossref wraps twice, in `message` and `items`.
    """
    if isinstance(value, dict) and isinstance(value.get("message"), dict):
        value = value["message"]
    if isinstance(value, dict) and not {"title", "abstract"} & value.keys():
        value = next((value[key] for key in WRAPPER_KEYS if isinstance(value.get(key), list)), value)
    return value if isinstance(value, list) else [value]


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "is nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
    return "holds a number of too many digits"


class _Window:
    """The part of a JSON text that is in memory: what stands before `at` is forgotten when more is read."""

    def __init__(self, handle: TextIO) -> None:
        self._handle = handle
        self._decoder = json.JSONDecoder()
        self.text, self.at, self.line = "", 0, 1
        self._closing = ""
        self._wrapped = False

    def enter(self) -> bool:
        """Step inside the next array or wrapper that holds records, or stay before a bare record; False at the end."""
        if self._closing:
            self._move(self.at + 1)
        if not self._skip(_BETWEEN):
            return False
        wrapper = _WRAPPER.search(self.text, self.at)
        if wrapper and not _DESCRIPTION.search(self.text, self.at, wrapper.start()):
            self._move(wrapper.end())
            self._closing, self._wrapped = "]", True
            return True
        if self._wrapped:
            return False
        self._closing = "]" if self.text.startswith("[", self.at) else ""
        self._move(self.at + len(self._closing))
        return True

    def skip_to_value(self) -> bool:
        """Move to the next value; False at the end of the array or the text."""
        return self._skip(_BETWEEN) and self.text[self.at] != self._closing

    def take_value(self) -> object:
        """Return the value that starts here and move behind it, reading on until it is whole."""
        while True:
            try:
                value, end = self._decoder.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                if len(self.text) - self.at < RECORD_LIMIT and self._grow():
                    continue
                error.pos -= self.at
                raise
            self._move(end)
            return value

    def opening(self) -> str:
        """Return a pattern of how the record here starts: its brace and its first name."""
        found = _OPENING.match(self.text, self.at)
        return re.escape(found.group()) if found else _ANY_OPENING

    def skip_to_next(self, openings: tuple[str, str], error_at: int) -> None:
        """Move to the next place behind the broken value here where a record starts as others do, else to the end.

        Args:
            openings: patterns of how this and other records start.
            error_at: how far into the value the parser came.
        """
        start = re.compile(rf"(?:[\[,]|^)\s{{0,{_MARGIN}}}(?={'|'.join(openings)})", re.MULTILINE)
        last_brace = self.text.rfind("{", self.at + 1, self.at + error_at)
        found = start.search(self.text, max(self.at + 1, last_brace - _MARGIN))
        self._move(found.end() if found else len(self.text))

    def _skip(self, blanks: re.Pattern[str]) -> bool:
        while True:
            skipped = blanks.match(self.text, self.at)
            self._move(skipped.end() if skipped else self.at)
            if self.at < len(self.text):
                return True
            if not self._grow():
                return False

    def _grow(self) -> bool:
        more = self._handle.read(max(_CHUNK, len(self.text) - self.at))
        self.text, self.at = self.text[self.at :] + more, 0
        return bool(more)

    def _move(self, to: int) -> None:
        self.line += self.text.count("\n", self.at, to)
        self.at = to
