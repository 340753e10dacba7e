"""The site as people meet it: headless Chromium, no way to any other server, every request and message watched."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator

import pytest
from selenium.webdriver import ActionChains, Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --window-size=1280,900 --force-prefers-reduced-motion"
).split()
EDITOR = "document.querySelector('.yasqe .CodeMirror').CodeMirror"
# relative luminance and contrast of WCAG 2.1; of a colour that shines through, over what lies behind
CONTRAST = """
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
function painted(colours) {
  canvas.clearRect(0, 0, 1, 1);
  for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
}
function luminance(rgb) {
  const [r, g, b] = rgb.map((c) => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const poor = [];
for (const element of document.querySelectorAll("body *")) {
  const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
  if (!own || !element.checkVisibility()) continue;
  const grounds = [];
  for (let e = element; e; e = e.parentElement) grounds.unshift(getComputedStyle(e).backgroundColor);
  const ground = painted(["white", ...grounds]);
  const ink = painted([`rgb(${ground})`, getComputedStyle(element).color]);
  const [light, dark] = [luminance(ground), luminance(ink)].sort((a, b) => b - a);
  if ((light + 0.05) / (dark + 0.05) < 4.5) poor.push(`${element.outerHTML}`);
}
return poor;
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("needs chromium and chromedriver")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ChromeOptions()
        options.binary_location = chromium
        # every name but this machine's is unknown, so nothing can leave it
        rules = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        for flag in (*FLAGS, rules, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        started = Chrome(options=options, service=Service(driver))
        started.get("about:blank")  # and not the page that a new browser shows
        yield started
        started.quit()


@pytest.fixture(autouse=True)
def quiet(browser, server) -> Iterator[None]:
    """Whatever a test does, nothing is asked of another server and nothing complains."""
    for log in ("performance", "browser"):
        browser.get_log(log)
    yield
    entries = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = {e["params"]["request"]["url"] for e in entries if e["method"] == "Network.requestWillBeSent"}
    own = f"http://{server.host}:{server.port}/"
    assert asked
    assert {url for url in asked if not url.startswith((own, "data:", "blob:"))} == set()
    assert browser.get_log("browser") == []


def _open(browser, server, path):
    browser.get(f"http://{server.host}:{server.port}{path}")
    _wait(browser, "return document.documentElement.dataset.ready")


def _wait(browser, script):
    return WebDriverWait(browser, 30).until(lambda b: b.execute_script(script))


def _press(browser, *keys):
    ActionChains(browser).send_keys(*keys).perform()


def _texts(browser, selector):
    return [found.text for found in browser.find_elements(By.CSS_SELECTOR, selector)]


def _open_editor(browser, server, query=""):
    _open(browser, server, "/editor")
    _wait(browser, "return document.documentElement.dataset.editor")
    browser.execute_script(f"{EDITOR}.setValue(arguments[0]); {EDITOR}.setCursor({EDITOR}.lineCount(), 0)", query)
    browser.execute_script(f"{EDITOR}.focus()")


def _run(browser):
    before = browser.execute_script("return document.documentElement.dataset.answered ?? ''")
    ActionChains(browser).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()
    _wait(browser, f"return (document.documentElement.dataset.answered ?? '') !== '{before}'")


def test_typing_suggests_and_the_keyboard_opens_what_is_chosen(browser, server):
    _open(browser, server, "/queries")
    _press(browser, "/", "distil")
    _wait(browser, "return document.querySelectorAll('#suggestions li').length")
    assert _texts(browser, "#suggestions .name")[0] == "knowledge distillation"
    _press(browser, Keys.ARROW_DOWN, Keys.ENTER)
    _wait(browser, "return location.pathname === '/entity/knowledge-distillation' && document.querySelector('h1')")
    assert _texts(browser, "h1") == ["knowledge distillation"]


def test_enter_without_a_choice_sends_the_form(browser, server):
    _open(browser, server, "/")
    _press(browser, "big", Keys.ENTER)
    _wait(browser, "return location.pathname === '/search' && document.querySelector('.hits')")
    assert "BigNet" in _texts(browser, ".hits .label")


def test_the_evidence_of_a_relation_unfolds_with_both_ends_marked(browser, server):
    _open(browser, server, "/entity/tinynet")
    (fact,) = [
        f for f in browser.find_elements(By.CSS_SELECTOR, ".statement") if f.find_elements(By.CSS_SELECTOR, ".more")
    ]
    fact.find_element(By.TAG_NAME, "summary").click()
    marks = [(m.text, m.get_attribute("class")) for m in fact.find_elements(By.TAG_NAME, "mark")]
    assert marks == [("TinyNet", "h"), ("BigNet", "t")] * 2
    colours = {m.value_of_css_property("background-color") for m in fact.find_elements(By.TAG_NAME, "mark")}
    assert len(colours) == 2


def test_a_question_is_asked_by_its_form_and_opened_in_the_editor(browser, server):
    _open(browser, server, "/queries/papers-by-concept")
    field = browser.find_element(By.CSS_SELECTOR, "form.question input")
    field.clear()
    field.send_keys("KD", Keys.ENTER)
    _wait(browser, "return location.search === '?concept=KD' && document.querySelector('tbody')")
    rows = len(_texts(browser, "tbody tr"))
    browser.find_element(By.LINK_TEXT, "Open in the editor").click()
    _wait(browser, "return document.documentElement.dataset.editor")
    browser.execute_script(f"{EDITOR}.focus()")
    _run(browser)
    assert len(_texts(browser, "#results tbody tr")) == rows > 0


def test_the_editor_runs_a_query_and_its_rows_lead_to_pages_of_this_server(browser, server):
    _open_editor(
        browser, server, "PREFIX kg: <https://kg.example/ontology#>\nSELECT * { ?better kg:outperforms ?worse }"
    )
    _run(browser)
    assert _texts(browser, "#results tbody tr") == ["1\nentity:tinynet\nentity:bignet"]
    link = browser.find_element(By.LINK_TEXT, "entity:tinynet")
    assert link.get_attribute("target") == "_blank"  # the query stays where it is
    browser.get(link.get_attribute("href"))
    assert _texts(browser, "h1") == ["TinyNet"]


def test_completion_offers_our_terms_and_declares_their_prefix(browser, server):
    _open_editor(browser, server, "SELECT * { ?x ")
    browser.execute_script(f"{EDITOR}.setCursor(0, 14)")
    _press(browser, "kg:outp")
    WebDriverWait(browser, 30).until(lambda b: _texts(b, ".CodeMirror-hint") == ["kg:outperforms"])
    _press(browser, Keys.ENTER)
    assert browser.execute_script(f"return {EDITOR}.getValue()") == (
        "PREFIX kg: <https://kg.example/ontology#>\nSELECT * { ?x kg:outperforms"
    )


def test_completion_offers_classes_after_a(browser, server):
    _open_editor(browser, server, "PREFIX kg: <https://kg.example/ontology#>\nSELECT * { ?x a ")
    browser.execute_script(f"{EDITOR}.setCursor(1, 16)")
    _press(browser, "kg:Me")
    WebDriverWait(browser, 30).until(lambda b: _texts(b, ".CodeMirror-hint") == ["kg:Method", "kg:Metric"])


@pytest.mark.parametrize("datatype", ["", "^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML>"])
def test_text_in_an_answer_is_never_markup(browser, server, datatype):
    text = "<img src=x onerror=alert(1)><b>bold</b>"
    _open_editor(browser, server, f"SELECT ?text {{ VALUES ?text {{ '{text}'{datatype} }} }}")
    _run(browser)
    assert text in _texts(browser, "#results tbody")[0]
    assert browser.find_elements(By.CSS_SELECTOR, "#results tbody img, #results tbody b") == []


def test_every_form_of_answer_is_shown_and_a_refusal_is_told(browser, server):
    _open_editor(browser, server, "ASK { ?s ?p ?o }")
    _run(browser)
    assert "True" in _texts(browser, "#results")[0]
    _open_editor(browser, server, "CONSTRUCT WHERE { ?s <http://purl.org/dc/terms/title> ?o }")
    _run(browser)
    assert {"dcterms:title"} == set(_texts(browser, "#results tbody td:nth-child(3)"))
    browser.find_element(By.CSS_SELECTOR, ".select_response").click()
    assert browser.find_elements(By.CSS_SELECTOR, "#results .CodeMirror")
    _open_editor(browser, server, "SELECT * { ?s ?p ?o . ?a ?b ?c }")
    _run(browser)
    assert "ask for less" in _texts(browser, "#message")[0]
    (complaint,) = browser.get_log("browser")
    assert "413" in complaint["message"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    ["/", "/search?q=big", "/entity/tinynet", "/paper/p1", "/queries", "/queries/outperforms", "/editor", "/nothing"],
)
def test_text_stands_out_and_fits_a_phone(browser, server, path, scheme):
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    phone = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    try:
        _open(browser, server, path)
        if path == "/editor":
            _wait(browser, "return document.documentElement.dataset.editor")
            browser.execute_script(f"{EDITOR}.query()")
            _wait(browser, "return document.documentElement.dataset.answered")
        assert browser.execute_script(CONTRAST) == []
        assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        if path == "/nothing":
            browser.get_log("browser")


def test_pages_work_without_scripts(browser, server):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(f"http://{server.host}:{server.port}/")
        browser.find_element(By.ID, "query").send_keys("TinyNet", Keys.ENTER)
        WebDriverWait(browser, 30).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".hits a"))
        browser.get(f"http://{server.host}:{server.port}/editor")
        browser.find_element(By.CSS_SELECTOR, "#plain button").click()
        WebDriverWait(browser, 30).until(lambda b: "/sparql" in b.current_url)
        browser.get_log("browser")  # the browser's own view of JSON wants a style that no answer allows
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
