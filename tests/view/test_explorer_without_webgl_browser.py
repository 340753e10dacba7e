"""A browser that draws no WebGL: the page says so, and everything but the picture is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import chromium
import pytest
from axe_core_python.selenium import Axe
from chromium import (
    Holding,
    await_script,
    await_text,
    await_texts,
    click,
    each,
    eventually,
    open_page,
    press,
    search_for,
    start_chromium,
)
from explorer_pages import write_page
from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser

SOFTWARE_WEBGL = {"--use-angle=swiftshader", "--enable-unsafe-swiftshader"}


@pytest.fixture(scope="module")
def flat() -> Iterator[Chrome]:
    """Chromium as on a machine whose administrator has switched all 3D off."""
    flags = [*(flag for flag in chromium.FLAGS if flag not in SOFTWARE_WEBGL), "--disable-gpu", "--disable-3d-apis"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chromium, "FLAGS", flags)
        with start_chromium() as started:
            yield started


@pytest.fixture(scope="module")
def page(tmp_path_factory, tiny_graph) -> str:
    return write_page(tiny_graph, tmp_path_factory.mktemp("flat")).as_uri()


@pytest.fixture
def opened(flat, page) -> Chrome:
    open_page(flat, page)
    return flat


def test_the_page_says_why_there_is_no_picture_and_shows_the_table(opened):
    await_text(opened, "#picture", Holding("This browser draws no WebGL, so there is no picture."))
    await_script(opened, "return document.createElement('canvas').getContext('webgl2')", None)
    await_text(opened, "#table tbody", Holding("TinyNet"))
    assert each(opened, "#zoom", "element.checkVisibility()") == [False]
    assert opened.get_log("browser") == []


def test_search_filters_and_evidence_work_without_it(opened):
    search_for(opened, "TinyNet")
    await_text(opened, "#panel h2", "TinyNet")
    await_text(opened, "#panel", Holding("TinyNet outperforms BigNet on ImageNet."))
    click(opened, '#filters [data-control="kind Task"]')
    await_text(opened, "#count", Holding("Task"))
    press(opened, "1")
    await_text(opened, "#count", Holding("only 1 step around TinyNet"))


def test_what_is_no_picture_can_be_taken_away_and_asked(opened, tmp_path: Path):
    opened.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    click(opened, "#take-away > summary")
    items = await_texts(opened, "#take-away li button", Holding("What is shown as Turtle"))
    assert len([text for text in items if not text]) == 2  # PNG and SVG are not offered
    click(opened, "#take-away li button", "What is shown as Turtle")
    eventually(opened, lambda _: (tmp_path / "graph.ttl").is_file(), True)
    press(opened, "q")
    eventually(opened, lambda b: each(b, "#question option", "true"), lambda options: len(options) > 1)
    click(opened, "#ask .primary")
    await_texts(opened, "#ask .answer th", len)


def test_axe_finds_no_serious_violation_without_a_picture(opened):
    found = Axe().run(opened)
    assert [v["id"] for v in found["violations"] if v["impact"] in ("serious", "critical")] == []
