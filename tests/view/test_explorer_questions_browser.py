"""Questions that take long: they run in a thread of their own, which the page can stop."""

from __future__ import annotations

import pytest
from chromium import open_page, text_of
from explorer_pages import write_page
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = pytest.mark.browser

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }"
SHORT = "ASK { ?a ?b ?c }"


@pytest.fixture(scope="module")
def page(tmp_path_factory, tiny_graph) -> str:
    return write_page(tiny_graph, tmp_path_factory.mktemp("questions")).as_uri()


def ask(browser: Chrome, sparql: str) -> None:
    editor = browser.find_element(By.ID, "sparql")
    browser.execute_script(
        "arguments[0].closest('details').open = true; arguments[0].value = arguments[1]", editor, sparql
    )
    editor.send_keys(Keys.CONTROL, Keys.ENTER)


def wait_for_answer(browser: Chrome, words: str) -> None:
    WebDriverWait(browser, 30).until(lambda b: words in text_of(b, "#ask .answer"))


@pytest.fixture
def asking(browser, page) -> Chrome:
    open_page(browser, f"{page}#view=ask")
    WebDriverWait(browser, 20).until(lambda b: len(b.find_elements(By.CSS_SELECTOR, "#question option")) > 1)
    ask(browser, ENDLESS)
    WebDriverWait(browser, 20).until(lambda b: b.find_elements(By.ID, "stop"))
    return browser


def test_a_question_without_end_leaves_the_page_usable_and_is_stopped(asking):
    asking.execute_script("explorer.select({ type: 'node', node: explorer.graph.papers[0] })")
    assert text_of(asking, "#panel h2") == asking.execute_script("return explorer.graph.papers[0].name")
    assert "Asking" in text_of(asking, "#ask .answer")
    asking.find_element(By.ID, "stop").click()
    wait_for_answer(asking, "Stopped before it had an answer")
    ask(asking, SHORT)
    wait_for_answer(asking, "yes")


def test_the_next_question_takes_the_place_of_one_without_end(asking):
    ask(asking, SHORT)
    wait_for_answer(asking, "yes")
    assert asking.get_log("browser") == []


def test_a_question_may_fetch_nothing(browser, page):
    open_page(browser, f"{page}#view=ask")
    WebDriverWait(browser, 20).until(lambda b: len(b.find_elements(By.CSS_SELECTOR, "#question option")) > 1)
    ask(browser, "SELECT * WHERE { SERVICE <https://elsewhere.example/sparql> { ?a ?b ?c } }")
    WebDriverWait(browser, 20).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".answer [role=alert]"))
