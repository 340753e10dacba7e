"""The names nearest to one that nothing bears."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_MOST = 5
_ALIKE = 0.6


def nearest_names(name: str, names: Iterable[str]) -> list[str]:
    """Return up to five names that a person may have meant, best first.

    Args:
        name: what was asked for.
        names: what exists.

    Returns:
        Names that hold it, shortest first, then names spelled alike (Ratcliff and Obershelp 1988, as difflib has it).
    """
    spellings: dict[str, str] = {}
    for known in sorted(names):
        spellings.setdefault(known.casefold(), known)
    wanted = name.strip().casefold()
    holding = sorted((key for key in spellings if wanted and wanted in key), key=lambda key: (len(key), key))
    alike = difflib.get_close_matches(wanted, spellings, _MOST, _ALIKE)
    return [spellings[key] for key in dict.fromkeys((*holding[:_MOST], *alike))][:_MOST]
