"""Sentence borders by rule, for titles and abstracts."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc, Token

_ENDS = frozenset([".", "!", "?", "...", "…", "?!"])
_CLOSERS = frozenset(["'", '"', ")", "]", "}", "”", "’", "''", "»"])
# What stands before a full stop that ends no sentence.
_SHORTENED = frozenset(
    "al e.g i.e eg ie etc cf vs viz resp approx fig figs eq eqs sec no nos vol ch dr prof mr mrs st ca dept".split()
)
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})\.?")
_PARAGRAPH = re.compile(r"\n\s*\n")


def split_sentences(doc: Doc) -> Doc:
    """Set the sentence borders of a title and an abstract.

    The title is a sentence of its own; an empty line ends a sentence; "et al.", "e.g.", decimals and list numbers do
    not.

    Args:
        doc: a tokenised text; `doc._.title_end` says where its title ends.
    """
    title_end = doc._.title_end
    previous, ended = None, False
    for token in doc:
        starts = previous is None or _after_border(previous, token, title_end) or (ended and _may_start(token))
        token.is_sent_start = starts
        ended = _ends(previous, token) or (ended and not starts)
        previous = token
    return doc


def _after_border(previous: Token, token: Token, title_end: int) -> bool:
    """Say whether a title or a paragraph ends just before the token."""
    if not previous.is_space:
        return previous.idx < title_end <= token.idx and not token.is_space
    if title_end and previous.idx <= title_end <= token.idx:
        return True
    return _PARAGRAPH.search(previous.text) is not None


def _ends(previous: Token | None, token: Token) -> bool:
    text = token.text
    if text not in _ENDS:
        return False
    if text != "." or previous is None:
        return True
    if previous.text.lower().rstrip(".") in _SHORTENED and not previous.whitespace_:
        return False
    return not (previous.is_sent_start and _LIST_NUMBER.fullmatch(previous.text))


def _may_start(token: Token) -> bool:
    """Say whether a sentence may start here, after a full stop: not at closing marks, spaces or lower-case words."""
    if token.is_space or token.text in _CLOSERS or token.text in _ENDS or token.text in ",;:-–—":
        return False
    return not token.text[0].islower() or any(c.isupper() for c in token.text[1:])


@Language.component("kg_sentences")
def _kg_sentences(doc: Doc) -> Doc:
    return split_sentences(doc)
