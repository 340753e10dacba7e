"""Headless Chromium for the tests of pages: every request and message watched, the network blocked."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from selenium.webdriver import ActionChains, Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

# WebGL is drawn by software, so that a machine without a graphics card sees the same.
FLAGS = (
    "--headless=new --no-sandbox --use-angle=swiftshader --enable-unsafe-swiftshader --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync --window-size=1280,800"
    " --force-prefers-reduced-motion"
).split()


@contextmanager
def start_chromium() -> Iterator[Chrome]:
    """Start a browser; the test is skipped where there is none."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("needs chromium and chromedriver")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ChromeOptions()
        options.binary_location = chromium
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        started = Chrome(options=options, service=Service(driver))
        started.execute_cdp_cmd("Network.enable", {})
        started.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["http://*", "https://*", "ws://*", "wss://*"]})
        yield started
        started.quit()


def open_page(browser: Chrome, address: str) -> None:
    """Open a page and wait until it says that it is ready."""
    browser.get("about:blank")
    for log in ("performance", "browser"):
        browser.get_log(log)
    browser.get(address)
    WebDriverWait(browser, 30).until(lambda b: b.execute_script("return document.documentElement.dataset.ready"))


def requests(browser: Chrome) -> list[str]:
    """Whatever the page has asked for since it was opened."""
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


def text_of(browser: Chrome, selector: str) -> str:
    """The text of an element as people see it."""
    return browser.find_element(By.CSS_SELECTOR, selector).text


def press(browser: Chrome, *keys: str) -> None:
    """Press keys, wherever the focus is."""
    ActionChains(browser).send_keys(*keys).perform()
