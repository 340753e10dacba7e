"""One truth: what the page says is alike or belongs together is what `kg similar` and `kg communities` say."""

from __future__ import annotations

from pathlib import Path

import pytest
from chromium import each, open_page
from explorer_pages import write_page
from selenium.webdriver import Chrome

from kg.browse import find_similar, list_communities

pytestmark = pytest.mark.browser

SIMILAR = """
const [at] = arguments;
explorer.select({ type: "node", node: explorer.graph.papers[at] });
const heads = [...document.querySelectorAll("#panel section > h3")];
const section = heads.find((head) => head.textContent === "Most similar papers")?.parentElement;
return [...(section?.querySelectorAll(".row") ?? [])].map((row) => [
  row.querySelector("button").textContent,
  row.querySelector(".note").textContent.split(" · ")[0],
  row.querySelector(".note").textContent.split(" · both name ")[1],
]);
"""


COMMUNITIES = "return explorer.graph.communities.map((c) => [c.number, c.papers, c.entities, c.name])"
OPTIONS = "#filter-community option:not([value=''])"


def compare_with_commands(browser: Chrome, address: str, directory: Path) -> None:
    open_page(browser, address)
    papers = browser.execute_script("return explorer.graph.papers.map((paper) => paper.iri)")
    alike = 0
    for at, iri in enumerate(papers):
        rows = find_similar(directory, iri, limit=5).rows
        told = [[row[0], f"{row[1]:.2f}", ", ".join(row[3].split("; ")[:4])] for row in rows]
        assert browser.execute_script(SIMILAR, at) == told, iri
        alike += len(told)
    assert alike
    groups = browser.execute_script(COMMUNITIES)
    listed = list_communities(directory, limit=1_000).rows
    assert groups == [[*row[:3], ", ".join(row[4].split("; ")[:3]) or row[3].split("; ")[0]] for row in listed]
    options = each(browser, OPTIONS, "element.textContent")
    assert [option.split(" (")[0] for option in options] == [f"{row[0]}: {row[3]}".split(" (")[0] for row in groups]


def test_likeness_and_communities_of_a_small_graph(browser, tiny_graph, tiny_build, tmp_path):
    compare_with_commands(browser, write_page(tiny_graph, tmp_path).as_uri(), tiny_build)


@pytest.mark.slow
def test_likeness_and_communities_of_the_seed_graph(browser, seed_build):
    compare_with_commands(browser, (seed_build / "explorer.html").as_uri(), seed_build)
