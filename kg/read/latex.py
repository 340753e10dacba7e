r"""LaTeX accents and protecting braces of bibliographies, decoded; mathematics and other commands stay.

Own code, since `bibtexparser.latexenc.latex_to_unicode` mangles what it does not know (`\url` → `r̆l`) and every second
accent without braces (`\'e\'e`), and converters such as pylatexenc also rewrite mathematics, which is part of the text.
"""

from __future__ import annotations

import re
import unicodedata

_COMBINING = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    '"': "\u0308",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "k": "\u0328",
    "r": "\u030a",
    "d": "\u0323",
    "b": "\u0331",
}
_LETTERS = {
    "ss": "ß",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "dh": "ð",
    "DH": "Ð",
    "th": "þ",
    "TH": "Þ",
    "dj": "đ",
    "DJ": "Đ",
    "i": "ı",
    "j": "ȷ",
    "textquoteright": "’",
    "textquoteleft": "‘",
    "textquotedblright": "”",
    "textquotedblleft": "“",
    "textendash": "–",
    "textemdash": "—",
}
_LETTER = r"(?:[^\W\d_]|\\[ij](?![a-zA-Z]))"
_ACCENT = re.compile(
    rf"""\\(?:([`'^~"=.])\s*|([uvHckrdb])(?:\s+|(?=\{{)))(?:\{{\s*({_LETTER})\s*\}}|({_LETTER})(?:(?<=[ij])\{{\}})?)"""
)
_SPECIAL = re.compile(rf"\\({'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![a-zA-Z])(?:\{{\}}|\s)?")
_TOKEN = re.compile(r"(?<!\\)\$\$?.{1,400}?(?<!\\)\$\$?|\\\(.{1,400}?\\\)|\\[\\{}]|[{}]", re.DOTALL)
_TAKES_ARGUMENT = re.compile(r"(?:\\[a-zA-Z]+\*?\s*(?:\[[^\[\]]*\])?|[_^])$")
_LONGEST_COMMAND = 80


def decode_bibtex(text: str) -> str:
    r"""Return a field of a bibliography as text.

    Args:
        text: its value, as BibTeX or arXiv write it.

    Returns:
        Accents and letters in Unicode (`G{\"o}del` → `Gödel`), protecting braces dropped (`{BERT}` → `BERT`), NFC.
        Mathematics and other commands stay with their arguments (`$x_{i}$`, `\url{…}`).
    """
    return unicodedata.normalize("NFC", _without_braces(_SPECIAL.sub(_letter, _ACCENT.sub(_accented, text))))


def _accented(found: re.Match[str]) -> str:
    mark, letter = found.group(1) or found.group(2), found.group(3) or found.group(4)
    return letter.removeprefix("\\") + _COMBINING[mark]


def _letter(found: re.Match[str]) -> str:
    return _LETTERS[found.group(1)]


def _without_braces(text: str) -> str:
    kept: list[bool] = []
    previous_closes = -1

    def replace(found: re.Match[str]) -> str:
        nonlocal previous_closes
        token = found.group()
        if token == "{":
            before = text[max(0, found.start() - _LONGEST_COMMAND) : found.start()]
            kept.append(previous_closes == found.start() or bool(_TAKES_ARGUMENT.search(before)))
            return token if kept[-1] else ""
        if token == "}":
            keep = bool(kept) and kept.pop()
            previous_closes = found.end() if keep else -1
            return token if keep else ""
        return token

    return _TOKEN.sub(replace, text)
