"""BibTeX and BibLaTeX, entry by entry, so that a broken entry costs itself only."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from typing import TextIO

from bibtexparser.bibdatabase import UndefinedString
from bibtexparser.bparser import BibTexParser
from bibtexparser.customization import InvalidName, splitname

from kg.model import Paper
from kg.names import clean_latex
from kg.read.fields import make_paper
from kg.read.latex import decode_bibtex
from kg.read.records import BadRecord, Head, Record, RecordError, chunks

_ENTRY = re.compile(r"\s*@\s*(?P<type>[A-Za-z]+)\s*[{(]")
_RECOGNISED = re.compile(
    r"^[ \t]*@[ \t]*(?!comment|preamble)[a-z]+\s{0,9}[{(]\s{0,9}[^\s{}=,]*\s{0,9}[,=]", re.IGNORECASE | re.MULTILINE
)
_AND = re.compile(r"\s+and\s+(?![^{}]{0,300}\})", re.IGNORECASE)  # not within braces: {Barnes and Noble}
_LONGEST_ENTRY = 1 << 17  # characters; the parser needs a second for it
_DEEPEST_BRACES = 40
_MOST_UNDEFINED = 20
_QUIET = logging.NullHandler()  # the parser logs what is reported as a bad record anyway


def recognise(head: Head) -> bool:
    """Return whether a head holds a BibTeX entry."""
    named = head.name.lower().endswith(".bib") or head.text.lstrip()[:1] in ("@", "%")
    return named and bool(_RECOGNISED.search(head.text))


def read(handle: TextIO) -> Iterator[Record | BadRecord]:
    """Yield the entries of a BibTeX source; `@string` definitions hold for what follows."""
    logging.getLogger("bibtexparser").addHandler(_QUIET)
    parser = BibTexParser(ignore_nonstandard_types=False)
    parser.expect_multiple_parse = True
    for line, chunk in chunks(handle, _ENTRY):
        yield from _records(parser, line, chunk)


def to_paper(entry: Mapping[str, str]) -> Paper:
    """Return the paper that an entry tells of.

    Args:
        entry: field name → value, as bibtexparser returns it; `ID` is the key.

    Raises:
        RecordError: it has neither title nor abstract.
    """
    text = {name: decode_bibtex(value) for name, value in entry.items()}
    plain = {name: clean_latex(value).replace("~", " ") for name, value in text.items()}
    is_arxiv = "arxiv" in text.get("archiveprefix", text.get("eprinttype", "arxiv")).lower()
    venue = next((plain[name] for name in ("journal", "journaltitle", "booktitle", "series") if plain.get(name)), None)
    return make_paper(
        id=entry.get("ID"),
        title=text.get("title"),
        abstract=text.get("abstract"),
        authors=[_author(name) for name in _AND.split(" ".join(entry.get("author", "").split()))],
        year=text.get("year") or text.get("date"),
        venue=venue,
        doi=entry.get("doi"),
        arxiv=text.get("eprint") if is_arxiv else None,
        url=entry.get("url"),
        keywords=plain.get("keywords") or plain.get("keyword"),
    )


def _records(parser: BibTexParser, line: int, chunk: str) -> Iterator[Record | BadRecord]:
    entry = _ENTRY.match(chunk)
    entry_type = entry.group("type").lower() if entry else "comment"
    if entry_type in ("comment", "preamble"):
        return
    try:
        entries = _parsed(parser, chunk)
        if not entries and entry_type != "string":
            yield BadRecord(line, "is no complete BibTeX entry; look for a missing brace, quote or comma")
    except RecordError as error:
        yield BadRecord(line, str(error))
        return
    for each in entries:
        try:
            yield Record(line, to_paper(each))
        except RecordError as error:
            yield BadRecord(line, str(error))


def _parsed(parser: BibTexParser, chunk: str) -> list[dict[str, str]]:
    if len(chunk) > _LONGEST_ENTRY:
        raise RecordError(f"is longer than {_LONGEST_ENTRY:,} characters")
    if _depth(chunk) > _DEEPEST_BRACES:
        raise RecordError(f"has braces nested deeper than {_DEEPEST_BRACES}")
    for _ in range(_MOST_UNDEFINED):
        parser.bib_database.entries.clear()
        try:
            return list(parser.parse(chunk, partial=True).entries)
        except UndefinedString as error:
            # BibTeX warns and goes on; the bare word is most often the name that its style would spell out.
            parser.bib_database.strings[str(error.args[0]).lower()] = str(error.args[0])
    raise RecordError("uses too many undefined @string names")


def _depth(text: str) -> int:
    depth = deepest = 0
    for brace in re.findall(r"[{}]", text):
        depth = depth + 1 if brace == "{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def _author(name: str) -> dict[str, str]:
    name = name.replace("~", " ")
    try:
        parts = splitname(name, strict_mode=False)
        name = " ".join(word for part in ("first", "von", "last", "jr") for word in parts.get(part, ()))
    except InvalidName:
        pass
    return {"name": clean_latex(decode_bibtex(name))}
