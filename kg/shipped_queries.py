"""Where the shipped queries lie, in an installed package and in a clone alike."""

from __future__ import annotations

from pathlib import Path

from kg.errors import QueryError

_PACKAGE = Path(__file__).parent
_FOLDERS = (_PACKAGE / "queries", _PACKAGE.parent / "queries")


def queries_folder() -> Path:
    """Return the folder of the shipped queries.

    Raises:
        QueryError: the installation is damaged.
    """
    for folder in _FOLDERS:
        if folder.is_dir():
            return folder
    raise QueryError("the shipped queries are missing; install the package again")
