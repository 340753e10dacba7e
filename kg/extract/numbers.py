"""Numbers in running text with their units, LaTeX remnants included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.names import clean_latex

_PLAIN = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?|\.\d+)"
_SIGN = r"(?:[~≈<>+−-]|\\sim\s?|\\approx\s?)?"
_SPREAD = rf"(?:\s?\$?\s?(?:±|\\pm|\+/-)\s?\$?\s?{_PLAIN})?"
_DASH = r"\s?(?:-{1,3}|–|—)\s?"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_ORDINAL_WORD = (
    rf"(?:(?<=rank )|(?<=ranked )|(?<=ranks )|(?<=ranking )|(?<=ranked the )|(?<=ranks the )|(?<=place )|(?<=placed )"
    rf"|(?<=places )|(?<=ranked as the )|(?<=the ))(?:{'|'.join(_ORDINALS)})"
    r"(?= (?:among|out of|place|rank|position|best|in the|on the)|\s?[,.;])"
)
_MULTIPLE = r"(?:(?:one|two|three|several|\d) )?orders? of magnitude"
_LEADING_TIMES = rf"(?:(?:x|×|\\times\s?){_PLAIN})"


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text.

    Args:
        start: offset of its first character, in code points.
        end: offset after its unit.
        value: as written, without LaTeX escapes ("44.78%", "8-10x").
        number: the value; None for a range, an order of magnitude and other things that are not one number.
        unit: canonical name of the unit; empty where there is none.
    """

    start: int
    end: int
    value: str
    number: float | None
    unit: str


def find_numbers(text: str) -> tuple[Number, ...]:
    """Find every number of a text, whatever it counts.

    Args:
        text: title and abstract; numbers inside words ("F1", "GPT-3", "2D") and inside URLs are left out.

    Returns:
        The numbers in their order.
    """
    barred = [match.span() for match in _URL.finditer(text)]
    found = (_as_number(match) for match in _number_pattern().finditer(text))
    return tuple(n for n in found if not any(start <= n.start < end for start, end in barred))


def _as_number(match: re.Match[str]) -> Number:
    written = clean_latex(match["all"].replace(r"\times", "x").replace(r"\sim", "~").replace(r"\pm", "±"))
    written = re.sub(r"\s+", " ", written.replace("{", "").replace("}", "").replace("~ ", " ")).strip(" $")
    return Number(*match.span("all"), written, _single_value(match), _unit_of(match))


def _single_value(match: re.Match[str]) -> float | None:
    if match["plain"] is None or match["range"]:
        return None
    plain: str = match["plain"]
    digits = plain.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain) else plain.replace(",", ".")
    return float(digits) * (-1 if match["sign"] in ("-", "−") else 1)


def _unit_of(match: re.Match[str]) -> str:
    if match["leading"]:
        return "x"
    if match["word"]:
        return "rank" if match["word"].split()[-1] in _ORDINALS else "orders of magnitude"
    if match["ordinal"]:
        return "rank"
    unit = match["unit"]
    if not unit:
        return ""
    return next(name for name, pattern in _units() if re.fullmatch(pattern, unit))


@cache
def _units() -> tuple[tuple[str, str], ...]:
    """The table of units, more specific patterns first."""
    table = files("kg.extract").joinpath("data/units.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    return tuple((name, pattern) for name, pattern in rows)


@cache
def _number_pattern() -> re.Pattern[str]:
    unit = r"[\s~]?(?:\\,)?\s?\$?\s?-?(?P<unit>" + "|".join(pattern for _, pattern in _units()) + ")"
    inner = r"(?:\\?%|\{\\?%\}|x)?\$?"
    numeric = (
        rf"(?P<sign>{_SIGN})(?P<plain>{_PLAIN}){_SPREAD}(?P<range>(?:{inner}{_DASH}\$?{_PLAIN})?)"
        rf"(?:(?P<ordinal>st|nd|rd|th)\b|{unit}|(?P<magnitude>[MBK]\b)|(?![\w]|\.\d|-[A-Za-z]))"
    )
    return re.compile(
        rf"(?P<all>(?P<word>{_ORDINAL_WORD}|{_MULTIPLE})|(?<![\w.])(?P<leading>{_LEADING_TIMES})"
        rf"|(?:(?<![\w.^_\-–/\\])|(?<=%/)|(?<=\d/)|(?<=[{{ (]\\)|(?<=[a-z]{{2}}(?=\.\d))){numeric})"
    )


_URL = re.compile(r"https?://\S+|www\.\S+|\b[\w.]+/[\w./-]+\.\w+")
