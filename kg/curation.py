"""The curation file: a person's decisions on a graph, kept beside the inputs and applied at every build."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from kg.errors import CurationError
from kg.model import CurationAction, CurationLine
from kg.schema import EntityType, RelationType, Role

COLUMNS = ("action", "subject", "predicate", "object", "paper", "quote", "who", "when", "why")
_REQUIRED: dict[CurationAction, tuple[str, ...]] = {
    CurationAction.MERGE: ("subject", "object"),
    CurationAction.SPLIT: ("subject", "object"),
    CurationAction.RENAME: ("subject", "object"),
    CurationAction.RETYPE: ("subject", "object"),
    CurationAction.REJECT: ("subject",),
    CurationAction.ADD: ("subject", "predicate", "object", "paper", "quote"),
}


def read_curation(path: Path) -> tuple[CurationLine, ...]:
    """Read a curation file.

    Args:
        path: tab-separated values with the header of `COLUMNS`; lines that start with `#` are comments.

    Returns:
        Its lines, in the order of the file.

    Raises:
        CurationError: the header or a line is not usable; names the file, the line and what to do.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [(n, line) for n, line in enumerate(file, start=1) if line.strip() and not line.startswith("#")]
    if not rows:
        return ()
    header = tuple(rows[0][1].rstrip("\r\n").split("\t"))
    if unknown := sorted(set(header) - set(COLUMNS)):
        raise CurationError(f"{path}:{rows[0][0]}: unknown column {unknown[0]!r}; known are {', '.join(COLUMNS)}")
    reader = csv.DictReader((line for _, line in rows[1:]), header, delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(_line(path, number, record) for (number, _), record in zip(rows[1:], reader, strict=True))


def _line(path: Path, number: int, record: Mapping[str, str | None]) -> CurationLine:
    values = {name: (record.get(name) or "").strip() for name in COLUMNS}
    action = values.pop("action")
    if action not in {known.value for known in CurationAction}:
        raise CurationError(f"{path}:{number}: unknown action {action!r}; known are {', '.join(CurationAction)}")
    line = CurationLine(line=number, action=CurationAction(action), **values)
    if missing := [name for name in _REQUIRED[line.action] if not values[name]]:
        raise CurationError(f"{path}:{number}: {action} needs a value in the column {missing[0]!r}")
    _check_terms(path, line)
    return line


def _check_terms(path: Path, line: CurationLine) -> None:
    types = {known.value for known in EntityType}
    predicates = {known.value for known in (*RelationType, *Role)}
    if line.action is CurationAction.RETYPE and line.object not in types:
        raise CurationError(f"{path}:{line.line}: {line.object!r} is no type; types are {', '.join(EntityType)}")
    if line.predicate and line.predicate not in predicates:
        raise CurationError(f"{path}:{line.line}: {line.predicate!r} is neither a relation nor a role")


def find_curation(inputs: Sequence[str | Path]) -> Path | None:
    """Return the curation file that stands beside the inputs, if there is one.

    Args:
        inputs: what a build was given; looked for in the folders among them and beside the files.
    """
    places = [Path(source) for source in inputs if str(source) != "-"]
    folders = [place if place.is_dir() else place.parent for place in places]
    return next((file for folder in folders if (file := folder / "curation.tsv").is_file()), None)
