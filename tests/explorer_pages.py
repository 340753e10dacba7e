"""Explorers for tests, and the data blocks that stand in one."""

from __future__ import annotations

import base64
import json
import re
import zlib
from pathlib import Path

from kg.export.explorer import write_explorer
from kg.model import GraphReader
from kg.settings import Settings

_BLOCK = re.compile(r'<script type="application/octet-stream" id="(\w+)">([^<]*)</script>')


def write_page(graph: GraphReader, folder: Path, settings: Settings | None = None) -> Path:
    """Write the explorer of a graph into a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    write_explorer(graph, folder / "explorer.html", settings or Settings())
    return folder / "explorer.html"


def read_blocks(page: str) -> dict[str, object]:
    """The JSON blocks that a page carries, by id."""
    packed = {name: base64.b64decode(text) for name, text in _BLOCK.findall(page)}
    return {name: json.loads(zlib.decompress(packed[name])) for name in ("data", "questions")}
