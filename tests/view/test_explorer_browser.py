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
    fill,
    in_scheme,
    on_screen,
    open_page,
    pick,
    press,
    runs_planted_script,
    search_for,
    settle,
    slide,
    text_of,
    texts_of,
)
from explorer_pages import write_page
from lxml import etree
from page_graphs import IRIS, WELL_FORMED, make_hostile_graph
from pyoxigraph import RdfFormat, parse
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys

from kg.query import list_queries, run_query
from kg.rdf.dataset import to_dataset
from kg.rdf.description import current_build
from kg.settings import Settings, TextPolicy

pytestmark = pytest.mark.browser

EMOJI = "We test 👩‍🔬 and 𝔘 with BERT 🎉. RoBERTa beats BERT 👍."
MENTIONS = (("BERT", "bert"), ("RoBERTa", "roberta"))
HEADING, PANEL, COUNT = "#panel h2", "#panel", "#count"
CHOSEN = "#suggestions [aria-selected=true]"
MARKS = "[element.className, element.textContent]"


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


def control(name: str) -> str:
    """The selector of a control of the filters."""
    return f'#filters [data-control="{name}"]'


def place_of(name: str) -> str:
    return f"explorer.picture.place(explorer.graph.nodes.find((node) => node.name === '{name}'))"


def await_questions(browser: Chrome) -> None:
    """Wait until the questions are unpacked."""
    eventually(browser, lambda b: each(b, "#question option", "true"), lambda options: len(options) > 1)


# ---------------------------------------------------------------- safety


@pytest.mark.parametrize("name", ["tiny", "hostile", "silent", "emoji"])
def test_opening_and_using_the_page_requests_nothing_and_logs_nothing(browser, pages, name):
    open_page(browser, pages[name])
    press(browser, "/", "a", Keys.ARROW_DOWN, Keys.ENTER, "t", "t", "q")
    await_questions(browser)
    press(browser, "q", "1", Keys.ESCAPE)
    await_text(browser, HEADING, "Start here")
    settle(browser)
    assert addresses_asked(browser) == {pages[name]}
    assert browser.get_log("browser") == []


@pytest.mark.parametrize("text", WELL_FORMED)
def test_hostile_text_is_shown_as_text(browser, pages, text):
    open_page(browser, f"{pages['hostile']}#node={quote(IRIS.entity(text), safe='')}")
    same = "return document.querySelector('#panel h2').textContent === explorer.state.selection.node.name"
    await_script(browser, same, True)
    click(browser, "#panel .row summary")
    await_texts(browser, "#panel blockquote mark.tail", len)
    press(browser, "t")
    await_texts(browser, "#table tbody th", len)
    markup = "#explorer img, #panel img, #panel script, #panel b, #table script"
    assert each(browser, markup, "element.outerHTML") == []
    assert all(link.startswith("https://") for link in each(browser, "#panel a", "element.href"))
    assert browser.get_log("browser") == []


def test_script_that_a_page_did_not_bring_along_cannot_run(browser, pages):
    open_page(browser, pages["tiny"])
    assert not runs_planted_script(browser)


# ---------------------------------------------------------------- finding and filtering


def test_search_finds_names_other_names_and_titles_by_keys_alone(browser, pages):
    open_page(browser, pages["tiny"])
    press(browser, "/", "kd")
    await_text(browser, CHOSEN, Holding("KD → knowledge distillation"))
    press(browser, Keys.ENTER)
    await_text(browser, HEADING, "knowledge distillation")
    press(browser, "/", "small distilling")
    await_text(browser, CHOSEN, Holding("TinyNet: Distilling Small Networks"))
    press(browser, Keys.ESCAPE, Keys.ESCAPE)
    await_text(browser, HEADING, "Start here")


def test_suggestions_close_at_once_and_never_a_moment_into_the_next_search(browser, pages):
    open_page(browser, pages["tiny"])
    press(browser, "/", "net")
    await_text(browser, CHOSEN, len)
    left = "document.getElementById('query').blur(); return document.getElementById('suggestions').hidden"
    assert browser.execute_script(left)


def test_enter_in_an_empty_search_box_takes_nothing_of_the_search_before(browser, pages):
    open_page(browser, pages["tiny"])
    search_for(browser, "kd")
    await_text(browser, HEADING, "knowledge distillation")
    press(browser, Keys.ESCAPE, "/", Keys.ENTER, "small distilling")
    await_text(browser, CHOSEN, Holding("TinyNet: Distilling Small Networks"))
    await_text(browser, HEADING, "Start here")


def test_the_page_says_what_it_shows_and_why_not_the_rest(browser, pages):
    open_page(browser, pages["tiny"])
    await_text(browser, COUNT, Holding("because Result, Person, Venue and Reference are switched off"))
    before = shown(browser)
    await_text(browser, control("kind Method"), lambda text: text.split() == ["Method", "7"])
    click(browser, control("kind Method"))
    eventually(browser, shown, lambda names: "BigNet" in before - names)
    await_text(browser, COUNT, Holding("Method"))
    click(browser, "#count button")
    eventually(browser, shown, before)


def test_relations_and_confidence_are_filters(browser, pages):
    open_page(browser, pages["tiny"])
    before = relations(browser)
    click(browser, "#filters summary")
    click(browser, control("relation outperforms"))
    eventually(browser, relations, [name for name in before if name != "outperforms"])
    slide(browser, control("confidence"), 0.95)
    eventually(browser, relations, lambda names: len(names) < len(before) - 1)
    await_text(browser, COUNT, Holding("confidence 0.95 or more"))


def test_papers_are_filtered_by_year_author_and_venue(browser, pages):
    open_page(browser, pages["tiny"])
    everything = shown(browser)
    assert {"BigNet for Image Classification", "latency", "passage retrieval"} <= everything
    pick(browser, control("from"), "2022")
    names = eventually(browser, shown, lambda names: "BigNet for Image Classification" not in names)
    assert {"weight pruning", "passage retrieval"} <= names and "latency" not in names
    fill(browser, control("author"), "Third Author")
    eventually(browser, shown, lambda names: names and "passage retrieval" not in names)
    click(browser, control("reset"))
    eventually(browser, shown, everything)
    fill(browser, control("venue"), "Workshop on Small Models")
    names = eventually(browser, shown, lambda names: "passage retrieval" not in names)
    assert "latency" in names


def test_degree_and_community_are_filters(browser, pages):
    open_page(browser, pages["tiny"])
    everything = shown(browser)
    assert "latency" in everything
    slide(browser, control("degree"), 5)
    names = eventually(browser, shown, lambda names: "latency" not in names)
    assert "BigNet" in names
    click(browser, control("reset"))
    eventually(browser, shown, everything)
    pick(browser, control("community"), each(browser, f"{control('community')} option", "element.value")[1])
    eventually(browser, shown, lambda names: names < everything)
    await_text(browser, COUNT, Holding("only the community around"))


def test_only_so_many_steps_around_and_only_what_a_paper_introduces(browser, pages):
    open_page(browser, pages["tiny"])
    search_for(browser, "MS MARCO")
    await_text(browser, HEADING, "MS MARCO")
    assert "ImageNet" in shown(browser)
    press(browser, "1")
    near = eventually(browser, shown, lambda names: "ImageNet" not in names)
    assert {"MS MARCO", "TinyNet"} <= near
    press(browser, "2")
    eventually(browser, shown, lambda names: near < names)
    press(browser, Keys.ESCAPE, Keys.ESCAPE)
    search_for(browser, "distilling small")
    await_text(browser, HEADING, "TinyNet: Distilling Small Networks")
    click(browser, "#panel .actions > button:nth-of-type(2)")
    eventually(browser, shown, {"TinyNet", "TinyNet: Distilling Small Networks"})


def test_a_path_between_two_picked_things_is_told_step_by_step(browser, pages):
    open_page(browser, pages["tiny"])
    search_for(browser, "latency")
    click(browser, "#panel button", "Path from here")
    search_for(browser, "passage retrieval")
    await_text(browser, HEADING, "latency → passage retrieval")
    steps = ("Knowledge distillation reduces latency.", "Knowledge distillation is used for passage retrieval.")
    await_text(browser, PANEL, Holding("2 steps", *steps))


# ---------------------------------------------------------------- evidence


def test_a_click_on_a_dot_tells_what_it_is_and_what_papers_say_of_it(browser, pages):
    open_page(browser, pages["tiny"])
    click_at(browser, "#picture", place_of("TinyNet"))
    await_text(browser, HEADING, "TinyNet")
    said = ("said by 2 papers · confidence 0.91", "TinyNet outperforms BigNet on ImageNet.")
    panel = await_text(browser, PANEL, Holding("Outperforms", *said, "Introduced in"))
    assert panel.startswith("Method")


def test_a_click_on_a_line_shows_every_sentence_with_both_ends_marked(browser, pages):
    open_page(browser, pages["tiny"])
    ends = f"{place_of('TinyNet')}, {place_of('BigNet')}"
    click_at(browser, "#picture", f"((a, b) => ({{ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }}))({ends})")
    await_text(browser, HEADING, lambda heading: set(heading.split(" – ")) == {"BigNet", "TinyNet"})
    sentence = "TinyNet outperforms BigNet on ImageNet."
    await_text(browser, PANEL, Holding(sentence, "in nDCG", "found by the rule patterns"))
    marks = each(browser, "#panel mark", MARKS)
    assert ["head", "TinyNet"] in marks and ["tail", "BigNet"] in marks


def test_broader_things_are_stated_or_inferred(browser, pages):
    open_page(browser, pages["tiny"])
    search_for(browser, "self-teaching")
    inferred = "Broader\nInferred\nknowledge distillation\ninferred from what papers say"
    await_text(browser, PANEL, Holding(inferred))
    search_for(browser, "knowledge distillation")
    await_text(browser, PANEL, Holding("Broader\nmodel compression", "Narrower\nInferred\nself-teaching"))


def test_other_names_come_with_why_they_were_merged(browser, pages):
    open_page(browser, f"{pages['emoji']}#node=entity/bert")
    click(browser, "#panel summary", "Why these are one")
    await_text(browser, "#panel table tbody", Holding("BERT model a label of the vocabulary 1.00 1"))


def test_an_abstract_shows_every_mention_where_it_stands_also_after_emoji(browser, pages):
    open_page(browser, f"{pages['emoji']}#node=paper/p")
    await_texts(browser, ".abstract mark", ["BERT", "RoBERTa", "BERT"])
    await_text(browser, ".abstract", EMOJI)
    await_text(browser, HEADING, "Emoji 🎈 matter")
    open_page(browser, f"{pages['emoji']}#line=entity/roberta+entity/bert")
    await_texts(browser, "#panel mark", ["RoBERTa", "BERT"])


def test_a_paper_shows_its_record_entities_results_and_similar_papers(browser, pages):
    open_page(browser, pages["tiny"])
    search_for(browser, "distilling small")
    record = "Second Author, First Author · 2021 · Workshop on Small Models"
    await_text(browser, PANEL, Holding(record, "Introduces", "76.1%", "Most similar papers"))
    links = each(browser, "#panel a", "element.href")
    assert links == ["https://doi.org/10.1234/tiny.1", "https://papers.example/tiny?a=1&b=%3C2%3E"]


def unfold(browser: Chrome) -> None:
    """Open everything that opens, and wait until the sentences are there."""
    each(browser, "details", "element.open = true")
    await_texts(browser, "#panel .row > details > summary:only-child", [])


def test_no_sentence_but_titles_is_shown_where_none_is_published(browser, pages):
    open_page(browser, pages["silent"])
    search_for(browser, "TinyNet")
    await_text(browser, HEADING, "TinyNet")
    unfold(browser)
    await_text(browser, PANEL, Holding("TinyNet: Distilling Small Networks"))
    titles = browser.execute_script("return explorer.graph.papers.map((paper) => paper.name)")
    assert set(texts_of(browser, "#panel blockquote, .teaser")) <= {*titles, ""}


# ---------------------------------------------------------------- table, link, files


def test_the_table_holds_what_the_picture_shows_and_sorts(browser, pages):
    open_page(browser, pages["tiny"])
    press(browser, "t")
    drawn = shown(browser)
    await_texts(browser, "#table tbody th", lambda names: set(names) == drawn)
    click(browser, "[data-column=Name]")
    await_text(browser, "th[aria-sort=ascending]", Holding("Name"))
    ordered = texts_of(browser, "#table tbody th")
    assert ordered == sorted(ordered, key=str.casefold) and set(ordered) == drawn
    click(browser, ".tabs button:nth-of-type(2)")
    await_texts(browser, "#table tbody th", lambda names: len(names) == len(relations(browser)))


def on_show(browser: Chrome) -> tuple[set[str], list[str], str, str]:
    """What is on the screen besides where the camera stands."""
    return shown(browser), relations(browser), text_of(browser, PANEL), text_of(browser, COUNT)


def test_a_link_restores_exactly_what_was_on_screen(browser, pages):
    open_page(browser, pages["tiny"])
    click(browser, control("kind Task"))
    slide(browser, control("confidence"), 0.5)
    search_for(browser, "TinyNet")
    press(browser, "2", "+")
    written = "return location.hash.includes(`%2C${explorer.picture.renderer.getCamera().ratio.toFixed(4)}`)"
    await_script(browser, written, True)
    camera = (
        "const { x, y, ratio } = explorer.picture.renderer.getCamera(); return [x, y, ratio].map((n) => n.toFixed(3))"
    )
    seen, before, address = on_show(browser), browser.execute_script(camera), browser.current_url
    open_page(browser, address)
    eventually(browser, on_show, seen)
    await_script(browser, camera, before)


def test_a_link_to_what_is_no_longer_there_opens_the_rest(browser, pages):
    open_page(browser, f"{pages['tiny']}#node=entity/gone&off=Task,Nothing&years=x-y&camera=1,2&sort=-Nothing&view=odd")
    await_text(browser, HEADING, "Start here")
    eventually(browser, shown, lambda names: names and "image classification" not in names)


def test_what_is_shown_can_be_taken_away(browser, pages, tmp_path):
    open_page(browser, pages["tiny"])
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    for item in range(2, 8):
        click(browser, "#take-away > summary")
        click(browser, f"#take-away li:nth-child({item}) button")
    expected = {"graph.png", "graph.svg", "things.csv", "relations.csv", "graph.gexf", "graph.ttl"}
    eventually(browser, lambda _: {path.name for path in tmp_path.iterdir()}, expected)
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
    await_questions(browser)
    dataset = to_dataset(tiny_graph, Settings(), current_build())
    # the page remembers a query when its answer is shown
    answer = (
        "const said = document.querySelector('.answer .note, .answer .error')?.textContent;"
        "return explorer.state.sparql === document.getElementById('sparql').value ? said : `not yet: ${said}`;"
    )
    for query in list_queries():
        each(browser, "#question", f"(element.value = '{query.name}', element.dispatchEvent(new Event('change')))")
        rows = len(run_query(dataset, query).rows)
        said = await_script(browser, answer, lambda said: not said.startswith("not yet"))
        assert said.startswith(f"{rows} row"), query.name


def test_an_answer_lights_up_in_the_picture_and_a_wrong_query_says_why(browser, pages):
    open_page(browser, pages["tiny"])
    press(browser, "q")
    await_questions(browser)
    pick(browser, "#question", "outperforms")
    await_texts(browser, ".answer table", len)
    await_script(browser, "return [...explorer.lit].map((node) => node.name)", Holding("TinyNet", "BigNet"))
    click(browser, "#ask summary")
    fill(browser, "#sparql", "SELEKT ?x", Keys.CONTROL, Keys.ENTER)
    await_text(browser, ".answer [role=alert]", len)


# ---------------------------------------------------------------- for everyone


def test_the_page_is_worked_by_keyboard_alone(browser, pages):
    open_page(browser, pages["tiny"])
    search_for(browser, "BigNet")
    walked = {await_text(browser, HEADING, "BigNet")}
    for key in (Keys.ARROW_RIGHT, Keys.ARROW_LEFT, Keys.ARROW_UP, Keys.ARROW_DOWN):
        press(browser, key)
        settle(browser)
        walked.add(text_of(browser, HEADING))
    assert len(walked) > 1
    said = "[document.querySelector('#live').textContent, document.querySelector('#panel h2').textContent]"
    await_script(browser, f"return {said}", lambda pair: pair[0].startswith((pair[1], "Nothing lies that way")))
    press(browser, Keys.ESCAPE, "t")
    await_texts(browser, "#table tbody th", lambda names: any(names))
    press(browser, "t", Keys.TAB)
    await_script(browser, "return document.activeElement !== document.body", True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "state",
    ["", "#node=entity/tinynet", "#node=paper/p1", "#line=entity/tinynet+entity/bignet", "#view=table", "#view=ask"],
)
def test_axe_finds_no_serious_violation(browser, pages, scheme, state):
    with in_scheme(browser, scheme):
        open_page(browser, pages["tiny"] + state)
        if state == "#view=ask":
            await_questions(browser)
        unfold(browser)
        settle(browser)
        found = Axe().run(browser)
    serious = [v for v in found["violations"] if v["impact"] in ("serious", "critical")]
    assert not [(v["id"], [node["html"][:120] for node in v["nodes"]][:3]) for v in serious]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (640, 400), (1440, 900)])
def test_nothing_is_cut_off_on_a_phone_or_at_twice_the_size(browser, pages, width, height):
    with on_screen(browser, width, height, ratio=2):
        open_page(browser, f"{pages['tiny']}#node=paper/p1")
        settle(browser)
        assert browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")
        names, cut = browser.execute_script(
            "const { width } = explorer.picture.renderer.getDimensions(); const { names } = explorer.picture;"
            "return [names.length, names.filter((name) => name.x < 0 || name.x > width).length]"
        )
        assert names > 0 and cut == 0


def test_names_on_the_picture_do_not_cover_each_other(browser, pages):
    open_page(browser, pages["tiny"])
    settle(browser)
    boxes = browser.execute_script(
        "const c = document.createElement('canvas').getContext('2d');"
        "return explorer.picture.names.map((name) => { c.font = `450 ${name.size}px system-ui`;"
        "return [name.x, name.y, name.x + c.measureText(name.text).width, name.y + name.size * 0.9]; })"
    )
    assert len(boxes) > 10
    for i, (left, top, right, bottom) in enumerate(boxes):
        assert not [b for b in boxes[:i] if left < b[2] and b[0] < right and top < b[3] and b[1] < bottom]
