"""Filters by year, author and venue, on works as the OpenAlex API gives them, built and opened as a user would."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from chromium import open_page, text_of
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

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


def control(browser: Chrome, name: str):
    return browser.find_element(By.CSS_SELECTOR, f'#filters [data-control="{name}"]')


def wait_for_papers(browser: Chrome, *titles: str) -> None:
    script = "return explorer.shown.nodes.filter((node) => node.paper).map((node) => node.name)"
    WebDriverWait(browser, 10).until(lambda b: sorted(b.execute_script(script)) == sorted(titles), titles)


def things(browser: Chrome) -> set[str]:
    return set(browser.execute_script("return explorer.shown.nodes.filter((n) => n.entity).map((n) => n.name)"))


def test_years_keep_the_papers_between_them_and_what_these_name(opened):
    Select(control(opened, "from")).select_by_value("2020")
    wait_for_papers(opened, PRUNING, RETRIEVING)
    assert "only papers of 2020 to today and what they name" in text_of(opened, "#count")
    Select(control(opened, "to")).select_by_value("2020")
    wait_for_papers(opened, PRUNING)
    assert "ResNet" in things(opened) and "BERT" not in things(opened)
    assert "only papers of 2020 and what they name" in text_of(opened, "#count")


@pytest.mark.parametrize(
    ("typed", "title"), [("Zoë Ångström", DISTILLING), ("angstrom", DISTILLING), ("Bob", RETRIEVING)]
)
def test_an_author_is_found_by_name_or_by_a_part_of_it_that_no_other_has(opened, typed, title):
    control(opened, "author").send_keys(typed, Keys.TAB)
    wait_for_papers(opened, title)
    assert "only papers by" in text_of(opened, "#count")


@pytest.mark.parametrize(("typed", "words"), [("second", "2 names hold that"), ("nobody", "None of that name")])
def test_a_name_of_several_or_of_none_is_told(opened, typed, words):
    control(opened, "author").send_keys(typed, Keys.TAB)
    WebDriverWait(opened, 10).until(lambda b: words in text_of(b, "#filters"))
    wait_for_papers(opened, *(work[0] for work in WORKS))


def test_venue_author_and_year_hold_together_and_a_link_restores_them(browser, opened):
    control(opened, "venue").send_keys(JOURNAL)
    wait_for_papers(opened, DISTILLING, PRUNING)
    control(opened, "author").send_keys("Ada First")
    Select(control(opened, "to")).select_by_value("2019")
    wait_for_papers(opened, DISTILLING)
    count, address = text_of(opened, "#count"), opened.current_url
    open_page(browser, address)
    wait_for_papers(browser, DISTILLING)
    assert text_of(browser, "#count") == count
    assert control(browser, "venue").get_attribute("value") == JOURNAL
    control(browser, "venue").clear()
    control(browser, "venue").send_keys(Keys.TAB)
    control(browser, "reset").click()
    wait_for_papers(browser, *(work[0] for work in WORKS))


def test_a_venue_with_a_comma_is_one_venue(opened):
    control(opened, "venue").send_keys(WORKSHOP)
    wait_for_papers(opened, RETRIEVING)


def test_people_and_venues_are_shown_where_they_are_switched_on(opened):
    for kind in ("Person", "Venue"):
        control(opened, f"kind {kind}").click()
    control(opened, "author").send_keys("Ada First")
    wait_for_papers(opened, DISTILLING, PRUNING)
    people = "return explorer.shown.nodes.filter((n) => n.kind.name === 'Person').map((n) => n.name)"
    assert set(opened.execute_script(people)) == {"Ada First", "Zoë Ångström"}
