"""Reading: files, folders or standard input, in any known format, to papers, each of them once."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import InputError
from kg.model import Paper, Skipped
from kg.read import atom, bibtex, json_records, listing, ris, table, text
from kg.read.identity import merge_records
from kg.read.records import BadRecord, Head, Reader, SourceError
from kg.read.sources import Opened, Place, find_places, open_place

__all__ = ["READERS", "Reading", "Skipped", "Source", "read_papers", "recognised_format"]

# The first that recognises a source reads it. A format is one module and one line here.
READERS: dict[str, Reader] = {
    "annotations": Reader(
        json_records.starts_with("annotations"),
        json_records.read_kind("annotations"),
        "annotated papers, as `kg extract` writes them",
    ),
    "openalex": Reader(
        json_records.starts_with("openalex"), json_records.read_kind("openalex"), "works of OpenAlex, as JSON"
    ),
    "semantic-scholar": Reader(
        json_records.starts_with("semantic-scholar"),
        json_records.read_kind("semantic-scholar"),
        "papers of Semantic Scholar, as JSON",
    ),
    "arxiv": Reader(json_records.starts_with("arxiv"), json_records.read_kind("arxiv"), "arXiv metadata dump, as JSON"),
    "csl-json": Reader(
        json_records.starts_with("csl-json"),
        json_records.read_kind("csl-json"),
        "CSL-JSON of Zotero, Crossref works",
    ),
    "jsonl": Reader(
        json_records.is_json_lines,
        json_records.read_json_lines,
        "JSON Lines with the usual field names",
    ),
    "json": Reader(
        json_records.is_json, json_records.read_json, "JSON with the usual field names: array, wrapped array or object"
    ),
    "arxiv-atom": Reader(atom.recognise, atom.read, "Atom feed of the arXiv API"),
    "bibtex": Reader(bibtex.recognise, bibtex.read, "BibTeX and BibLaTeX"),
    "ris": Reader(ris.recognise, ris.read, "RIS"),
    "csv": Reader(table.recognise(",;|"), table.read(), "comma-separated values with a header row"),
    "tsv": Reader(table.recognise("\t"), table.read("\t"), "tab-separated values with a header row"),
    "listing": Reader(listing.recognise, listing.read, "saved page that lists titles and abstracts as plain text"),
    "text": Reader(text.recognise, text.read, "one paper as plain text or Markdown, its title first"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read: its name as the user gave it, format, SHA-256 of its stored bytes, number of good records."""

    name: str
    format: str
    sha256: str
    records: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: papers by id, what was skipped and why, what to look at, and every file that was used."""

    papers: tuple[Paper, ...]
    skipped: tuple[Skipped, ...]
    warnings: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(slots=True)
class _Notes:
    """What gathers while sources are read."""

    records: list[Paper] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)


def read_papers(inputs: Sequence[str | Path], *, input_format: str | None = None) -> Reading:
    """Read papers; records of one paper become one, and what cannot be used is reported, not raised.

    Args:
        inputs: files, folders (read with all below them) or `-` for standard input.
        input_format: a key of `READERS` where it is not to be found by content.

    Returns:
        The same papers for the same records, in whatever order and files they stand.

    Raises:
        InputError: a named file is missing or cannot be opened, there is no such format, or nothing was named.
    """
    if input_format is not None and input_format not in READERS:
        raise InputError(f"there is no format {input_format!r}; choose one of {', '.join(READERS)}")
    if not inputs:
        raise InputError("no input was named; name files, folders or - for standard input")
    notes = _Notes()
    for place in find_places(inputs):
        if isinstance(place, Skipped):
            notes.skipped.append(place)
        else:
            _read_place(place, input_format, notes)
    papers, doubts = merge_records(notes.records)
    return Reading(papers, tuple(notes.skipped), (*notes.warnings, *doubts), tuple(notes.sources))


def recognised_format(head: Head) -> str | None:
    """Return the key of `READERS` that a source is read with, None if none fits.

    Args:
        head: the name and the start of the source.
    """
    return next((name for name, reader in READERS.items() if reader.recognise(head)), None)


def _read_place(place: Place, input_format: str | None, notes: _Notes) -> None:
    try:
        with open_place(place) as opened:
            name = input_format or recognised_format(opened.head)
            if name is None:
                raise SourceError("is of no known format; name one with --input-format if it is")
            _read_opened(place, opened, name, notes)
    except SourceError as error:
        notes.skipped.append(Skipped(place.name, None, str(error)))
    except (OSError, EOFError, zlib.error) as error:
        notes.skipped.append(Skipped(place.name, None, f"is damaged: {error}; what stands before that was read"))


def _read_opened(place: Place, opened: Opened, name: str, notes: _Notes) -> None:
    before = len(notes.records)
    try:
        for item in READERS[name].read(opened.text):
            if isinstance(item, BadRecord):
                notes.skipped.append(Skipped(place.name, item.line, item.reason))
            else:
                notes.records.append(item.paper)
    finally:
        notes.sources.append(Source(place.name, name, opened.sha256, len(notes.records) - before))
        if not opened.meter.is_utf8 and opened.text.encoding == "utf-8":
            notes.warnings.append(f"{place.name}: is not UTF-8; bytes that are not were read as Windows-1252")
