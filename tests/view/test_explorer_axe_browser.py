"""axe-core in the states that one gets to by doing something, in light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_core_python.selenium import Axe
from chromium import Holding, await_text, await_texts, click, in_scheme, on_screen, open_page, press, settle
from explorer_pages import write_page
from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser

SUGGESTIONS, PANEL = "#suggestions [role=option]", "#panel"


@pytest.fixture(scope="module")
def page(tmp_path_factory, tiny_graph) -> str:
    return write_page(tiny_graph, tmp_path_factory.mktemp("axe")).as_uri()


@pytest.fixture(params=["light", "dark"])
def schemed(browser, request) -> Iterator[Chrome]:
    with in_scheme(browser, request.param):
        yield browser


def find(browser: Chrome, text: str) -> list[str]:
    press(browser, "/", text)
    return await_texts(browser, SUGGESTIONS, len)


def find_nothing_after_something(browser: Chrome) -> None:
    find(browser, "net")
    press(browser, "qqq")
    await_texts(browser, SUGGESTIONS, ["Nothing bears such a name"])


def begin_a_path(browser: Chrome) -> None:
    click(browser, "#panel .actions button", "Path from here")
    await_text(browser, PANEL, Holding("Pick the other end of the path from TinyNet"))


def ask(browser: Chrome) -> None:
    click(browser, "#ask .primary")
    await_texts(browser, "#ask .answer th", len)


STATES: dict[str, tuple[str, Callable[[Chrome], object]]] = {
    "search": ("", lambda browser: find(browser, "net")),
    "search for what is not there": ("", find_nothing_after_something),
    "what can be taken away": ("", lambda browser: click(browser, "#take-away > summary")),
    "a path": ("#path=entity/tinynet+entity/imagenet", lambda browser: await_text(browser, PANEL, Holding("Path"))),
    "a path begun": ("#node=entity/tinynet", begin_a_path),
    "steps around": ("#node=entity/tinynet&focus=1+entity/tinynet", lambda _: None),
    "an answer": ("#view=ask", ask),
    "relations as a table": ("#view=table&rows=relations", lambda _: None),
}


@pytest.mark.parametrize("state", STATES)
def test_no_serious_violation(schemed, page, state):
    fragment, act = STATES[state]
    open_page(schemed, page + fragment)
    act(schemed)
    assert serious(schemed) == []


def test_no_serious_violation_in_filters_on_a_phone(schemed, page):
    with on_screen(schemed, 390, 844, ratio=2):
        open_page(schemed, page)
        click(schemed, "#show-filters")
        assert serious(schemed) == []


def serious(browser: Chrome) -> list[tuple[str, list[str]]]:
    settle(browser)
    found = Axe().run(browser)["violations"]
    return [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found if v["impact"] in ("serious", "critical")]
