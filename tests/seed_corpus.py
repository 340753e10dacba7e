"""The seed page as test material."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from kg.annotation_records import paper_record
from kg.model import Paper

SEEDS = Path(__file__).parent.parent / "seeds"


def write_papers(papers: Iterable[Paper], path: Path) -> Path:
    """Write papers as JSON Lines, in the order given."""
    path.write_text("".join(json.dumps(paper_record(paper)) + "\n" for paper in papers), encoding="utf-8")
    return path
