"""A page that was exported away from its build lacks what lay beside that, and says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from chromium import Holding, await_text, open_page
from explorer_pages import write_page
from page_graphs import IRIS

pytestmark = pytest.mark.browser

NO_LEDGER = "Why these are one is not told: no merges.tsv lay beside this page when it was written."
NO_MENTIONS = "Only mentions that some statement rests on are marked: no annotations.jsonl lay beside this page"
ENTITY, PAPER = "entity/knowledge-distillation", "paper/p1"


def panel_of(browser, page: Path, node: str, heading: str) -> str:
    open_page(browser, f"{page.as_uri()}#node={node}")
    return await_text(browser, "#panel", Holding(heading))


def test_a_page_that_stands_alone_says_what_it_lacks(browser, tiny_graph, tmp_path):
    page = write_page(tiny_graph, tmp_path)
    assert NO_LEDGER in panel_of(browser, page, ENTITY, "Other names")
    assert NO_MENTIONS in panel_of(browser, page, PAPER, "Abstract")


def test_a_page_beside_its_annotations_and_ledger_says_nothing_of_the_kind(browser, tiny_graph, tmp_path):
    mention = {"start": 0, "end": 7}
    said = {"id": "p1", "entities": [{"node": IRIS.entity("tinynet"), "mentions": [mention]}]}
    (tmp_path / "annotations.jsonl").write_text(json.dumps(said) + "\n", encoding="utf-8")
    (tmp_path / "merges.tsv").write_text("entity\tsurface\trule\tscore\tpapers\n", encoding="utf-8")
    page = write_page(tiny_graph, tmp_path)
    assert NO_LEDGER not in panel_of(browser, page, ENTITY, "Other names")
    assert NO_MENTIONS not in panel_of(browser, page, PAPER, "Abstract")
