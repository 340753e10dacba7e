"""The page as people meet it: opened from disk in headless Chromium, with every request and message watched."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from chromium import (
    Holding,
    addresses_asked,
    await_script,
    await_text,
    await_texts,
    click,
    click_at,
    each,
    eventually,
    in_scheme,
    on_screen,
    open_page,
    press,
    runs_planted_script,
    search_for,
    settle,
    slide,
    text_of,
    texts_of,
)
from page_graphs import HOSTILE, IRIS, make_hostile_graph, make_wide_graph
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys

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


HEADING, PANEL = "#panel h2", "#panel"
NAMES = "return picture.shown.map((node) => node.name)"
MARKS = "[element.className, element.textContent]"


def shown(browser: Chrome) -> int:
    return browser.execute_script("return picture.shown.length")


def click_canvas(browser: Chrome, place: str, heading: str) -> None:
    """Click where a place of the drawing stands on the screen, until it is taken for a click.

    vis-network takes a button that is down for 250 ms for held; on a busy machine a click may last so long.
    """

    def clicked(b: Chrome) -> str:
        click_at(b, "#picture", f"picture.network.canvasToDOM({place})")
        return text_of(b, HEADING)

    eventually(browser, clicked, heading)


def middle_of(one: str, other: str) -> str:
    """A script expression for the middle of the line between two nodes."""
    ends = f"['{one}', '{other}'].map((name) => picture.places.get(graph.nodes.find((n) => n.name === name).id))"
    return f"((a, b) => ({{ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }}))(...{ends})"


# ---------------------------------------------------------------- safety


@pytest.mark.parametrize("name", ["tiny", "hostile", "wide", "silent"])
def test_opening_and_using_the_page_requests_nothing_and_logs_nothing(browser, pages, name):
    open_page(browser, pages[name])
    press(browser, "/", "a", Keys.ARROW_DOWN, Keys.ENTER)
    click(browser, "#panel .action")
    click(browser, "#show-table")
    await_texts(browser, "#table tbody .label", len)
    click(browser, "#show-table")
    press(browser, Keys.ESCAPE)
    await_text(browser, HEADING, "Start here")
    settle(browser)
    assert addresses_asked(browser) == {pages[name]}
    assert browser.get_log("browser") == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_text(browser, pages, text):
    open_page(browser, f"{pages['hostile']}#{quote(IRIS.entity(text), safe='')}")
    await_script(browser, "return graph.nodes[state.selected].iri", IRIS.entity(text))
    assert each(browser, "#panel img, #panel script, #panel b", "element.outerHTML") == []
    heading = "document.querySelector('#panel h2').textContent"
    assert browser.execute_script(f"return {heading} === graph.nodes[state.selected].name")
    click(browser, "#panel .statement summary")
    eventually(browser, lambda b: each(b, "#panel blockquote mark.t", "true"), len)
    browser.execute_script("selectNode(graph.nodes[state.selected].edges[0].from)")
    links = each(browser, "#panel a", "element.href")
    assert all(link.startswith("https://doi.org/") for link in links)
    assert browser.get_log("browser") == []


def test_script_that_a_page_did_not_bring_along_cannot_run(browser, pages):
    open_page(browser, pages["tiny"])
    assert not runs_planted_script(browser)


# ---------------------------------------------------------------- what is drawn


def test_page_says_how_much_of_the_graph_it_shows_and_shows_more_on_demand(browser, pages):
    open_page(browser, pages["wide"])
    await_text(browser, "#count", Holding("Showing 300 of 490 nodes"))
    click(browser, "#limits button:last-child")
    await_text(browser, "#count", Holding("Showing 490 of 490 nodes"))


def test_picture_is_the_same_each_time_it_opens(browser, pages):
    places = "return [...picture.places].map(([id, place]) => [id, place.x, place.y])"
    open_page(browser, pages["wide"])
    first = browser.execute_script(places)
    open_page(browser, pages["wide"])
    assert browser.execute_script(places) == first


def test_dots_are_drawn_where_their_nodes_stand(browser, pages):
    open_page(browser, pages["wide"])
    search_for(browser, browser.execute_script("return graph.byRank.findLast((node) => node.papers).name"))
    wanted = "const node = graph.nodes[state.selected]; return [colourOf(node), node.name]"
    colour, name = browser.execute_script(wanted)
    await_text(browser, HEADING, name)
    await_script(
        browser,
        "const canvas = element('picture').querySelector('canvas');"
        "const ratio = canvas.width / canvas.clientWidth;"
        "const at = picture.network.canvasToDOM(picture.places.get(state.selected));"
        "const pixel = canvas.getContext('2d').getImageData(at.x * ratio, at.y * ratio, 1, 1).data;"
        "return '#' + [...pixel].slice(0, 3).map((c) => c.toString(16).padStart(2, '0')).join('');",
        colour,
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
    await_text(browser, "[data-kind=Method]", lambda text: text.split() == ["Method", "7"])
    click(browser, "[data-kind=Method]")
    eventually(browser, shown, before - 7)
    click(browser, "[data-kind=Result]")
    eventually(browser, shown, before - 7 + 2)


def test_relations_and_confidence_are_filters_and_reset_undoes_them(browser, pages):
    open_page(browser, pages["tiny"])
    lines = "return picture.lineList.flatMap((line) => line.edges).map((edge) => graph.predicates[edge.p].name)"
    before = browser.execute_script(lines)
    click(browser, "[data-predicate=outperforms]")
    await_script(browser, lines, [name for name in before if name != "outperforms"])
    slide(browser, "[data-filter=confidence]", 0.9)
    confidences = "return picture.lineList.flatMap((l) => l.edges).map((edge) => edge.c)"
    await_script(browser, confidences, lambda found: found and min(found) >= 0.9)
    click(browser, "#filters > .action")
    await_script(browser, lines, lambda names: sorted(names) == sorted(before))


def test_table_holds_what_the_picture_shows_and_sorts(browser, pages):
    open_page(browser, pages["tiny"])
    click(browser, "#show-table")
    drawn = sorted(browser.execute_script(NAMES))
    await_texts(browser, "#table tbody .label", lambda names: sorted(names) == drawn)
    click(browser, "[data-column=papers]")
    await_texts(browser, "#table tbody .label", lambda names: names[0] in {"BigNet", "accuracy"})
    await_text(browser, "th[aria-sort=descending]", "Papers")


# ---------------------------------------------------------------- finding and reading


def test_click_on_a_dot_shows_the_entity_with_its_evidence(browser, pages):
    open_page(browser, pages["tiny"])
    click_canvas(browser, "graph.nodes.find((node) => node.name === 'TinyNet')", "TinyNet")
    panel = await_text(browser, PANEL, Holding("Outperforms", "TinyNet outperforms BigNet on ImageNet."))
    assert panel.startswith("Method") and "TinyNet: Distilling Small Networks" in panel
    marks = each(browser, "#panel mark", MARKS)
    assert ["h", "TinyNet"] in marks and ["t", "BigNet"] in marks


def test_click_on_a_line_shows_every_statement_and_sentence_behind_it(browser, pages):
    open_page(browser, pages["tiny"])
    click_canvas(browser, middle_of("TinyNet", "BigNet"), "Why these two are joined")
    panel = await_text(browser, PANEL, Holding("TinyNet outperforms BigNet on ImageNet."))
    assert "TinyNet outperforms BigNet on it too, in nDCG." in panel
    assert "on MS MARCO, ImageNet · in nDCG" in panel or "on ImageNet, MS MARCO · in nDCG" in panel
    assert "Said by 2 papers · confidence 0.91" in panel
    assert "Based on" in panel


def test_what_is_inferred_says_so_and_from_what(browser, pages):
    open_page(browser, pages["tiny"])
    search_for(browser, "self-teaching")
    await_text(browser, PANEL, Holding("Kind of (inferred)", "from what papers say"))
    click_canvas(browser, middle_of("self-teaching", "knowledge distillation"), "Why these two are joined")
    sentence = "Self-teaching is a kind of knowledge distillation."
    await_text(browser, PANEL, Holding("Inferred from what papers say", sentence))


def test_paper_shows_its_record_its_entities_by_role_and_its_results(browser, pages):
    open_page(browser, pages["tiny"])
    search_for(browser, "distilling small")
    record = ("Second Author, First Author", "2021 · Workshop on Small Models")
    panel = await_text(browser, PANEL, Holding(*record, "Introduces", "Uses", "Reported results"))
    assert "76.1%" in panel and "76.1\\%" not in panel
    links = each(browser, "#panel a", "element.href")
    assert links == ["https://doi.org/10.1234/tiny.1", "https://papers.example/tiny?a=1&b=%3C2%3E"]


def test_no_sentence_is_shown_where_none_is_published(browser, pages):
    open_page(browser, pages["silent"])
    search_for(browser, "TinyNet")
    await_text(browser, HEADING, "TinyNet")
    assert "TinyNet: Distilling Small Networks" in text_of(browser, PANEL)
    assert texts_of(browser, "#panel blockquote, #panel mark") == []


def test_search_finds_aliases_and_is_worked_by_keys_alone(browser, pages):
    open_page(browser, pages["tiny"])
    press(browser, "/", "kd")
    option = await_text(browser, "#suggestions [role=option]", Holding("KD → knowledge distillation"))
    await_text(browser, "#suggestions [aria-selected=true]", option)
    press(browser, Keys.BACK_SPACE * 2, "net")
    first, second = await_texts(browser, "#suggestions [role=option]", lambda all_: option not in all_[:1])[:2]
    assert first != second
    press(browser, Keys.ARROW_DOWN)
    await_text(browser, "#suggestions [aria-selected=true]", second)
    (active,) = each(browser, "#query", "element.getAttribute('aria-activedescendant')")
    assert text_of(browser, f"#{active}") == second
    press(browser, Keys.ENTER)
    await_text(browser, HEADING, lambda heading: heading in second)
    press(browser, Keys.ESCAPE)
    await_text(browser, HEADING, "Start here")


def test_suggestions_close_at_once_and_never_a_moment_into_the_next_search(browser, pages):
    open_page(browser, pages["tiny"])
    press(browser, "/", "net")
    await_texts(browser, "#suggestions [role=option]", len)
    assert browser.execute_script("element('query').blur(); return element('suggestions').hidden")


def test_search_brings_a_node_that_is_not_drawn_with_its_neighbours(browser, pages):
    open_page(browser, pages["wide"])
    name = browser.execute_script("return graph.byRank.findLast((node) => node.papers).name")
    search_for(browser, name)
    await_text(browser, HEADING, name)
    near = "return neighbours(graph.nodes[state.selected]).every((node) => picture.places.has(node.id))"
    await_script(browser, near, True)
    assert shown(browser) > 300
    press(browser, Keys.ESCAPE)
    eventually(browser, shown, 300)


def test_only_the_neighbourhood_can_be_drawn(browser, pages):
    open_page(browser, pages["tiny"])
    search_for(browser, "MS MARCO")
    await_text(browser, HEADING, "MS MARCO")
    click(browser, "#panel .action")
    await_script(browser, NAMES, lambda names: set(names) == {"MS MARCO", "TinyNet", "4/odd id?"})
    click(browser, "#panel .action")
    eventually(browser, shown, lambda count: count > 3)


def test_selection_is_kept_in_the_address_and_restored_from_it(browser, pages):
    open_page(browser, pages["tiny"])
    search_for(browser, "ImageNet")
    fragment = quote(IRIS.entity("imagenet"), safe="")
    address = eventually(browser, lambda b: b.current_url, lambda url: url.endswith(fragment))
    open_page(browser, address)
    await_text(browser, HEADING, "ImageNet")
    open_page(browser, f"{pages['tiny']}#{IRIS.paper('4/odd id?')}")
    await_text(browser, HEADING, "4/odd id?")
    search_for(browser, "ImageNet")
    await_text(browser, HEADING, "ImageNet")
    browser.back()
    await_text(browser, HEADING, "4/odd id?")


def test_unknown_address_opens_the_page_as_usual(browser, pages):
    open_page(browser, pages["tiny"] + "#%E0%A4%A-no-such-node")
    await_text(browser, HEADING, "Start here")


# ---------------------------------------------------------------- screens and readers


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (820, 1100), (380, 740)])
def test_nothing_sticks_out_of_the_window(browser, pages, width, height):
    with on_screen(browser, width, height):
        open_page(browser, pages["tiny"])
        search_for(browser, "TinyNet")
        await_text(browser, HEADING, "TinyNet")
        over = "return [document.documentElement, element('panel')].map((e) => e.scrollWidth - e.clientWidth)"
        await_script(browser, over, [0, 0])
        await_script(browser, "return element('picture').clientHeight", lambda height: height > 200)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(browser, pages, scheme):
    with in_scheme(browser, scheme):
        open_page(browser, pages["tiny"])
        read = "return getComputedStyle(document.documentElement).getPropertyValue(arguments[0]).trim()"
        colour = {name: browser.execute_script(read, f"--{name}") for name in PAIRED}
    for front, back in PAIRS:
        assert contrast(colour[front], colour[back]) >= 4.5, (front, back)


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
    search_for(browser, "TinyNet")
    await_text(browser, HEADING, "TinyNet")
    nameless = browser.execute_script(
        "return [...document.querySelectorAll('button, input')].filter((e) =>"
        " !(e.ariaLabel || e.textContent.trim() || e.labels?.length)).map((e) => e.outerHTML)"
    )
    assert nameless == []
