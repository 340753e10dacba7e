"""Query files: legal SPARQL with a grlc header, and parameters marked by a comment at the end of their line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kg.errors import QueryError, UnknownNameError
from kg.query.nearest import nearest_names
from kg.shipped_queries import queries_folder

_HEADER_LINE = re.compile(r"#\+ ?(.*)")
_HEADER_KEY = re.compile(r"([a-z]+):\s*(.*)")
_PARAMETER = re.compile(
    r"^[ \t]*VALUES\s+\?(?P<variable>\w+)\s*\{\s*(?P<term>.*?)\s*\}[ \t]*#\s*param:\s*(?P<name>\w+)"
)
_LABEL = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"(?:@[A-Za-z-]+)?')


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value of a query that a user may set; `variable` is bound to a label of what the variable `name` stands for."""

    name: str
    variable: str
    default: str
    line: str


@dataclass(frozen=True, slots=True)
class QueryFile:
    """A question: what it asks in one sentence, what its rows mean, and its SPARQL.

    `tags` start with the group it is listed in; `phrasings` are ways to ask it, `{parameter}` where a name stands.
    """

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    phrasings: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str


def list_queries() -> tuple[QueryFile, ...]:
    """Return the shipped queries, by name."""
    paths = sorted(queries_folder().glob("*.rq"), key=lambda path: path.stem)
    return tuple(parse_query_file(path.read_text(encoding="utf-8"), path.stem) for path in paths)


def load_query(source: str | Path) -> QueryFile:
    """Return a query by the name of a shipped one, by the path of a file, or from its text.

    Args:
        source: `papers-by-concept`, `my-question.rq`, or SPARQL (anything with a brace in it).

    Raises:
        UnknownNameError: no shipped query has this name; holds the nearest names.
        QueryError: the file cannot be read.
    """
    if isinstance(source, str) and "{" in source:
        return parse_query_file(source, "")
    path = Path(source)
    if path.suffix == ".rq":
        return _read(path)
    known = {path.stem: path for path in queries_folder().glob("*.rq")}
    name = str(source).replace("_", "-")
    if name not in known:
        raise UnknownNameError(str(source), nearest_names(name, sorted(known)))
    return _read(known[name])


def parse_query_file(text: str, name: str) -> QueryFile:
    """Return what a query's header and parameter lines say.

    Args:
        text: SPARQL with or without a header.
        name: what the query is called.
    """
    header = _header(text)
    parameters = tuple(found for line in text.splitlines() if (found := _parameter(line)))
    summary, description = (" ".join(header.get(key, ())).strip() for key in ("summary", "description"))
    return QueryFile(name, summary, description, _items(header, "tags"), _items(header, "ask"), parameters, text)


def _read(path: Path) -> QueryFile:
    try:
        return parse_query_file(path.read_text(encoding="utf-8"), path.stem)
    except OSError as error:
        raise QueryError(f"{path}: {error.strerror}. Name a shipped query or an existing .rq file.") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: is no UTF-8 text. Save it as UTF-8.") from error


def _header(text: str) -> dict[str, list[str]]:
    header: dict[str, list[str]] = {}
    key = ""
    for match in filter(None, map(_HEADER_LINE.match, text.splitlines())):
        start = _HEADER_KEY.fullmatch(match.group(1))
        key = start.group(1) if start else key
        header.setdefault(key, []).append(start.group(2) if start else match.group(1).strip())
    return header


def _items(header: dict[str, list[str]], key: str) -> tuple[str, ...]:
    return tuple(line.removeprefix("- ") for line in header.get(key, ()) if line.startswith("- "))


def _parameter(line: str) -> Parameter | None:
    match = _PARAMETER.match(line)
    if not match:
        return None
    label = _LABEL.fullmatch(match["term"])
    default = re.sub(r"\\(.)", r"\1", label["text"]) if label else match["term"]
    return Parameter(match["name"], match["variable"], default, line)
