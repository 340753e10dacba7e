"""The page on paper: picture, legend and the open panel, black on white, without what can only be clicked."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from chromium import await_script, each, open_page, text_of
from explorer_pages import write_page
from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser

CONTROLS = "#search, #tools, #zoom, #lines, #picture, .actions, #filters select, #filters input, #count button"
COLOURS = "const { color, backgroundColor } = getComputedStyle(document.body); return [color, backgroundColor]"
VISIBLE = "element.checkVisibility()"
DOTS = "return document.querySelectorAll('#paper svg circle').length"


@pytest.fixture(scope="module")
def page(tmp_path_factory, tiny_graph) -> str:
    return write_page(tiny_graph, tmp_path_factory.mktemp("paper")).as_uri()


@pytest.fixture(params=["light", "dark"])
def paper(browser, page, request) -> Iterator[Chrome]:
    """The page with two things and what joins them selected, as a printer gets it."""
    scheme = [{"name": "prefers-color-scheme", "value": request.param}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})
    open_page(browser, f"{page}#line=entity/tinynet+entity/bignet")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": scheme})
    await_script(browser, DOTS, bool)
    yield browser
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


def test_paper_has_picture_legend_and_evidence_black_on_white(paper):
    assert paper.execute_script(COLOURS) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert paper.execute_script(DOTS) == paper.execute_script("return explorer.shown.nodes.length")
    assert each(paper, "#paper svg", VISIBLE) == [True]
    legend, panel = text_of(paper, "#filters"), text_of(paper, "#panel")
    assert "Method" in legend and "Reference" not in legend
    assert "Showing" in text_of(paper, "#count")
    assert "TinyNet outperforms BigNet on ImageNet." in panel


def test_nothing_that_can_only_be_clicked_is_printed(paper):
    assert not any(each(paper, CONTROLS, VISIBLE))


def test_a_printed_page_is_as_before_on_the_screen(browser, page):
    open_page(browser, f"{page}#node=paper/p1")
    printed = browser.execute_cdp_cmd("Page.printToPDF", {})
    assert base64.b64decode(printed["data"]).startswith(b"%PDF")
    await_script(browser, DOTS, 0)
    assert each(browser, "#picture", VISIBLE) == [True]
    assert browser.get_log("browser") == []
