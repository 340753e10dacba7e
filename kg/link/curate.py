"""A person's merges and splits, applied after everything the program decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import unquote

from kg.model import CurationAction, CurationLine, Merge
from kg.names import fold

Place = tuple[str, str]  # paper id, local id of the entity


def apply_curation(
    keys: Mapping[Place, str], surfaces: Mapping[Place, tuple[str, ...]], curation: Sequence[CurationLine]
) -> tuple[dict[Place, str], tuple[Merge, ...], tuple[str, ...]]:
    """Apply the merges and splits of a curation file, in the order of its lines.

    Args:
        keys: the key of every entity of every paper.
        surfaces: the names of every entity of every paper.
        curation: the lines; other actions are left alone.

    Returns:
        The new keys, ledger lines for what moved, and a warning for each line that matched nothing.
    """
    result = dict(keys)
    ledger: list[Merge] = []
    warnings: list[str] = []
    for line in curation:
        if line.action not in (CurationAction.MERGE, CurationAction.SPLIT):
            continue
        source = find_key(line.subject, result, surfaces)
        moved = [place for place, key in sorted(result.items()) if key == source and _matches(place, line, surfaces)]
        if not moved:
            warnings.append(f"curation line {line.line}: {line.action} {line.subject!r} matches nothing any more")
            continue
        target = find_key(line.object, result, surfaces) if line.action is CurationAction.MERGE else None
        target = target or _key(line.object)
        result |= dict.fromkeys(moved, target)
        ledger.append(Merge(target, line.subject, f"curation: {line.action}", 1.0, len({p for p, _ in moved})))
    return result, tuple(ledger), tuple(warnings)


def find_key(name: str, keys: Mapping[Place, str], surfaces: Mapping[Place, tuple[str, ...]]) -> str | None:
    """Return the key that a person means by a name, a key or an IRI.

    Args:
        name: what stands in the curation file.
        keys: the key of every entity of every paper.
        surfaces: the names of every entity of every paper.

    Returns:
        The key, or None where nothing bears that name.
    """
    key = _key(name)
    if key in set(keys.values()):
        return key
    bearers = [keys[place] for place, names in surfaces.items() if key in map(fold, names)]
    return min(bearers, default=None)


def _key(name: str) -> str:
    return unquote(name.rpartition("/entity/")[2]) if "/entity/" in name else fold(name)


def _matches(place: Place, line: CurationLine, surfaces: Mapping[Place, tuple[str, ...]]) -> bool:
    if line.paper and line.paper != place[0]:
        return False
    return not line.quote or line.quote in surfaces[place]
