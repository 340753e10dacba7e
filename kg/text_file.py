"""Writing a text file whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def write_text(path: Path, parts: Iterable[str]) -> None:
    """Write a UTF-8 file beside its place and move it there when it is complete; a failure leaves the old file.

    Args:
        path: the file; its folder must exist.
        parts: the text in pieces; line ends are written as they are.
    """
    temporary = path.with_name(f".{path.name}.part")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as out:
            out.writelines(parts)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
