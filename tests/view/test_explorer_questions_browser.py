"""The questions of the page: listed by group, run in a thread of their own, which the page can stop."""

from __future__ import annotations

import pytest
from chromium import addresses_asked, await_text, await_texts, click, each, eventually, open_page, press_with, text_of
from explorer_pages import write_page
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys

from kg.query.files import list_queries

pytestmark = pytest.mark.browser

ANSWER = "#ask .answer"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }"
SHORT = "ASK { ?a ?b ?c }"
FETCHING = "SELECT * WHERE { SERVICE <https://elsewhere.example/sparql> { ?a ?b ?c } }"


@pytest.fixture(scope="module")
def page(tmp_path_factory, tiny_graph) -> str:
    return write_page(tiny_graph, tmp_path_factory.mktemp("questions")).as_uri()


@pytest.fixture
def opened(browser, page) -> Chrome:
    open_page(browser, f"{page}#view=ask")
    eventually(browser, lambda b: each(b, "#question option", "true"), lambda options: len(options) > 1)
    return browser


def ask(browser: Chrome, sparql: str) -> None:
    editor = "(element.closest('details').open = true, element.value = "
    each(browser, "#sparql", f"{editor}'{sparql}', element.focus())")
    press_with(browser, Keys.CONTROL, Keys.ENTER)


def test_questions_are_listed_by_group(opened):
    listed = each(opened, "#question optgroup", "[element.label, [...element.children].map((option) => option.value)]")
    groups = dict(listed)
    assert list(groups) == sorted(groups)
    assert sum(map(len, groups.values())) == len(list_queries())
    assert all(query.name in groups[query.tags[0].capitalize()] for query in list_queries())


def test_the_question_that_is_offered_first_has_an_answer(opened):
    click(opened, "#ask .actions button", "Ask")
    await_texts(opened, f"{ANSWER} tbody tr", bool)


def test_a_question_without_end_leaves_the_page_usable_and_is_stopped(opened):
    ask(opened, ENDLESS)
    await_text(opened, "#stop", "Stop")
    opened.execute_script("explorer.select({ type: 'node', node: explorer.graph.papers[0] })")
    await_text(opened, "#panel h2", opened.execute_script("return explorer.graph.papers[0].name"))
    assert "Asking" in text_of(opened, ANSWER)
    click(opened, "#stop")
    await_text(opened, ANSWER, "Stopped before it had an answer.")
    ask(opened, SHORT)
    await_texts(opened, f"{ANSWER} td", ["yes"])


def test_the_next_question_takes_the_place_of_one_without_end(opened):
    ask(opened, ENDLESS)
    await_text(opened, "#stop", "Stop")
    ask(opened, SHORT)
    await_texts(opened, f"{ANSWER} td", ["yes"])
    assert opened.get_log("browser") == []


def test_a_question_may_fetch_nothing(opened):
    ask(opened, FETCHING)
    await_text(opened, f"{ANSWER} [role=alert]", bool)


def test_a_thread_is_bound_by_the_policy_of_the_page(opened):
    tries = """
    const results = {};
    const attempt = async (name, act) => {
      try { await act(); results[name] = "done"; } catch (error) { results[name] = error.name; }
    };
    (async () => {
      await attempt("eval", () => eval("1"));
      await attempt("fetch", () => fetch("data:text/plain,1"));
      await attempt("importScripts", () => importScripts("data:text/javascript,1"));
      postMessage(results);
    })();
    """
    outcome = opened.execute_async_script(
        "const [code, done] = arguments; const address = URL.createObjectURL(new Blob([code]));"
        "new Worker(address).onmessage = ({ data }) => done(data);",
        tries,
    )
    assert outcome["eval"] == "EvalError"
    assert outcome["fetch"] == "TypeError"
    assert outcome["importScripts"] == "NetworkError"
    assert addresses_asked(opened) <= {opened.current_url.partition("#")[0]}
