"""Counting rows in the bytes of a SPARQL result as they pass, since the engine writes them without a count."""

from __future__ import annotations

import re
from dataclasses import dataclass

_JSON, _CSV, _TSV, _XML = "JSON", "CSV", "TSV", "XML"


@dataclass(frozen=True, slots=True)
class _Form:
    """How rows stand apart in a form.

    Args:
        string: quoted text, in which a separator means nothing.
        separator: what stands between rows, or at their beginning or end.
        width: bytes of the separator.
        surplus: separators that belong to no row.
    """

    string: re.Pattern[bytes] | None
    separator: re.Pattern[bytes]
    width: int
    surplus: int


_FORMS = {
    _JSON: _Form(re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL), re.compile(rb"\[\{|\},\{"), 3, 0),
    _CSV: _Form(re.compile(rb'"[^"]*+"'), re.compile(rb"\n"), 1, 1),
    _TSV: _Form(None, re.compile(rb"\n"), 1, 1),
    _XML: _Form(None, re.compile(rb"<result[/>]"), 8, 0),
}


class RowCounter:
    """Counts the rows of one answer.

    Args:
        form: name of the form: JSON, CSV, TSV or XML, as this version of Oxigraph writes it.
    """

    def __init__(self, form: str) -> None:
        self._form = _FORMS[form]
        self._open = b""  # a quoted text that has not ended
        self._tail = b""
        self._count = -self._form.surplus

    def add(self, chunk: bytes) -> int:
        """Take the next bytes of the answer.

        Returns:
            How many rows have begun.
        """
        text = self._tail + self._outside_strings(chunk)
        self._count += len(self._form.separator.findall(text))
        self._tail = self._rest(text)
        return max(self._count, 0)

    def _outside_strings(self, chunk: bytes) -> bytes:
        if self._form.string is None:
            return chunk
        text, quote, unfinished = self._form.string.sub(b"", self._open + chunk).partition(b'"')
        self._open = quote + unfinished
        return text

    def _rest(self, text: bytes) -> bytes:
        """The end of the text, where a separator may have begun that the next bytes complete."""
        ends = [match.end() for match in self._form.separator.finditer(text)]
        return text[max(ends[-1] if ends else 0, len(text) - self._form.width + 1) :]
