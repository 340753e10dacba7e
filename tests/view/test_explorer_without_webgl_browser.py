"""A browser that draws no WebGL: the page says so, and everything but the picture is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import chromium
import pytest
from axe_core_python.selenium import Axe
from chromium import open_page, press, start_chromium, text_of
from explorer_pages import write_page
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = pytest.mark.browser

SOFTWARE_WEBGL = {"--use-angle=swiftshader", "--enable-unsafe-swiftshader"}
SAID = "This browser draws no WebGL, so there is no picture."


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


def wait_for(browser: Chrome, selector: str, words: str) -> None:
    WebDriverWait(browser, 20).until(lambda b: words in text_of(b, selector), words)


def test_the_page_says_why_there_is_no_picture_and_shows_the_table(flat, page):
    open_page(flat, page)
    wait_for(flat, "#picture", SAID)
    assert flat.execute_script("return document.createElement('canvas').getContext('webgl2')") is None
    assert "TinyNet" in text_of(flat, "#table tbody")
    assert not flat.find_element(By.ID, "zoom").is_displayed()
    assert flat.get_log("browser") == []


def test_search_filters_and_evidence_work_without_it(flat, page):
    open_page(flat, page)
    press(flat, "/", "TinyNet", Keys.ENTER)
    wait_for(flat, "#panel h2", "TinyNet")
    wait_for(flat, "#panel", "TinyNet outperforms BigNet on ImageNet.")
    flat.find_element(By.CSS_SELECTOR, '#filters [data-control="kind Task"]').click()
    wait_for(flat, "#count", "Task")
    press(flat, "1")
    wait_for(flat, "#count", "only 1 step around TinyNet")


def test_the_rest_can_be_taken_away_and_asked(flat, page, tmp_path: Path):
    open_page(flat, page)
    flat.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    flat.find_element(By.CSS_SELECTOR, "#take-away > summary").click()
    items = flat.find_elements(By.CSS_SELECTOR, "#take-away li button")
    shown = [item for item in items if item.is_displayed()]
    assert [item.text for item in items if item not in shown] == [""] * 2  # the picture as PNG and as SVG
    next(item for item in shown if "Turtle" in item.text).click()
    WebDriverWait(flat, 20).until(lambda _: (tmp_path / "graph.ttl").is_file())
    press(flat, "q")
    WebDriverWait(flat, 30).until(lambda b: len(b.find_elements(By.CSS_SELECTOR, "#question option")) > 1)
    flat.find_element(By.CSS_SELECTOR, "#ask .primary").click()
    WebDriverWait(flat, 30).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".answer table"))


def test_axe_finds_no_serious_violation_without_a_picture(flat, page):
    open_page(flat, page)
    found = Axe().run(flat)
    assert [v["id"] for v in found["violations"] if v["impact"] in ("serious", "critical")] == []
