import base64
import hashlib
import random
import re
from itertools import repeat

import pytest
from explorer_pages import write_page
from lxml import html as lxml_html
from page_graphs import WELL_FORMED, make_hostile_graph

from kg.view.page import MOST_DATASET_BYTES, render_page


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> str:
    return write_page(make_hostile_graph(WELL_FORMED), tmp_path_factory.mktemp("page")).read_text(encoding="utf-8")


def test_nothing_that_papers_say_stands_in_the_markup(page):
    assert not [text for text in WELL_FORMED if len(text) > 20 and text in page]


def test_the_policy_allows_the_own_script_and_style_by_hash_and_nothing_else(page):
    document = lxml_html.fromstring(page)
    policy = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    (script,), (style,) = document.xpath("//script[not(@type)]/text()"), document.xpath("//style/text()")
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == f"{hashed(script)} 'wasm-unsafe-eval'"
    assert rules["style-src"] == hashed(style)


def test_the_page_names_no_other_host_to_load_from(page):
    document = lxml_html.fromstring(page)
    addresses = document.xpath("//@src | //link/@href")
    assert addresses == ["data:,"]
    assert not re.search(r"@import|url\(\s*[\"']?https?:", document.xpath("//style/text()")[0])


def test_a_data_set_too_long_to_travel_stays_at_home():
    noise = random.Random(1)
    pieces = ("".join(chr(noise.randrange(33, 127)) for _ in range(10_000)) for _ in repeat(None))
    page = render_page({}, [], pieces)
    assert len(page) < MOST_DATASET_BYTES
    assert '<script type="application/octet-stream" id="engine"></script>' in page


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
