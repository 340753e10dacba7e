"""Authors, however a source writes them: one string, a list of names, a list of records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.model import Author
from kg.read.normalise import clean_line

_ORCID = re.compile(r"(\d{4}-\d{4}-\d{4}-\d{3}[\dX])/?$", re.IGNORECASE)
_STRONG_BORDER = re.compile(r"[;|\n]")
_AND = re.compile(r"\s(?:and|&)\s", re.IGNORECASE)
_ET_AL = re.compile(r"[\s,]{0,5}\bet al\.?$", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){1,4}")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|phd|md)\.?", re.IGNORECASE)
_LONGEST_NAME = 300
_NOBODY = frozenset({"", "others", "none", "anonymous", "unknown", "n/a"})
_WHOLE_NAME_KEYS = ("name", "display_name", "full_name", "fullName", "literal", "raw_author_name")
_FAMILY_KEYS = ("family", "last", "lastName", "last_name", "family_name", "surname")
_GIVEN_KEYS = ("given", "first", "firstName", "first_name", "given_name")
_ORCID_KEYS = ("orcid", "ORCID", "orcid_id")


def authors_of(value: object) -> tuple[Author, ...]:
    """Return authors in their order, as "Given Family".

    Args:
        value: a list of strings or records (`name`; `family` and `given`; `author` with a `display_name`; with or
            without `orcid`), one such record, or a string in which semicolons, "and" or commas part the names.

    Returns:
        The authors that have a name, each once; none for a value of any other type.
    """
    parts = value if isinstance(value, list) else list(split_names(value)) if isinstance(value, str) else [value]
    authors = (author for part in parts if (author := _author(part)))
    return tuple({author: author for author in authors})


def split_names(text: str) -> Iterator[str]:
    """Yield the names of a string, by the strongest separator it has.

    Args:
        text: "Vaswani, Ashish and Shazeer, Noam", "A. Vaswani; N. Shazeer", "Ashish Vaswani, Noam Shazeer" or
            "Vaswani, A., Shazeer, N.".
    """
    pieces = [piece.strip(" ,") for piece in _STRONG_BORDER.split(text)]
    if len(pieces) > 1:
        yield from pieces
        return
    pieces = [piece.strip(" ,") for piece in _AND.split(text)]
    if len(pieces) > 1 and all(piece.count(",") == 1 for piece in pieces):
        yield from pieces
        return
    for piece in pieces:
        yield from _split_at_commas(piece)


def natural_name(name: str) -> str:
    """Return a name in its natural order ("Vaswani, Ashish" → "Ashish Vaswani").

    Args:
        name: one person's name; one without a comma is returned as it is.
    """
    parts = [part for part in _ET_AL.sub("", clean_line(name)).split(",") if part.strip()]
    family, given = parts[0].strip() if parts else "", [part.strip() for part in parts[1:]]
    suffixes = [part for part in given if _SUFFIX.fullmatch(part)]
    return clean_line(" ".join([*(part for part in given if part not in suffixes), family, *suffixes]))


def _split_at_commas(text: str) -> Iterator[str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > 1 and all(_is_full_name(part) for part in parts):
        yield from parts
    elif len(parts) > 2 and len(parts) % 2 == 0 and all(_INITIALS.fullmatch(part) for part in parts[1::2]):
        yield from (f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True))
    elif len(parts) > 2 and not any(_SUFFIX.fullmatch(part) for part in parts):
        yield from parts
    else:
        yield text


def _is_full_name(part: str) -> bool:
    return " " in part and not _INITIALS.fullmatch(part) and not _SUFFIX.fullmatch(part)


def _author(part: object) -> Author | None:
    if isinstance(part, str):
        name, orcid = natural_name(part), None
    elif isinstance(part, Mapping):
        inner = part.get("author")
        record = {**part, **inner} if isinstance(inner, Mapping) else {**part, "name": part.get("name") or inner}
        name, orcid = _name(record), _orcid(record)
    else:
        return None
    return None if name.casefold() in _NOBODY or len(name) > _LONGEST_NAME else Author(name, orcid)


def _name(record: Mapping[str, object]) -> str:
    particle = f"{_string(record, ('dropping-particle',))} {_string(record, ('non-dropping-particle',))}"
    family = f"{particle} {_string(record, _FAMILY_KEYS)} {_string(record, ('suffix',))}"
    joined = clean_line(f"{_string(record, _GIVEN_KEYS)} {family}")
    return clean_line(_string(record, _WHOLE_NAME_KEYS)) or joined


def _orcid(record: Mapping[str, object]) -> str | None:
    found = _ORCID.search(_string(record, _ORCID_KEYS))
    return found.group(1).upper() if found else None


def _string(record: Mapping[str, object], keys: tuple[str, ...]) -> str:
    return next((value for key in keys if isinstance(value := record.get(key), str) and value), "")
