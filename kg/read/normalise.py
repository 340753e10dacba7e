"""Normalising text once, before offsets exist: line ends, blanks, characters that XML forbids, markup of web sources.

Every function is idempotent: what it returns, it returns again.
"""

from __future__ import annotations

import html
import itertools
import re
import unicodedata

# What the Char production of XML 1.0 leaves out (lone surrogates and NUL among them), the C1 controls that it only
# discourages, and characters that nobody sees and that tear words apart: soft hyphen, zero width space, word joiner,
# byte order mark. Controls that count as blanks are left to the blanks below.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1b\ud800-\udfff\ufffe\uffff\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028]")
# More marks on one letter than the Stream-Safe Text Format of UAX 15 allows: composing them takes quadratic time.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_TOO_MANY_MARKS = re.compile(f"([{_MARKS}]{{30}})[{_MARKS}]+")

# Nested escapes ("&amp;amp;lt;") are opened at once, so that a long chain of them costs one pass.
_AMPERSAND = re.compile(r"&(?:(?:amp|#0*38|#x0*26);)+", re.IGNORECASE)
_ATTRIBUTES = r"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*\s*/?>"""
_HEADING = re.compile(r"<(?:jats:)?title>\s*(?:abstract|summary)\s*[.:]?\s*</(?:jats:)?title>", re.IGNORECASE)
_BLOCK_TAG = re.compile(rf"</?(?:jats:)?(?:p|sec|title|br|div|li|ul|ol|list|list-item){_ATTRIBUTES}", re.IGNORECASE)
_INLINE_TAG = re.compile(
    r"</?(?:(?:jats|mml|m|xhtml|ns\d+):[a-z][\w.-]*|i|b|u|em|strong|sub|sup|sc|scp|tt|inf|span|a|small|italic|bold"
    rf"|math|mi|mo|mn|mrow|msub|msup|mtext|mstyle){_ATTRIBUTES}",
    re.IGNORECASE,
)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_MARKUP_PASSES = 50


def clean_text(text: str) -> str:
    """Return a text in its normal form: NFC, one blank between words, paragraphs parted by one empty line.

    Hard line breaks inside a paragraph become blanks; LaTeX stays as it is.

    Args:
        text: any string, lone surrogates included.

    Returns:
        A text in which every character is legal in XML 1.0 (W3C, production 2) and the only blanks are the space and
        the line feeds between paragraphs.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", _TOO_MANY_MARKS.sub(r"\1", _FORBIDDEN.sub("", text)))
    text = _TOO_MANY_MARKS.sub(r"\1", text)  # some marks are composed to two
    lines = (line.split() for line in _LINE_END.sub("\n", text.replace("\u2029", "\n\n")).split("\n"))
    paragraphs = (itertools.chain.from_iterable(group) for filled, group in itertools.groupby(lines, bool) if filled)
    return "\n\n".join(map(" ".join, paragraphs))


def clean_line(text: str) -> str:
    """Return a text in its normal form as one line.

    Args:
        text: any string: a title, a name, an id.
    """
    return " ".join(clean_text(text).split())


def clean_markup(text: str) -> str:
    """Return the normal form of a text whose source writes HTML entities, HTML tags or JATS.

    Args:
        text: a title or an abstract of OpenAlex, Crossref or a CSL export.

    Returns:
        The text with entities decoded and known tags taken out (tags of blocks part paragraphs); `a < b` stays.
    """
    for _ in range(_MARKUP_PASSES):
        cleaned = clean_text(_without_tags(html.unescape(_AMPERSAND.sub("&", text))))
        if cleaned == text:
            break
        text = cleaned
    return text


def _without_tags(text: str) -> str:
    text = _HEADING.sub("", text)
    text = _BLOCK_TAG.sub("\n\n", text)
    return _CDATA.sub("", _INLINE_TAG.sub("", text))
