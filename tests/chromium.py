"""Headless Chromium for the tests of pages; the one place where it is started, given pages, worked and read.

A page answers in its own time, so tests read it with waiting: `eventually`, and what is built on it. What is read comes
out of one call into the page; no element can go stale between being found and being read.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    JavascriptException,
    NoSuchElementException,
    StaleElementReferenceException,
)
from selenium.webdriver import ActionChains, Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select

# WebGL is drawn by software, so that a machine without a graphics card sees the same.
FLAGS = (
    "--headless=new --no-sandbox --use-angle=swiftshader --enable-unsafe-swiftshader --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync --window-size=1280,800"
    " --force-prefers-reduced-motion"
).split()
PATIENCE = 60  # seconds until a page is wrong rather than slow; a busy machine needs many
POLL = 0.05
NOT_YET = (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    JavascriptException,
    NoSuchElementException,
    StaleElementReferenceException,
)
# The text of an element as people see it: none if it is not rendered, and blanks run together as on the screen.
TEXT = (
    "!element.checkVisibility({ visibilityProperty: true }) ? '' : element.innerText.trim()"
    r".replace(/\s*\n\s*/g, '\n').replace(/[^\S\n]+/g, ' ')"
)


# ---------------------------------------------------------------- starting and opening


@contextmanager
def start_chromium(server: str = "") -> Iterator[Chrome]:
    """Start a browser that reaches no network but the address of a server; the test is skipped where there is none."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("needs chromium and chromedriver")
    reach = "--host-resolver-rules=MAP * ~NOTFOUND" + (f", EXCLUDE {server}" if server else "")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ChromeOptions()
        options.binary_location = chromium
        for flag in (*FLAGS, reach, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        started = Chrome(options=options, service=Service(driver))
        try:
            started.set_script_timeout(PATIENCE)
            forget(started)  # the page that a new browser shows
            yield started
        finally:
            started.quit()


def forget(browser: Chrome) -> None:
    """Leave the page and what it left behind: where the pointer is, what was asked for and complained of."""
    browser.get("about:blank")
    browser.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": 0, "y": 0})
    for log in ("performance", "browser"):
        browser.get_log(log)


def visit(browser: Chrome, address: str) -> None:
    """Go to a page and wait until it says that it is ready."""
    browser.get(address)
    await_script(browser, "return document.documentElement.dataset.ready", "true")


def open_page(browser: Chrome, address: str) -> None:
    """Open a page as if it were the first, and wait until it says that it is ready."""
    forget(browser)
    visit(browser, address)


@contextmanager
def on_screen(browser: Chrome, width: int, height: int, ratio: float = 1, mobile: bool = False) -> Iterator[None]:
    """Have the screen of another device."""
    size = {"width": width, "height": height, "deviceScaleFactor": ratio, "mobile": mobile}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@contextmanager
def in_scheme(browser: Chrome, scheme: str) -> Iterator[None]:
    """Prefer light or dark pages."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


# ---------------------------------------------------------------- reading


def eventually(browser: Chrome, read: Callable[[Chrome], Any], wanted: Any) -> Any:
    """Read until what is read is what is wanted, and return it.

    Args:
        browser: What shows the page.
        read: Reads the page, in one call into it; called again and again.
        wanted: The value, or a function that says of a value whether it will do.

    Raises:
        AssertionError: The page never came to it; says what was wanted and what was seen last.
    """
    __tracebackhide__ = True  # a failure points at the test
    will_do = wanted if callable(wanted) else lambda seen: seen == wanted
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            seen = read(browser)
            if will_do(seen):
                return seen
        except NOT_YET as error:
            seen = error
        if time.monotonic() > give_up:
            raise AssertionError(f"wanted: {wanted!r}\nlast seen: {seen!r}")
        time.sleep(POLL)


class Holding:
    """Wanted: something that holds all of these."""

    def __init__(self, *parts: object) -> None:
        self.parts = parts

    def __call__(self, seen: Any) -> bool:
        return all(part in seen for part in self.parts)

    def __repr__(self) -> str:
        return f"something that holds {', '.join(map(repr, self.parts))}"


def each(browser: Chrome, selector: str, expression: str) -> list[Any]:
    """What a script expression says of every `element` that a selector finds."""
    found = "[...document.querySelectorAll(arguments[0])]"
    return browser.execute_script(f"return {found}.map((element) => {expression})", selector)


def texts_of(browser: Chrome, selector: str) -> list[str]:
    """The text of every element that a selector finds, as people see it."""
    return each(browser, selector, TEXT)


def text_of(browser: Chrome, selector: str) -> str:
    """The text of the first element that a selector finds, as people see it."""
    texts = texts_of(browser, selector)
    if not texts:
        raise NoSuchElementException(f"nothing matches {selector}")
    return texts[0]


def await_text(browser: Chrome, selector: str, wanted: Any) -> str:
    """Wait until an element shows the text that is wanted; return it."""
    return eventually(browser, lambda b: text_of(b, selector), wanted)


def await_texts(browser: Chrome, selector: str, wanted: Any) -> list[str]:
    """Wait until the elements that a selector finds show the texts that are wanted; return them."""
    return eventually(browser, lambda b: texts_of(b, selector), wanted)


def await_script(browser: Chrome, script: str, wanted: Any) -> Any:
    """Wait until a script returns what is wanted; return it."""
    return eventually(browser, lambda b: b.execute_script(script), wanted)


def requests(browser: Chrome) -> list[str]:
    """Whatever was asked for since this was last read, or forgotten."""
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


def addresses_asked(browser: Chrome) -> set[str]:
    """The addresses that requests went to; what a page carries itself has none."""
    return {url.partition("#")[0] for url in requests(browser) if not url.startswith(("data:", "blob:"))}


def runs_planted_script(browser: Chrome) -> bool:
    """Whether the page runs a script that it did not bring along."""
    return browser.execute_script(
        "const script = document.createElement('script'); script.textContent = 'window.planted = true';"
        "document.body.append(script); return Boolean(window.planted);"
    )


# ---------------------------------------------------------------- acting


def press(browser: Chrome, *keys: str) -> None:
    """Press keys, wherever the focus is."""
    ActionChains(browser).send_keys(*keys).perform()


def press_with(browser: Chrome, held: str, key: str) -> None:
    """Press a key while another is held."""
    ActionChains(browser).key_down(held).send_keys(key).key_up(held).perform()


def search_for(browser: Chrome, name: str) -> None:
    """Search by keys alone, and take what is offered first."""
    press(browser, "/", name, Keys.ENTER)


def click(browser: Chrome, selector: str, text: str | None = None) -> None:
    """Click the first element that a selector finds, or the first of this text, as soon as it can be clicked."""
    _act(browser, lambda b: _find(b, selector, text).click())


def fill(browser: Chrome, selector: str, *keys: str) -> None:
    """Type into a field that may hold something else, as soon as it takes keys."""

    def typed(b: Chrome) -> None:
        field = _find(b, selector)
        field.clear()
        field.send_keys(*keys)

    _act(browser, typed)


def pick(browser: Chrome, selector: str, option: str) -> None:
    """Pick an option of a list by its value, as soon as it is offered."""
    _act(browser, lambda b: Select(_find(b, selector)).select_by_value(option))


def slide(browser: Chrome, selector: str, value: float) -> None:
    """Move a slider to a value and let go of it."""
    events = "for (const name of ['input', 'change']) element.dispatchEvent(new Event(name, { bubbles: true }));"
    each(browser, selector, f"{{ element.value = {value}; {events} }}")


def click_at(browser: Chrome, selector: str, place: str) -> None:
    """Click where a script expression says that something stands in an element, once all that is known is drawn."""
    settle(browser)
    x, y = browser.execute_script(
        f"const at = {place}; const box = document.querySelector(arguments[0]).getBoundingClientRect();"
        "return [Math.round(at.x - box.width / 2), Math.round(at.y - box.height / 2)];",
        selector,
    )
    ActionChains(browser).move_to_element_with_offset(_find(browser, selector), x, y).click().perform()


def settle(browser: Chrome) -> None:
    """Wait until whatever the page has put off to its next picture is done and painted."""
    browser.execute_async_script(
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))"
    )


def _act(browser: Chrome, act: Callable[[Chrome], None]) -> None:
    # what cannot be done yet raises before anything is done
    eventually(browser, act, lambda _: True)


def _find(browser: Chrome, selector: str, text: str | None = None) -> WebElement:
    if text is None:
        return browser.find_element(By.CSS_SELECTOR, selector)
    bears = "(element) => element.textContent.trim() === arguments[1]"
    found = browser.execute_script(f"return [...document.querySelectorAll(arguments[0])].find({bears})", selector, text)
    if found is None:
        raise NoSuchElementException(f"no {selector} says {text!r}")
    return found
