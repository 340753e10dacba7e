"""The explorer as people meet it: opened from disk in headless Chromium, with every request and message watched."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from urllib.parse import quote

import networkx
import pytest
from axe_core_python.selenium import Axe
from builders import annotate, assemble, make_small_vocabulary, thing
from chromium import open_page, press, requests, text_of
from explorer_pages import write_page
from lxml import etree
from page_graphs import IRIS, WELL_FORMED, make_hostile_graph
from pyoxigraph import RdfFormat, parse
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from kg.query import list_queries, run_query
from kg.rdf.dataset import to_dataset
from kg.rdf.description import current_build
from kg.settings import Settings, TextPolicy

pytestmark = pytest.mark.browser

EMOJI = "We test 👩‍🔬 and 𝔘 with BERT 🎉. RoBERTa beats BERT 👍."
MENTIONS = (("BERT", "bert"), ("RoBERTa", "roberta"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory, tiny_graph) -> dict[str, str]:
    folder: Path = tmp_path_factory.mktemp("explorers")
    hostile, emoji = make_hostile_graph(WELL_FORMED), make_emoji_graph(folder / "emoji")
    written = {
        "tiny": write_page(tiny_graph, folder / "tiny"),
        "hostile": write_page(hostile, folder / "hostile"),
        "silent": write_page(tiny_graph, folder / "silent", Settings(text=TextPolicy.NONE)),
        "emoji": write_page(emoji, folder / "emoji"),
    }
    return {name: path.as_uri() for name, path in written.items()}


def make_emoji_graph(folder: Path):
    """A paper with letters of two UTF-16 units, and beside it every mention and a ledger, as a build has them."""
    folder.mkdir()
    said = annotate(
        "p", EMOJI, thing("BERT"), thing("RoBERTa"), title="Emoji 🎈 matter", says=[("RoBERTa", "outperforms", "BERT")]
    )
    text = said.paper.text
    entities = [
        {"node": IRIS.entity(key), "mentions": [{"start": at, "end": at + len(name)} for at in _places(text, name)]}
        for name, key in MENTIONS
    ]
    (folder / "annotations.jsonl").write_text(json.dumps({"id": "p", "entities": entities}) + "\n", encoding="utf-8")
    ledger = f"entity\tsurface\trule\tscore\tpapers\n{IRIS.entity('bert')}\tBERT model\tvocabulary: label\t1\t1\n"
    (folder / "merges.tsv").write_text(ledger, encoding="utf-8")
    return assemble([said], make_small_vocabulary()).graph


def _places(text: str, name: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(name, at) and not text[at - 1].isalpha()]


def shown(browser: Chrome) -> set[str]:
    return set(browser.execute_script("return explorer.shown.nodes.map((node) => node.name)"))


def relations(browser: Chrome) -> list[str]:
    return browser.execute_script("return explorer.shown.edges.map((edge) => edge.predicate.name)")


def select(browser: Chrome, name: str) -> None:
    press(browser, "/", name, Keys.ENTER)


def heading(browser: Chrome) -> str:
    return text_of(browser, "#panel h2")


def control(browser: Chrome, name: str):
    return browser.find_element(By.CSS_SELECTOR, f'#filters [data-control="{name}"]')


def set_slider(browser: Chrome, name: str, value: float) -> None:
    browser.execute_script(
        "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change'))",
        control(browser, name),
        value,
    )


def click_stage(browser: Chrome, place: str) -> None:
    """Click where a script expression says that something stands on the stage."""
    x, y = browser.execute_script(
        f"const at = {place}; const box = document.getElementById('picture').getBoundingClientRect();"
        "return [Math.round(at.x - box.width / 2), Math.round(at.y - box.height / 2)];"
    )
    stage = browser.find_element(By.ID, "picture")
    ActionChains(browser).move_to_element_with_offset(stage, x, y).pause(0.1).click().pause(0.5).perform()


def place_of(name: str) -> str:
    return f"explorer.picture.place(explorer.graph.nodes.find((node) => node.name === '{name}'))"


# ---------------------------------------------------------------- safety


@pytest.mark.parametrize("name", ["tiny", "hostile", "silent", "emoji"])
def test_opening_and_using_the_page_requests_nothing_and_logs_nothing(browser, pages, name):
    open_page(browser, pages[name])
    press(browser, "/", "a", Keys.ARROW_DOWN, Keys.ENTER)
    for key in ("t", "t", "q", "q", "1", Keys.ESCAPE):
        press(browser, key)
    foreign = {url.partition("#")[0] for url in requests(browser) if not url.startswith(("data:", "blob:"))}
    assert foreign == {pages[name]}
    assert browser.get_log("browser") == []


@pytest.mark.parametrize("text", WELL_FORMED)
def test_hostile_text_is_shown_as_text(browser, pages, text):
    open_page(browser, f"{pages['hostile']}#node={quote(IRIS.entity(text), safe='')}")
    assert browser.execute_script(
        "return document.querySelector('#panel h2').textContent === explorer.state.selection.node.name"
    )
    browser.find_element(By.CSS_SELECTOR, "#panel .row summary").click()
    WebDriverWait(browser, 5).until(lambda b: b.find_elements(By.CSS_SELECTOR, "#panel blockquote mark.tail"))
    press(browser, "t")
    assert (
        browser.find_elements(By.CSS_SELECTOR, "#explorer img, #panel img, #panel script, #panel b, #table script")
        == []
    )
    links = [a.get_attribute("href") for a in browser.find_elements(By.CSS_SELECTOR, "#panel a")]
    assert all(link.startswith("https://") for link in links)
    assert browser.get_log("browser") == []


def test_script_that_a_page_did_not_bring_along_cannot_run(browser, pages):
    open_page(browser, pages["tiny"])
    browser.execute_script(
        "const script = document.createElement('script'); script.textContent = 'window.broken = true';"
        "document.body.append(script);"
    )
    assert browser.execute_script("return window.broken") is None


# ---------------------------------------------------------------- finding and filtering


def test_search_finds_names_other_names_and_titles_by_keys_alone(browser, pages):
    open_page(browser, pages["tiny"])
    press(browser, "/", "kd")
    options = browser.find_elements(By.CSS_SELECTOR, "#suggestions [role=option]")
    assert options[0].text.startswith("KD → knowledge distillation")
    press(browser, Keys.ENTER)
    assert heading(browser) == "knowledge distillation"
    press(browser, "/", "small distilling")
    assert text_of(browser, "#suggestions [aria-selected=true]").startswith("TinyNet: Distilling Small Networks")
    press(browser, Keys.ESCAPE, Keys.ESCAPE)
    assert heading(browser) == "Start here"


def test_the_page_says_what_it_shows_and_why_not_the_rest(browser, pages):
    open_page(browser, pages["tiny"])
    assert "because Result, Person, Venue and Reference are switched off" in text_of(browser, "#count")
    before = shown(browser)
    method = control(browser, "kind Method")
    assert method.text.split() == ["Method", "7"]
    method.click()
    assert "BigNet" in before - shown(browser)
    assert "Method" in text_of(browser, "#count")
    browser.find_element(By.CSS_SELECTOR, "#count button").click()
    assert shown(browser) == before


def test_relations_and_confidence_are_filters(browser, pages):
    open_page(browser, pages["tiny"])
    before = relations(browser)
    browser.find_element(By.CSS_SELECTOR, "#filters summary").click()
    control(browser, "relation outperforms").click()
    assert relations(browser) == [name for name in before if name != "outperforms"]
    set_slider(browser, "confidence", 0.95)
    assert len(relations(browser)) < len(before) - 1
    assert "confidence 0.95 or more" in text_of(browser, "#count")


def test_papers_are_filtered_by_year_author_and_venue(browser, pages):
    open_page(browser, pages["tiny"])
    Select(control(browser, "from")).select_by_value("2022")
    assert "BigNet for Image Classification" not in shown(browser)
    assert "weight pruning" in shown(browser) and "latency" not in shown(browser)
    control(browser, "author").send_keys("Third Author")
    assert "passage retrieval" not in shown(browser)
    control(browser, "reset").click()
    control(browser, "venue").send_keys("Workshop on Small Models")
    assert "passage retrieval" not in shown(browser) and "latency" in shown(browser)


def test_degree_and_community_are_filters(browser, pages):
    open_page(browser, pages["tiny"])
    everything = shown(browser)
    set_slider(browser, "degree", 5)
    assert "BigNet" in shown(browser) and "latency" not in shown(browser)
    control(browser, "reset").click()
    Select(control(browser, "community")).select_by_index(1)
    assert shown(browser) < everything
    assert "only the community around" in text_of(browser, "#count")


def test_only_so_many_steps_around_and_only_what_a_paper_introduces(browser, pages):
    open_page(browser, pages["tiny"])
    select(browser, "MS MARCO")
    press(browser, "1")
    near = shown(browser)
    assert {"MS MARCO", "TinyNet"} <= near and "ImageNet" not in near
    press(browser, "2")
    assert near < shown(browser)
    press(browser, Keys.ESCAPE, Keys.ESCAPE)
    select(browser, "distilling small")
    browser.find_elements(By.CSS_SELECTOR, "#panel .actions > button")[1].click()
    assert shown(browser) == {"TinyNet", "TinyNet: Distilling Small Networks"}


def test_a_path_between_two_picked_things_is_told_step_by_step(browser, pages):
    open_page(browser, pages["tiny"])
    select(browser, "latency")
    browser.find_element(By.XPATH, "//button[.='Path from here']").click()
    select(browser, "passage retrieval")
    assert heading(browser) == "latency → passage retrieval"
    panel = text_of(browser, "#panel")
    assert "2 steps" in panel
    assert "Knowledge distillation reduces latency." in panel
    assert "Knowledge distillation is used for passage retrieval." in panel


# ---------------------------------------------------------------- evidence


def test_a_click_on_a_dot_tells_what_it_is_and_what_papers_say_of_it(browser, pages):
    open_page(browser, pages["tiny"])
    click_stage(browser, place_of("TinyNet"))
    panel = text_of(browser, "#panel")
    assert heading(browser) == "TinyNet" and panel.startswith("Method")
    for words in (
        "Outperforms",
        "said by 2 papers · confidence 0.91",
        "Introduced in",
        "TinyNet outperforms BigNet on ImageNet.",
    ):
        assert words in panel


def test_a_click_on_a_line_shows_every_sentence_with_both_ends_marked(browser, pages):
    open_page(browser, pages["tiny"])
    click_stage(
        browser,
        f"((a, b) => ({{ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }}))({place_of('TinyNet')}, {place_of('BigNet')})",
    )
    panel = text_of(browser, "#panel")
    assert set(heading(browser).split(" – ")) == {"BigNet", "TinyNet"}
    assert "TinyNet outperforms BigNet on ImageNet." in panel
    assert "in nDCG" in panel and "found by the rule patterns" in panel
    marks = [(m.get_attribute("class"), m.text) for m in browser.find_elements(By.CSS_SELECTOR, "#panel mark")]
    assert ("head", "TinyNet") in marks and ("tail", "BigNet") in marks


def test_broader_things_are_stated_or_inferred(browser, pages):
    open_page(browser, pages["tiny"])
    select(browser, "self-teaching")
    assert "Broader\nInferred\nknowledge distillation\ninferred from what papers say" in text_of(browser, "#panel")
    select(browser, "knowledge distillation")
    panel = text_of(browser, "#panel")
    assert "Broader\nmodel compression" in panel and "Narrower\nInferred\nself-teaching" in panel


def test_other_names_come_with_why_they_were_merged(browser, pages):
    open_page(browser, f"{pages['emoji']}#node=entity/bert")
    browser.find_element(By.XPATH, "//summary[.='Why these are one']").click()
    assert "BERT model a label of the vocabulary 1.00 1" in text_of(browser, "#panel table tbody")


def test_an_abstract_shows_every_mention_where_it_stands_also_after_emoji(browser, pages):
    open_page(browser, f"{pages['emoji']}#node=paper/p")
    marks = browser.find_elements(By.CSS_SELECTOR, ".abstract mark")
    assert [mark.text for mark in marks] == ["BERT", "RoBERTa", "BERT"]
    assert text_of(browser, ".abstract") == EMOJI
    assert heading(browser) == "Emoji 🎈 matter"
    open_page(browser, f"{pages['emoji']}#line=entity/roberta+entity/bert")
    assert [m.text for m in browser.find_elements(By.CSS_SELECTOR, "#panel mark")] == ["RoBERTa", "BERT"]


def test_a_paper_shows_its_record_entities_results_and_similar_papers(browser, pages):
    open_page(browser, pages["tiny"])
    select(browser, "distilling small")
    panel = text_of(browser, "#panel")
    for words in (
        "Second Author, First Author · 2021 · Workshop on Small Models",
        "Introduces",
        "76.1%",
        "Most similar papers",
    ):
        assert words in panel
    links = [a.get_attribute("href") for a in browser.find_elements(By.CSS_SELECTOR, "#panel a")]
    assert links == ["https://doi.org/10.1234/tiny.1", "https://papers.example/tiny?a=1&b=%3C2%3E"]


def test_no_sentence_but_titles_is_shown_where_none_is_published(browser, pages):
    open_page(browser, pages["silent"])
    select(browser, "TinyNet")
    for row in browser.find_elements(By.CSS_SELECTOR, "#panel .row > details > summary"):
        row.click()
    titles = browser.execute_script("return explorer.graph.papers.map((paper) => paper.name)")
    quoted = [
        quote.text for quote in browser.find_elements(By.CSS_SELECTOR, "#panel blockquote, .teaser") if quote.text
    ]
    assert set(quoted) <= set(titles)
    assert "TinyNet: Distilling Small Networks" in text_of(browser, "#panel")


# ---------------------------------------------------------------- table, link, files


def test_the_table_holds_what_the_picture_shows_and_sorts(browser, pages):
    open_page(browser, pages["tiny"])
    names = "return [...document.querySelectorAll('#table tbody th')].map((e) => e.textContent)"
    press(browser, "t")
    assert set(browser.execute_script(names)) == shown(browser)
    browser.find_element(By.CSS_SELECTOR, "[data-column=Name]").click()
    assert browser.find_element(By.CSS_SELECTOR, "th[aria-sort=ascending]").text.startswith("Name")
    ordered = browser.execute_script(names)
    assert ordered == sorted(ordered, key=str.casefold)
    browser.find_elements(By.CSS_SELECTOR, ".tabs button")[1].click()
    assert len(browser.execute_script(names)) == len(relations(browser))


def test_a_link_restores_exactly_what_was_on_screen(browser, pages):
    open_page(browser, pages["tiny"])
    control(browser, "kind Task").click()
    set_slider(browser, "confidence", 0.5)
    select(browser, "TinyNet")
    press(browser, "2")
    press(browser, "+")
    written = "return location.hash.includes(`%2C${explorer.picture.renderer.getCamera().ratio.toFixed(4)}`)"
    WebDriverWait(browser, 5).until(lambda b: b.execute_script(written))
    seen = (shown(browser), relations(browser), text_of(browser, "#panel"), text_of(browser, "#count"))
    camera = (
        "const { x, y, ratio } = explorer.picture.renderer.getCamera(); return [x, y, ratio].map((n) => n.toFixed(3))"
    )
    before, address = browser.execute_script(camera), browser.current_url
    open_page(browser, address)
    assert (shown(browser), relations(browser), text_of(browser, "#panel"), text_of(browser, "#count")) == seen
    assert browser.execute_script(camera) == before


def test_a_link_to_what_is_no_longer_there_opens_the_rest(browser, pages):
    open_page(browser, f"{pages['tiny']}#node=entity/gone&off=Task,Nothing&years=x-y&camera=1,2&sort=-Nothing&view=odd")
    assert heading(browser) == "Start here" and "image classification" not in shown(browser)


def test_what_is_shown_can_be_taken_away(browser, pages, tmp_path):
    open_page(browser, pages["tiny"])
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    for item in range(1, 7):
        browser.find_element(By.CSS_SELECTOR, "#take-away > summary").click()
        browser.find_elements(By.CSS_SELECTOR, "#take-away li button")[item].click()
    expected = {"graph.png", "graph.svg", "things.csv", "relations.csv", "graph.gexf", "graph.ttl"}
    WebDriverWait(browser, 10).until(lambda _: {path.name for path in tmp_path.iterdir()} == expected)
    things = list(csv.DictReader((tmp_path / "things.csv").open(encoding="utf-8", newline="")))
    assert {row["Name"] for row in things} == shown(browser)
    gexf = networkx.read_gexf(tmp_path / "graph.gexf")
    assert {gexf.nodes[node]["label"] for node in gexf} == shown(browser)
    triples = set(parse(path=str(tmp_path / "graph.ttl"), format=RdfFormat.TURTLE))
    assert len(triples) > len(relations(browser))
    assert etree.parse(tmp_path / "graph.svg").getroot().tag == "{http://www.w3.org/2000/svg}svg"
    assert (tmp_path / "graph.png").read_bytes().startswith(b"\x89PNG")


# ---------------------------------------------------------------- questions


def test_every_shipped_question_gets_the_rows_that_kg_query_gives(browser, pages, tiny_graph):
    open_page(browser, pages["tiny"])
    press(browser, "q")
    WebDriverWait(browser, 20).until(lambda b: len(b.find_elements(By.CSS_SELECTOR, "#question option")) > 1)
    dataset = to_dataset(tiny_graph, Settings(), current_build())
    for query in list_queries():
        browser.execute_script("explorer.asking.answer.replaceChildren()")
        Select(browser.find_element(By.ID, "question")).select_by_value(query.name)
        browser.find_element(By.CSS_SELECTOR, "#ask .primary").click()
        WebDriverWait(browser, 20).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".answer table, .answer .error"))
        rows = len(run_query(dataset, query).rows)
        assert text_of(browser, ".answer .note").startswith(f"{rows} row"), query.name


def test_an_answer_lights_up_in_the_picture_and_a_wrong_query_says_why(browser, pages):
    open_page(browser, pages["tiny"])
    press(browser, "q")
    WebDriverWait(browser, 20).until(lambda b: len(b.find_elements(By.CSS_SELECTOR, "#question option")) > 1)
    Select(browser.find_element(By.ID, "question")).select_by_value("outperforms")
    WebDriverWait(browser, 20).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".answer table"))
    lit = browser.execute_script("return [...explorer.lit].map((node) => node.name)")
    assert {"TinyNet", "BigNet"} <= set(lit)
    browser.find_element(By.CSS_SELECTOR, "#ask summary").click()
    editor = browser.find_element(By.ID, "sparql")
    editor.clear()
    editor.send_keys("SELEKT ?x", Keys.CONTROL, Keys.ENTER)
    WebDriverWait(browser, 20).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".answer [role=alert]"))


# ---------------------------------------------------------------- for everyone


def test_the_page_is_worked_by_keyboard_alone(browser, pages):
    open_page(browser, pages["tiny"])
    select(browser, "BigNet")
    walked = set()
    for key in (Keys.ARROW_RIGHT, Keys.ARROW_LEFT, Keys.ARROW_UP, Keys.ARROW_DOWN):
        press(browser, key)
        walked.add(heading(browser))
    assert len(walked) > 1
    WebDriverWait(browser, 5).until(
        lambda b: text_of(b, "#live").startswith(heading(b)) or "lies that way" in text_of(b, "#live")
    )
    press(browser, Keys.ESCAPE, "t")
    assert browser.find_element(By.ID, "table").is_displayed()
    press(browser, "t", Keys.TAB)
    assert browser.execute_script("return document.activeElement !== document.body")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "state",
    ["", "#node=entity/tinynet", "#node=paper/p1", "#line=entity/tinynet+entity/bignet", "#view=table", "#view=ask"],
)
def test_axe_finds_no_serious_violation(browser, pages, scheme, state):
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    open_page(browser, pages["tiny"] + state)
    browser.execute_script("document.querySelectorAll('details').forEach((details) => (details.open = true))")
    found = Axe().run(browser)
    serious = [v for v in found["violations"] if v["impact"] in ("serious", "critical")]
    assert not [(v["id"], [node["html"][:120] for node in v["nodes"]][:3]) for v in serious]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (640, 400), (1440, 900)])
def test_nothing_is_cut_off_on_a_phone_or_at_twice_the_size(browser, pages, width, height):
    size = {"width": width, "height": height, "deviceScaleFactor": 2, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        open_page(browser, f"{pages['tiny']}#node=paper/p1")
        assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
        names = browser.execute_script(
            "const { width } = explorer.picture.renderer.getDimensions();"
            "return explorer.picture.names.filter((name) => name.x < 0 || name.x > width).length"
        )
        assert names == 0
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_names_on_the_picture_do_not_cover_each_other(browser, pages):
    open_page(browser, pages["tiny"])
    boxes = browser.execute_script(
        "const c = document.createElement('canvas').getContext('2d');"
        "return explorer.picture.names.map((name) => { c.font = `450 ${name.size}px system-ui`;"
        "return [name.x, name.y, name.x + c.measureText(name.text).width, name.y + name.size * 0.9]; })"
    )
    assert len(boxes) > 10
    for i, (left, top, right, bottom) in enumerate(boxes):
        assert not [b for b in boxes[:i] if left < b[2] and b[0] < right and top < b[3] and b[1] < bottom]
