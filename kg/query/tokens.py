"""What a SPARQL text is, told from its tokens: its form, how deep it nests, whether it would reach another server.

A parser of one engine is no guard for another: `?a<'&&?b>'` is an IRI to one and a comparison to the next, and what one
takes for a string the other runs. So every way to read such a place is followed, which takes time linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

QUERY_FORMS = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_FORMS = frozenset((*QUERY_FORMS, *_UPDATES))
_NAME = r"[\w\u00B7\u203F\u2040]"
_TOKEN = re.compile(
    rf"""
    (?P<comment>\#[^\n\r]*+)
  | (?P<iri><[^<>"{{}}|^`\\\x00-\x20]*+>)
  | (?P<string>\"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*+\"\"\" | '''(?:'{{0,2}}(?:[^'\\]|\\.))*+'''
              | "(?:[^"\\\n\r]|\\.)*+" | '(?:[^'\\\n\r]|\\.)*+')
  | (?P<name>(?:{_NAME}(?:[\-.]*{_NAME})*+-*)?:(?:(?:{_NAME}|[:\-]|%[0-9A-Fa-f]{{2}}|\\.)|\.+(?=[\w:\-%\\]))*+)
  | (?P<variable>[?$]{_NAME}++)
  | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
  | (?P<word>[A-Za-z_]{_NAME}*+)
  | (?P<open>[({{\[])
  | (?P<close>[)}}\]])
  | (?P<space>[\s]++)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_AMBIGUOUS = re.compile(r"<(?!\w+://).*['#]")


@dataclass(frozen=True, slots=True)
class Shape:
    """What the tokens of a text tell.

    Args:
        form: the first keyword that is a query's or an update's form, in capitals; empty where there is none.
        depth: how many brackets are open at most.
        reaches_out: whether any engine could find the keyword SERVICE in it.
    """

    form: str
    depth: int
    reaches_out: bool

    @property
    def is_query(self) -> bool:
        """Whether it asks."""
        return self.form in QUERY_FORMS

    @property
    def is_update(self) -> bool:
        """Whether it would change the graph."""
        return self.form in _UPDATES


def query_shape(text: str) -> Shape:
    """Return what the tokens of a text tell; time grows with its length alone.

    Args:
        text: what should be SPARQL.
    """
    form, depth, deepest = "", 0, 0
    for match in _tokens(text):
        depth += (match.lastgroup == "open") - (match.lastgroup == "close")
        deepest = max(deepest, depth)
        if not form and match.lastgroup == "word" and match[0].upper() in _FORMS:
            form = match[0].upper()
    return Shape(form, deepest, _reaches_out(text) or _reaches_out(_CODEPOINT.sub(_character, text)))


def _tokens(text: str) -> Iterator[re.Match[str]]:
    position = 0
    while match := _TOKEN.match(text, position):
        yield match
        position = match.end()


def _reaches_out(text: str) -> bool:
    """Whether any way to read the text holds the keyword SERVICE."""
    if "service" not in text.casefold():
        return False
    waiting, seen = [0], set()
    while waiting:
        position = waiting.pop()
        while position not in seen and (match := _TOKEN.match(text, position)):
            seen.add(position)
            if match.lastgroup == "word" and match[0].upper() == "SERVICE":
                return True
            if match.lastgroup == "iri" and _AMBIGUOUS.match(match[0]):
                waiting.append(position + 1)
            position = match.end()
    return False


def _character(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"
