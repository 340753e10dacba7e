"""The page as people meet it: opened from disk in headless Chromium, with every request and message watched."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from chromium import open_page, press, requests, text_of
from page_graphs import HOSTILE, IRIS, make_hostile_graph, make_wide_graph
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from kg.export.html import write_html
from kg.settings import Settings, TextPolicy

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def pages(tmp_path_factory, tiny_graph) -> dict[str, str]:
    folder: Path = tmp_path_factory.mktemp("pages")
    graphs = {"tiny": tiny_graph, "hostile": make_hostile_graph(), "wide": make_wide_graph()}
    for name, graph in graphs.items():
        write_html(graph, folder / f"{name}.html", Settings())
    write_html(tiny_graph, folder / "silent.html", Settings(text=TextPolicy.NONE))
    return {name: (folder / f"{name}.html").as_uri() for name in (*graphs, "silent")}


def shown(browser: Chrome) -> int:
    return browser.execute_script("return picture.shown.length")


def click_canvas(browser: Chrome, place: str) -> None:
    """Click where a place of the drawing, given as a script expression, stands on the screen."""
    x, y = browser.execute_script(
        f"const at = picture.network.canvasToDOM({place}); const box = element('picture').getBoundingClientRect();"
        "return [Math.round(at.x - box.width / 2), Math.round(at.y - box.height / 2)];"
    )
    canvas = browser.find_element(By.ID, "picture")
    ActionChains(browser).move_to_element_with_offset(canvas, x, y).click().pause(0.5).perform()


def select(browser: Chrome, name: str) -> None:
    press(browser, "/", name, Keys.ENTER)


# ---------------------------------------------------------------- safety


@pytest.mark.parametrize("name", ["tiny", "hostile", "wide", "silent"])
def test_opening_and_using_the_page_requests_nothing_and_logs_nothing(browser, pages, name):
    open_page(browser, pages[name])
    press(browser, "/", "a", Keys.ARROW_DOWN, Keys.ENTER)
    browser.find_element(By.CSS_SELECTOR, "#panel .action").click()
    browser.find_element(By.ID, "show-table").click()
    browser.find_element(By.ID, "show-table").click()
    press(browser, Keys.ESCAPE)
    foreign = {url.partition("#")[0] for url in requests(browser) if not url.startswith(("data:", "blob:"))}
    assert foreign == {pages[name]}
    assert browser.get_log("browser") == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(browser, pages, text):
    open_page(browser, f"{pages['hostile']}#{quote(IRIS.entity(text), safe='')}")
    panel = browser.find_element(By.ID, "panel")
    assert browser.execute_script("return graph.nodes[state.selected].iri") == IRIS.entity(text)
    assert panel.find_elements(By.CSS_SELECTOR, "img, script, b") == []
    heading = "document.querySelector('#panel h2').textContent"
    assert browser.execute_script(f"return {heading} === graph.nodes[state.selected].name")
    browser.find_element(By.CSS_SELECTOR, "#panel .statement summary").click()
    WebDriverWait(browser, 5).until(lambda _: panel.find_elements(By.CSS_SELECTOR, "blockquote mark.t"))
    browser.execute_script("selectNode(graph.nodes[state.selected].edges[0].from)")
    links = [a.get_attribute("href") for a in panel.find_elements(By.TAG_NAME, "a")]
    assert all(link.startswith("https://doi.org/") for link in links)
    assert browser.get_log("browser") == []


def test_script_that_a_page_did_not_bring_along_cannot_run(browser, pages):
    open_page(browser, pages["tiny"])
    browser.execute_script(
        "const script = document.createElement('script'); script.textContent = 'window.broken = true';"
        "document.body.append(script);"
    )
    assert browser.execute_script("return window.broken") is None


# ---------------------------------------------------------------- what is drawn


def test_page_says_how_much_of_the_graph_it_shows_and_shows_more_on_demand(browser, pages):
    open_page(browser, pages["wide"])
    assert text_of(browser, "#count").startswith("Showing 300 of 490 nodes")
    browser.find_elements(By.CSS_SELECTOR, "#limits button")[-1].click()
    assert text_of(browser, "#count").startswith("Showing 490 of 490 nodes")


def test_picture_is_the_same_each_time_it_opens(browser, pages):
    places = "return [...picture.places].map(([id, place]) => [id, place.x, place.y])"
    open_page(browser, pages["wide"])
    first = browser.execute_script(places)
    open_page(browser, pages["wide"])
    assert browser.execute_script(places) == first


def test_dots_are_drawn_where_their_nodes_stand(browser, pages):
    open_page(browser, pages["wide"])
    select(browser, browser.execute_script("return graph.byRank.findLast((node) => node.papers).name"))
    WebDriverWait(browser, 5).until(
        lambda b: b.execute_script(
            "const canvas = element('picture').querySelector('canvas');"
            "const ratio = canvas.width / canvas.clientWidth;"
            "const node = graph.nodes[state.selected];"
            "const at = picture.network.canvasToDOM(picture.places.get(node.id));"
            "const pixel = canvas.getContext('2d').getImageData(at.x * ratio, at.y * ratio, 1, 1).data;"
            "const hex = [...pixel].slice(0, 3).map((c) => c.toString(16).padStart(2, '0')).join('');"
            "return `#${hex}` === colourOf(node)"
        )
    )


def test_names_on_the_picture_do_not_cover_each_other(browser, pages):
    open_page(browser, pages["wide"])
    boxes = browser.execute_script(
        "const seen = []; const paint = paintLabel; paintLabel = (c, label, ...rest) => seen.push(label);"
        "drawLabels(element('picture').querySelector('canvas').getContext('2d')); paintLabel = paint; return seen;"
    )
    assert len(boxes) > 10
    for i, a in enumerate(boxes):
        assert not [b for b in boxes[:i] if overlap(a, b)]


def overlap(a, b) -> bool:
    return a["left"] < b["right"] and b["left"] < a["right"] and a["top"] < b["bottom"] and b["top"] < a["bottom"]


def test_legend_counts_and_switches_kinds(browser, pages):
    open_page(browser, pages["tiny"])
    before = shown(browser)
    method = browser.find_element(By.CSS_SELECTOR, "[data-kind=Method]")
    assert method.text.split() == ["Method", "7"]
    method.click()
    assert shown(browser) == before - 7
    browser.find_element(By.CSS_SELECTOR, "[data-kind=Result]").click()
    assert shown(browser) == before - 7 + 2


def test_relations_and_confidence_are_filters_and_reset_undoes_them(browser, pages):
    open_page(browser, pages["tiny"])
    lines = "return picture.lineList.flatMap((line) => line.edges).map((edge) => graph.predicates[edge.p].name)"
    before = browser.execute_script(lines)
    browser.find_element(By.CSS_SELECTOR, "[data-predicate=outperforms]").click()
    assert browser.execute_script(lines) == [name for name in before if name != "outperforms"]
    browser.execute_script(
        "const slider = document.querySelector('[data-filter=confidence]');"
        "slider.value = 0.9; slider.dispatchEvent(new Event('input'));"
    )
    confident = browser.execute_script("return picture.lineList.flatMap((l) => l.edges).map((edge) => edge.c)")
    assert confident and min(confident) >= 0.9
    browser.find_element(By.CSS_SELECTOR, "#filters > .action").click()
    assert sorted(browser.execute_script(lines)) == sorted(before)


def test_table_holds_what_the_picture_shows_and_sorts(browser, pages):
    open_page(browser, pages["tiny"])
    browser.find_element(By.ID, "show-table").click()
    names = "return [...document.querySelectorAll('#table tbody .label')].map((e) => e.textContent)"
    drawn = browser.execute_script("return picture.shown.map((node) => node.name)")
    assert sorted(browser.execute_script(names)) == sorted(drawn)
    browser.find_element(By.CSS_SELECTOR, "[data-column=papers]").click()
    assert browser.execute_script(names)[0] in {"BigNet", "accuracy"}
    assert browser.find_element(By.CSS_SELECTOR, "th[aria-sort=descending]").text.startswith("Papers")


# ---------------------------------------------------------------- finding and reading


def test_click_on_a_dot_shows_the_entity_with_its_evidence(browser, pages):
    open_page(browser, pages["tiny"])
    click_canvas(browser, "graph.nodes.find((node) => node.name === 'TinyNet')")
    panel = text_of(browser, "#panel")
    assert text_of(browser, "#panel h2") == "TinyNet" and panel.startswith("Method")
    assert "Outperforms" in panel and "TinyNet outperforms BigNet on ImageNet." in panel
    assert "TinyNet: Distilling Small Networks" in panel
    marks = [(m.get_attribute("class"), m.text) for m in browser.find_elements(By.CSS_SELECTOR, "#panel mark")]
    assert ("h", "TinyNet") in marks and ("t", "BigNet") in marks


def test_click_on_a_line_shows_every_statement_and_sentence_behind_it(browser, pages):
    open_page(browser, pages["tiny"])
    ends = "['TinyNet', 'BigNet'].map((name) => picture.places.get(graph.nodes.find((n) => n.name === name).id))"
    click_canvas(browser, f"((a, b) => ({{ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }}))(...{ends})")
    panel = text_of(browser, "#panel")
    assert "TinyNet outperforms BigNet on ImageNet." in panel
    assert "TinyNet outperforms BigNet on it too, in nDCG." in panel
    assert "on MS MARCO, ImageNet · in nDCG" in panel or "on ImageNet, MS MARCO · in nDCG" in panel
    assert "Said by 2 papers · confidence 0.91" in panel
    assert "Based on" in panel


def test_what_is_inferred_says_so_and_from_what(browser, pages):
    open_page(browser, pages["tiny"])
    select(browser, "self-teaching")
    panel = text_of(browser, "#panel")
    assert "Kind of (inferred)" in panel and "from what papers say" in panel
    ends = "['self-teaching', 'knowledge distillation']"
    places = f"{ends}.map((name) => picture.places.get(graph.nodes.find((n) => n.name === name).id))"
    click_canvas(browser, f"((a, b) => ({{ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }}))(...{places})")
    panel = text_of(browser, "#panel")
    assert "Inferred from what papers say" in panel and "Self-teaching is a kind of knowledge distillation." in panel


def test_paper_shows_its_record_its_entities_by_role_and_its_results(browser, pages):
    open_page(browser, pages["tiny"])
    select(browser, "distilling small")
    panel = text_of(browser, "#panel")
    for words in (
        "Second Author, First Author",
        "2021 · Workshop on Small Models",
        "Introduces",
        "Uses",
        "Reported results",
    ):
        assert words in panel
    assert "76.1%" in panel and "76.1\\%" not in panel
    links = [a.get_attribute("href") for a in browser.find_elements(By.CSS_SELECTOR, "#panel a")]
    assert links == ["https://doi.org/10.1234/tiny.1", "https://papers.example/tiny?a=1&b=%3C2%3E"]


def test_no_sentence_is_shown_where_none_is_published(browser, pages):
    open_page(browser, pages["silent"])
    select(browser, "TinyNet")
    assert browser.find_elements(By.CSS_SELECTOR, "#panel blockquote, #panel mark") == []
    assert "TinyNet: Distilling Small Networks" in text_of(browser, "#panel")


def test_search_finds_aliases_and_is_worked_by_keys_alone(browser, pages):
    open_page(browser, pages["tiny"])
    press(browser, "/", "kd")
    options = browser.find_elements(By.CSS_SELECTOR, "#suggestions [role=option]")
    assert options[0].text.startswith("KD → knowledge distillation")
    assert options[0].get_attribute("aria-selected") == "true"
    press(browser, Keys.BACK_SPACE * 2, "net")
    first, second = [o.text for o in browser.find_elements(By.CSS_SELECTOR, "#suggestions [role=option]")][:2]
    press(browser, Keys.ARROW_DOWN)
    active = browser.find_element(By.ID, "query").get_attribute("aria-activedescendant")
    assert text_of(browser, f"#{active}") == second != first
    press(browser, Keys.ENTER)
    assert text_of(browser, "#panel h2") in second
    press(browser, Keys.ESCAPE)
    assert text_of(browser, "#panel h2") == "Start here"


def test_search_brings_a_node_that_is_not_drawn_with_its_neighbours(browser, pages):
    open_page(browser, pages["wide"])
    name = browser.execute_script("return graph.byRank.findLast((node) => node.papers).name")
    select(browser, name)
    assert text_of(browser, "#panel h2") == name
    near = "return neighbours(graph.nodes[state.selected]).every((node) => picture.places.has(node.id))"
    assert browser.execute_script(near)
    assert shown(browser) > 300
    press(browser, Keys.ESCAPE)
    assert shown(browser) == 300


def test_only_the_neighbourhood_can_be_drawn(browser, pages):
    open_page(browser, pages["tiny"])
    select(browser, "MS MARCO")
    browser.find_element(By.CSS_SELECTOR, "#panel .action").click()
    drawn = set(browser.execute_script("return picture.shown.map((node) => node.name)"))
    assert drawn == {"MS MARCO", "TinyNet", "4/odd id?"}
    browser.find_element(By.CSS_SELECTOR, "#panel .action").click()
    assert shown(browser) > 3


def test_selection_is_kept_in_the_address_and_restored_from_it(browser, pages):
    open_page(browser, pages["tiny"])
    select(browser, "ImageNet")
    address = browser.current_url
    assert address.endswith(quote(IRIS.entity("imagenet"), safe=""))
    open_page(browser, address)
    assert text_of(browser, "#panel h2") == "ImageNet"
    open_page(browser, f"{pages['tiny']}#{IRIS.paper('4/odd id?')}")
    assert text_of(browser, "#panel h2") == "4/odd id?"
    select(browser, "ImageNet")
    browser.back()
    WebDriverWait(browser, 5).until(lambda b: text_of(b, "#panel h2") == "4/odd id?")


def test_unknown_address_opens_the_page_as_usual(browser, pages):
    open_page(browser, pages["tiny"] + "#%E0%A4%A-no-such-node")
    assert text_of(browser, "#panel h2") == "Start here"


# ---------------------------------------------------------------- screens and readers


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (820, 1100), (380, 740)])
def test_nothing_sticks_out_of_the_window(browser, pages, width, height):
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    open_page(browser, pages["tiny"])
    select(browser, "TinyNet")
    over = "return [document.documentElement, element('panel')].map((e) => e.scrollWidth - e.clientWidth)"
    assert browser.execute_script(over) == [0, 0]
    assert browser.execute_script("return element('picture').clientHeight") > 200
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser, pages, scheme):
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    open_page(browser, pages["tiny"])
    select(browser, "TinyNet")
    read = "return getComputedStyle(document.documentElement).getPropertyValue(arguments[0]).trim()"
    colour = {name: browser.execute_script(read, f"--{name}") for name in PAIRED}
    for front, back in PAIRS:
        assert contrast(colour[front], colour[back]) >= 4.5, (front, back)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


PAIRS = [(front, back) for front in ("ink", "quiet", "accent") for back in ("sheet", "ground", "soft")]
PAIRS += [("ink", "head"), ("ink", "tail"), ("doubt", "sheet")]
PAIRED = sorted({name for pair in PAIRS for name in pair})


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, as WCAG 2.1 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_every_control_has_a_name(browser, pages):
    open_page(browser, pages["tiny"])
    select(browser, "TinyNet")
    nameless = browser.execute_script(
        "return [...document.querySelectorAll('button, input')].filter((e) =>"
        " !(e.ariaLabel || e.textContent.trim() || e.labels?.length)).map((e) => e.outerHTML)"
    )
    assert nameless == []
