"""The site as people meet it: headless Chromium, no way to any other server, every request and message watched."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from asking import Server
from chromium import (
    Holding,
    addresses_asked,
    await_script,
    await_text,
    await_texts,
    click,
    each,
    eventually,
    fill,
    forget,
    in_scheme,
    on_screen,
    press,
    press_with,
    start_chromium,
    texts_of,
    visit,
)
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser

EDITOR = "document.querySelector('.yasqe .CodeMirror').CodeMirror"
HINTS = ".CodeMirror-hint"
OPTION = "#suggestions [role=option]"
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
    with start_chromium(server="127.0.0.1") as started:
        yield started


@pytest.fixture(autouse=True)
def quiet(browser, server) -> Iterator[None]:
    """Whatever a test does, nothing is asked of another server and nothing complains."""
    forget(browser)
    yield
    asked = addresses_asked(browser)
    assert asked
    assert {address for address in asked if not address.startswith(_address(server))} == set()
    assert browser.get_log("browser") == []


def _address(server: Server, path: str = "/") -> str:
    return f"http://{server.host}:{server.port}{path}"


def _await_place(browser: Chrome, path: str) -> None:
    """Wait until a page of this path, with its query, has been loaded."""

    def place(b: Chrome) -> str:
        address, ready = b.execute_script("return [location.href, document.documentElement.dataset.ready]")
        parts = urlsplit(address)
        return (parts.path + (parts.query and f"?{parts.query}")) if ready else f"{address} (loading)"

    eventually(browser, place, path)


def _open_home(browser: Chrome, server: Server) -> None:
    """Open the home page, whose search box has the focus as soon as the page is painted."""
    visit(browser, _address(server))
    await_script(browser, "return document.activeElement.id", "query")


def _await_editor(browser: Chrome) -> None:
    await_script(browser, "return document.documentElement.dataset.editor", "ready")


def _open_editor(browser: Chrome, server: Server, query: str) -> None:
    """Open the editor with a query in it and the cursor at its end."""
    visit(browser, _address(server, "/editor"))
    _await_editor(browser)
    browser.execute_script(f"{EDITOR}.setValue(arguments[0]); {EDITOR}.execCommand('goDocEnd')", query)
    browser.execute_script(f"{EDITOR}.focus()")


def _run(browser: Chrome) -> None:
    answers = "return Number(document.documentElement.dataset.answered ?? 0)"
    before = browser.execute_script(answers)
    press_with(browser, Keys.CONTROL, Keys.ENTER)
    await_script(browser, answers, before + 1)


def test_typing_suggests_and_the_keyboard_opens_what_is_chosen(browser, server):
    visit(browser, _address(server, "/queries"))
    press(browser, "/", "distil")
    await_texts(browser, "#suggestions .name", lambda names: names[:1] == ["knowledge distillation"])
    press(browser, Keys.ARROW_DOWN, Keys.ENTER)
    _await_place(browser, "/entity/knowledge-distillation")
    await_texts(browser, "h1", ["knowledge distillation"])


def test_enter_without_a_choice_sends_the_form(browser, server):
    _open_home(browser, server)
    press(browser, "big", Keys.ENTER)
    _await_place(browser, "/search?q=big")
    await_texts(browser, ".hits .label", Holding("BigNet"))


def test_what_was_chosen_for_a_text_is_not_opened_for_the_next(browser, server):
    _open_home(browser, server)
    press(browser, "distil")
    await_texts(browser, OPTION, len)
    press(browser, Keys.ARROW_DOWN)
    await_texts(browser, "#suggestions [aria-selected=true]", len)
    press(browser, Keys.HOME, "big ", Keys.ENTER)
    _await_place(browser, "/search?q=big+distil")


def test_a_choice_outlives_the_list_of_the_last_key(browser, server):
    _open_home(browser, server)
    press(browser, "dist")
    await_texts(browser, "#suggestions .name", lambda names: names[:1] == ["knowledge distillation"])
    _hold_suggestions(browser)
    press(browser, "il", Keys.ARROW_DOWN)
    _release_suggestions(browser)
    await_texts(browser, "#suggestions [aria-selected=true] .name", ["knowledge distillation"])
    press(browser, Keys.ENTER)
    _await_place(browser, "/entity/knowledge-distillation")


def test_no_suggestion_comes_back_after_escape(browser, server):
    _open_home(browser, server)
    _hold_suggestions(browser)
    press(browser, "distil")
    await_script(browser, "return window.held.length > 0", True)
    press(browser, Keys.ESCAPE)
    _release_suggestions(browser)
    assert each(browser, "#suggestions", "element.hidden") == [True]


def _hold_suggestions(browser: Chrome) -> None:
    """Have answers of the server wait at the door of the page, as they do on a slow line."""
    browser.execute_script(
        "const send = window.fetch; window.held = [];"
        "window.fetch = async (...request) => {"
        "  const answer = await (await send(...request)).json();"
        "  await new Promise((release) => window.held.push(release));"
        "  return { ok: true, json: async () => answer };"
        "};"
    )


def _release_suggestions(browser: Chrome) -> None:
    await_script(browser, "return window.held.length > 0", True)
    browser.execute_script("window.held.forEach((release) => release())")


def test_the_evidence_of_a_relation_unfolds_with_both_ends_marked(browser, server):
    visit(browser, _address(server, "/entity/tinynet"))
    fact = "section[aria-labelledby=relations] .statement:has(.more)"
    assert len(texts_of(browser, fact)) == 1
    click(browser, f"{fact} summary")
    await_texts(browser, f"{fact} mark", ["TinyNet", "BigNet"] * 2)
    assert each(browser, f"{fact} mark", "element.className") == ["h", "t"] * 2
    assert len(set(each(browser, f"{fact} mark", "getComputedStyle(element).backgroundColor"))) == 2


def test_a_question_is_asked_by_its_form_and_opened_in_the_editor(browser, server):
    visit(browser, _address(server, "/queries/papers-by-concept"))
    fill(browser, "form.question input", "KD", Keys.ENTER)
    _await_place(browser, "/queries/papers-by-concept?concept=KD")
    rows = len(await_texts(browser, "tbody tr", len))
    click(browser, "a", "Open in the editor")
    _await_editor(browser)
    browser.execute_script(f"{EDITOR}.focus()")
    _run(browser)
    await_texts(browser, "#results tbody tr", lambda found: len(found) == rows)


def test_the_editor_runs_a_query_and_its_rows_lead_to_pages_of_this_server(browser, server):
    query = "PREFIX kg: <https://kg.example/ontology#>\nSELECT * { ?better kg:outperforms ?worse }"
    _open_editor(browser, server, query)
    _run(browser)
    await_texts(browser, "#results tbody td", ["1", "entity:tinynet", "entity:bignet"])
    links = "#results tbody a.iri"
    assert each(browser, links, "element.target") == ["_blank", "_blank"]  # the query stays where it is
    places = eventually(
        browser,
        lambda b: each(b, links, "element.href"),
        lambda found: all(place.startswith(_address(server, "/resource?")) for place in found),
    )
    visit(browser, places[0])
    await_texts(browser, "h1", ["TinyNet"])


def test_completion_offers_our_terms_and_declares_their_prefix(browser, server):
    _open_editor(browser, server, "SELECT * { ?x ")
    press(browser, "kg:outp")
    await_texts(browser, HINTS, ["kg:outperforms"])
    press(browser, Keys.ENTER)
    completed = "PREFIX kg: <https://kg.example/ontology#>\nSELECT * { ?x kg:outperforms"
    await_script(browser, f"return {EDITOR}.getValue()", completed)


def test_completion_offers_classes_after_a(browser, server):
    _open_editor(browser, server, "PREFIX kg: <https://kg.example/ontology#>\nSELECT * { ?x a ")
    press(browser, "kg:Me")
    await_texts(browser, HINTS, ["kg:Method", "kg:Metric"])


@pytest.mark.parametrize("datatype", ["", "^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML>"])
def test_text_in_an_answer_is_never_markup(browser, server, datatype):
    text = "<img src=x onerror=alert(1)><b>bold</b>"
    _open_editor(browser, server, f"SELECT ?text {{ VALUES ?text {{ '{text}'{datatype} }} }}")
    _run(browser)
    await_text(browser, "#results tbody", Holding(text))
    assert each(browser, "#results tbody img, #results tbody b", "element.outerHTML") == []


def test_every_form_of_answer_is_shown_and_a_refusal_is_told(browser, server):
    _open_editor(browser, server, "ASK { ?s ?p ?o }")
    _run(browser)
    await_text(browser, "#results", Holding("True"))
    _open_editor(browser, server, "CONSTRUCT WHERE { ?s <http://purl.org/dc/terms/title> ?o }")
    _run(browser)
    await_texts(browser, "#results tbody td:nth-child(3)", lambda found: set(found) == {"dcterms:title"})
    click(browser, ".select_response")
    await_texts(browser, "#results .CodeMirror", len)
    _open_editor(browser, server, "SELECT * { ?s ?p ?o . ?a ?b ?c }")
    _run(browser)
    await_text(browser, "#message", Holding("ask for less"))
    (complaint,) = browser.get_log("browser")
    assert "413" in complaint["message"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    ["/", "/search?q=big", "/entity/tinynet", "/paper/p1", "/queries", "/queries/outperforms", "/editor", "/nothing"],
)
def test_text_stands_out_and_fits_a_phone(browser, server, path, scheme):
    with in_scheme(browser, scheme), on_screen(browser, 360, 740, mobile=True):
        visit(browser, _address(server, path))
        if path == "/editor":
            _await_editor(browser)
            browser.execute_script(f"{EDITOR}.query()")
            await_texts(browser, "#results tbody tr", len)
        assert browser.execute_script(CONTRAST) == []
        await_script(browser, "return document.documentElement.scrollWidth <= innerWidth", True)
    if path == "/nothing":
        (complaint,) = browser.get_log("browser")
        assert "404" in complaint["message"]


def test_pages_work_without_scripts(browser, server):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(_address(server))
        fill(browser, "#query", "TinyNet", Keys.ENTER)
        await_texts(browser, ".hits a", len)
        browser.get(_address(server, "/editor"))
        click(browser, "#plain button")
        eventually(browser, lambda b: b.current_url, Holding("/sparql"))
        # the browser's own view of JSON wants a style that no answer allows
        eventually(browser, lambda b: b.get_log("browser"), len)
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
