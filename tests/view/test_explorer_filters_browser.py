"""Filters by year, author and venue, on works as the OpenAlex API gives them, built and opened as a user would."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from chromium import Holding, await_script, await_text, click, each, fill, open_page, pick
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys

from kg.build import build

pytestmark = pytest.mark.browser

DISTILLING, PRUNING, RETRIEVING, OLD = "Distilling BERT", "Pruning ResNet", "Dense retrieval", "Parsing by hand"
JOURNAL, WORKSHOP = "Journal of Small Models", "Workshop on Retrieval, and Ranking"
WORKS = (
    (DISTILLING, 2019, JOURNAL, ("Zoë Ångström", "Ada First"), "We use knowledge distillation to compress BERT."),
    (PRUNING, 2020, JOURNAL, ("Ada First",), "We use weight pruning to compress ResNet on ImageNet."),
    (RETRIEVING, 2022, WORKSHOP, ("Bo Second", "Bob Secondly"), "We use BERT for passage retrieval on MS MARCO."),
    (OLD, None, None, ("Bo Second",), "We use a grammar for parsing."),
)
TITLES = tuple(work[0] for work in WORKS)
COUNT = "#count"


def make_work(number: int, title: str, year: int | None, venue: str | None, authors: tuple[str, ...], text: str):
    """A work with the fields that the API gives."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(text.split()):
        places.setdefault(word, []).append(place)
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": None,
        "title": title,
        "display_name": title,
        "publication_year": year,
        "primary_location": {"landing_page_url": None, "source": {"display_name": venue} if venue else None},
        "locations": [],
        "authorships": [{"author": {"id": None, "display_name": name, "orcid": None}} for name in authors],
        "keywords": [],
        "referenced_works": [f"https://openalex.org/W{number - 1}"] if number > 1 else [],
        "abstract_inverted_index": places,
    }


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> str:
    folder: Path = tmp_path_factory.mktemp("openalex")
    works = [make_work(number, *work) for number, work in enumerate(WORKS, start=1)]
    answer = {"meta": {"count": len(works), "page": 1}, "results": works}
    (folder / "works.json").write_text(json.dumps(answer), encoding="utf-8")
    build([folder / "works.json"], folder / "graph")
    return (folder / "graph" / "explorer.html").as_uri()


@pytest.fixture
def opened(browser, page) -> Chrome:
    open_page(browser, page)
    return browser


def control(name: str) -> str:
    """The selector of a control of the filters."""
    return f'#filters [data-control="{name}"]'


def await_papers(browser: Chrome, *titles: str) -> None:
    script = "return explorer.shown.nodes.filter((node) => node.paper).map((node) => node.name).sort()"
    await_script(browser, script, sorted(titles))


def things(browser: Chrome) -> set[str]:
    return set(browser.execute_script("return explorer.shown.nodes.filter((n) => n.entity).map((n) => n.name)"))


def test_years_keep_the_papers_between_them_and_what_these_name(opened):
    pick(opened, control("from"), "2020")
    await_papers(opened, PRUNING, RETRIEVING)
    await_text(opened, COUNT, Holding("only papers of 2020 to today and what they name"))
    pick(opened, control("to"), "2020")
    await_papers(opened, PRUNING)
    assert "ResNet" in things(opened) and "BERT" not in things(opened)
    await_text(opened, COUNT, Holding("only papers of 2020 and what they name"))


@pytest.mark.parametrize(
    ("typed", "title"), [("Zoë Ångström", DISTILLING), ("angstrom", DISTILLING), ("Bob", RETRIEVING)]
)
def test_an_author_is_found_by_name_or_by_a_part_of_it_that_no_other_has(opened, typed, title):
    fill(opened, control("author"), typed, Keys.TAB)
    await_papers(opened, title)
    await_text(opened, COUNT, Holding("only papers by"))


@pytest.mark.parametrize(("typed", "words"), [("second", "2 names hold that"), ("nobody", "None of that name")])
def test_a_name_of_several_or_of_none_is_told(opened, typed, words):
    fill(opened, control("author"), typed, Keys.TAB)
    await_text(opened, "#filters", Holding(words))
    await_papers(opened, *TITLES)


def test_venue_author_and_year_hold_together_and_a_link_restores_them(opened):
    fill(opened, control("venue"), JOURNAL)
    await_papers(opened, DISTILLING, PRUNING)
    fill(opened, control("author"), "Ada First")
    await_text(opened, COUNT, Holding("only papers by Ada First"))
    pick(opened, control("to"), "2019")
    await_papers(opened, DISTILLING)
    count, address = await_text(opened, COUNT, Holding("2019")), opened.current_url
    open_page(opened, address)
    await_papers(opened, DISTILLING)
    await_text(opened, COUNT, count)
    assert each(opened, control("venue"), "element.value") == [JOURNAL]
    click(opened, control("reset"))
    await_papers(opened, *TITLES)


def test_a_venue_with_a_comma_is_one_venue(opened):
    fill(opened, control("venue"), WORKSHOP)
    await_papers(opened, RETRIEVING)


def test_people_are_shown_with_the_papers_of_one_of_them(opened):
    click(opened, control("kind Person"))
    fill(opened, control("author"), "Ada First")
    await_papers(opened, DISTILLING, PRUNING)
    people = "return explorer.shown.nodes.filter((n) => n.kind.name === 'Person').map((n) => n.name).sort()"
    await_script(opened, people, ["Ada First", "Zoë Ångström"])
