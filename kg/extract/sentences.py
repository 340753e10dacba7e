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
    ended = False
    for token in doc:
        starts = token.i == 0 or _after_border(doc, token) or (ended and _may_start(token))
        token.is_sent_start = starts
        ended = _ends(doc, token) or (ended and not starts)
    return doc


def _after_border(doc: Doc, token: Token) -> bool:
    """Say whether a title or a paragraph ends just before the token."""
    previous = doc[token.i - 1]
    title_end = doc._.title_end
    if title_end and previous.idx < title_end <= token.idx and not previous.is_space and not token.is_space:
        return True
    if previous.is_space and title_end and previous.idx <= title_end <= token.idx:
        return True
    return bool(previous.is_space and _PARAGRAPH.search(previous.text))


def _ends(doc: Doc, token: Token) -> bool:
    if token.text not in _ENDS:
        return False
    if token.text != "." or token.i == 0:
        return True
    before = doc[token.i - 1]
    if before.text.lower().rstrip(".") in _SHORTENED and not before.whitespace_:
        return False
    return not (before.is_sent_start and _LIST_NUMBER.fullmatch(before.text))


def _may_start(token: Token) -> bool:
    """Say whether a sentence may start here, after a full stop: not at closing marks, spaces or lower-case words."""
    if token.is_space or token.text in _CLOSERS or token.text in _ENDS or token.text in ",;:-–—":
        return False
    return not token.text[0].islower() or any(c.isupper() for c in token.text[1:])


@Language.component("kg_sentences")
def _kg_sentences(doc: Doc) -> Doc:
    return split_sentences(doc)
