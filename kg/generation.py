"""A build's folder: written whole beside the old one, switched file by file, the manifest last."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg.errors import GraphError

MANIFEST = "manifest.json"
STORE = "store"
ANNOTATIONS = "annotations.jsonl"
LEDGER = "merges.tsv"
_STAGING = ".next"
_UNHASHED = (STORE,)  # a database: its bytes depend on when it was compacted, its quads do not


@contextmanager
def new_generation(out: Path, facts: Mapping[str, object]) -> Iterator[Path]:
    """Give a folder to write a build into; when the block ends well, put it in the place of the old build.

    Args:
        out: the build's folder; made if it does not exist. Files that the old manifest does not list stay.
        facts: what the manifest says beside the hashes of the files; may be filled until the block ends.

    Raises:
        GraphError: `out` is a file.
    """
    if out.exists() and not out.is_dir():
        raise GraphError(f"{out} is a file; name a folder to build into")
    staging = out / _STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    try:
        yield staging
        _switch(staging, out, facts)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def read_manifest(directory: Path) -> dict[str, Any]:
    """Read the manifest of a build and check that its files are there.

    Args:
        directory: the build's folder.

    Raises:
        GraphError: there is no build, or a file is missing or of another size than the manifest says.
    """
    path = directory / MANIFEST
    if not path.is_file():
        raise GraphError(f"{directory} holds no graph; make one with: kg build INPUT… --out {directory}")
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        files = manifest["files"]
    except (ValueError, KeyError, TypeError) as error:
        raise GraphError(f"{path} is damaged ({error}); build again") from error
    for name, facts in files.items():
        file = directory / name
        if not file.is_file() or file.stat().st_size != facts["bytes"]:
            raise GraphError(f"{file} does not fit {path}: the build was interrupted or the file changed; build again")
    return manifest


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits.

    Args:
        path: any file.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _switch(staging: Path, out: Path, facts: Mapping[str, object]) -> None:
    files = {
        path.relative_to(staging).as_posix(): {"sha256": file_hash(path), "bytes": path.stat().st_size}
        for path in sorted(staging.rglob("*"))
        if path.is_file() and path.relative_to(staging).parts[0] not in _UNHASHED
    }
    stale = _listed(out) - set(files)
    (out / MANIFEST).unlink(missing_ok=True)
    for name in files:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (staging / name).replace(out / name)
    for name in _UNHASHED:
        shutil.rmtree(out / name, ignore_errors=True)
        if (staging / name).is_dir():
            (staging / name).replace(out / name)
    for name in sorted(stale):
        (out / name).unlink(missing_ok=True)
    text = json.dumps({**facts, "files": files}, ensure_ascii=False, indent=1)
    temporary = staging / MANIFEST
    temporary.write_text(text + "\n", encoding="utf-8", newline="\n")
    temporary.replace(out / MANIFEST)


def _listed(out: Path) -> set[str]:
    """Files of the old build: what its manifest lists, and nothing that leads out of the folder."""
    try:
        names = {Path(name) for name in json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    return {name.as_posix() for name in names if not name.is_absolute() and ".." not in name.parts}
