"""How fast pages are: opened from disk in headless Chromium with software rendering, beside what pyvis makes by itself.

    python tests/benchmarks/pages.py exports/graph.html --gexf exports/graph.gexf
    python tests/benchmarks/pages.py --large large               # 10,000 nodes, 50,000 edges, in these formats
    python tests/benchmarks/pages.py large/graph.html --gexf large/graph.gexf

One row per page: bytes, seconds to the first usable picture (pyvis shows none before its first stabilisation is over),
frames a second while the picture is dragged and zoomed, milliseconds to the first answer of its search. A page of ours
says that it is ready by `data-ready` on its root; any page that does is measured alike. Where drawing is slow, it moves
what it drew last and draws again at rest; "anew" is measured with that switched off, everything drawn in each frame.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lxml import etree
from pyvis.edge import Edge
from pyvis.network import Network
from pyvis.node import Node
from selenium.common.exceptions import TimeoutException, WebDriverException
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from kg.export import EXPORTERS
from kg.graph.knowledge_graph import KnowledgeGraph, make_graph
from kg.iris import Iris
from kg.model import Entity, Evidence, Paper, PaperNode, Span, Statement
from kg.schema import EntityType, Polarity
from kg.settings import Settings

FLAGS = (
    "--headless=new --no-sandbox --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader"
    " --ignore-gpu-blocklist --disable-accelerated-2d-canvas --disable-gpu-rasterization"
    " --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
    " --window-size=1280,800"
).split()
COLUMNS = (
    *("page", "bytes", "first picture s", "drag frames/s", "zoom frames/s", "search ms"),
    *("drag anew frames/s", "zoom anew frames/s"),
)
PATIENCE = 120  # seconds before a page counts as never usable
MOVING = 4.0  # seconds of dragging, and of zooming
SETTLED = 2.0  # seconds after which a page has done what it puts off until its picture stands
WORDS = ("model", "learning", "net")
GEXF = "{http://gexf.net/1.3}"

# Runs in every page before its own scripts. Two frames after a page is ready its picture is on the screen.
WATCH = """
window.benchmark = { usable: null, frames: 0 };
const look = () => {
  window.benchmark.frames += 1;
  const pyvis = typeof network === "object" && network?.physics;
  const ready = pyvis ? network.physics.ready : document.documentElement?.dataset.ready;
  if (ready && !window.benchmark.usable)
    requestAnimationFrame(() => requestAnimationFrame(() => (window.benchmark.usable ??= performance.now())));
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
DRAW_ANEW = """
const anew = document.getElementById("motion");
if (anew && anew.checked !== arguments[0]) anew.click();
return anew !== null;
"""
SEARCH = """
const [word, done] = arguments;
const box = document.querySelector("input[type=search], [role=combobox]");
if (!box) return done(null);
box.focus();
box.value = "";
box.dispatchEvent(new Event("input", { bubbles: true }));
setTimeout(() => {
  const started = performance.now();
  const observer = new MutationObserver(() => { observer.disconnect(); done(performance.now() - started); });
  observer.observe(document.body, { childList: true, subtree: true });
  box.value = word;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}, 500);
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", type=Path, help="HTML files to measure")
    parser.add_argument("--gexf", nargs="*", type=Path, default=[], help="graphs that pyvis draws by itself")
    parser.add_argument("--large", type=Path, help="folder to write a large generated graph to, as FORMATS")
    parser.add_argument("--formats", nargs="*", default=["html", "gexf"], choices=EXPORTERS)
    asked = parser.parse_args()
    if asked.large:
        write_large(asked.large, asked.formats)
    rows = csv.writer(sys.stdout, delimiter="\t")
    rows.writerow(COLUMNS)
    for page in asked.pages:
        rows.writerow(measure(page))
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "pyvis.html"
        for graph in asked.gexf:
            draw_by_pyvis(graph, page)
            rows.writerow([f"{graph} by pyvis", *measure(page)[1:]])


def measure(page: Path) -> list[str]:
    """One row of the table; an empty cell where the page did not answer."""
    row = [str(page), str(page.stat().st_size), *[""] * (len(COLUMNS) - 2)]
    with browser() as chrome:
        try:
            row[2] = f"{first_picture(chrome, page):.2f}"
            time.sleep(SETTLED)
            row[3] = f"{frames_while(chrome, drag):.0f}"
            row[4] = f"{frames_while(chrome, zoom):.0f}"
            if chrome.execute_script(DRAW_ANEW, True):
                row[6] = f"{frames_while(chrome, drag):.0f}"
                row[7] = f"{frames_while(chrome, zoom):.0f}"
                chrome.execute_script(DRAW_ANEW, False)
            times = [chrome.execute_async_script(SEARCH, word) for word in WORDS]
            row[5] = "none" if None in times else f"{statistics.median(times):.0f}"
        except WebDriverException as error:
            sys.stderr.write(f"{page}: {(error.msg or '').splitlines()[0]}\n")
        except TimeoutError as error:
            sys.stderr.write(f"{page}: {error}\n")
            row[2] = f">{PATIENCE}"
    return row


@contextmanager
def browser() -> Iterator[Chrome]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        raise SystemExit("needs chromium and chromedriver")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ChromeOptions()
        options.binary_location = chromium
        options.page_load_strategy = "none"
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        chrome = Chrome(options=options, service=Service(driver))
        chrome.set_script_timeout(30)
        chrome.execute_cdp_cmd("Network.enable", {})
        chrome.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["http://*", "https://*"]})
        chrome.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        try:
            yield chrome
        finally:
            chrome.quit()


def first_picture(chrome: Chrome, page: Path) -> float:
    """Return the seconds from the start of the navigation, by the clock of the page."""
    chrome.get(page.resolve().as_uri())
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        with suppress(TimeoutException):  # a page that computes does not answer
            if usable := chrome.execute_script("return window.benchmark?.usable"):
                return usable / 1000
        time.sleep(0.2)
    raise TimeoutError(f"not usable after {PATIENCE} seconds")


def frames_while(chrome: Chrome, act) -> float:
    """Frames a second that the page draws while the mouse is at work in the middle of its picture."""
    box = chrome.execute_script(
        "const largest = [...document.querySelectorAll('canvas')].map((c) => c.getBoundingClientRect())"
        ".sort((a, b) => b.width * b.height - a.width * a.height)[0];"
        "return [largest.left + largest.width / 2, largest.top + largest.height / 2]"
    )
    reading = "return [window.benchmark.frames, performance.now()]"
    frames, started = chrome.execute_script(reading)
    act(chrome, *box)
    more, ended = chrome.execute_script(reading)
    return (more - frames) / (ended - started) * 1000


def drag(chrome: Chrome, x: float, y: float) -> None:
    mouse(chrome, "mousePressed", x, y, button="left", buttons=1, clickCount=1)
    for step in steps():
        mouse(chrome, "mouseMoved", x + step % 160 - 80, y + step % 90 - 45, button="left", buttons=1)
    mouse(chrome, "mouseReleased", x, y, button="left", clickCount=1)


def zoom(chrome: Chrome, x: float, y: float) -> None:
    for step in steps():
        mouse(chrome, "mouseWheel", x, y, deltaX=0, deltaY=-60 if step % 20 < 10 else 60)


def steps() -> Iterator[int]:
    """Count up for as long as a movement lasts; every event waits until the page has taken the last."""
    step, end = 0, time.monotonic() + MOVING
    while time.monotonic() < end:
        yield step
        step += 1


def mouse(chrome: Chrome, kind: str, x: float, y: float, **more: object) -> None:
    chrome.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, **more})


# ---------------------------------------------------------------- graphs


def draw_by_pyvis(graph: Path, page: Path) -> None:
    """What a user of pyvis gets: its own template and options, scripts inline so that the network is not measured."""
    network = Network(height="750px", directed=True, cdn_resources="in_line")
    number: dict[str, int] = {}
    for _, element in etree.iterparse(graph, tag=(f"{GEXF}node", f"{GEXF}edge"), huge_tree=True):
        if element.tag == f"{GEXF}node":
            node = number.setdefault(element.get("id"), len(number))
            # Not by add_node and add_edge, which look every id up in a list; what they write is the same.
            network.nodes.append(Node(node, "dot", element.get("label")).options)
            network.node_ids.append(node)
        else:
            network.edges.append(Edge(number[element.get("source")], number[element.get("target")], True).options)
        element.clear()
    page.write_text(network.generate_html(str(page), local=True, notebook=False), encoding="utf-8")


def write_large(folder: Path, formats: list[str]) -> None:
    graph = make_large()
    folder.mkdir(parents=True, exist_ok=True)
    for name in formats:
        EXPORTERS[name].write(graph, folder / EXPORTERS[name].target, Settings())


def make_large(papers: int = 1_000, things: int = 9_000, edges: int = 50_000) -> KnowledgeGraph:
    """Papers that name entities of their community mostly; how often an entity is named follows a power law."""
    evidence = {
        (found := name_in_paper(f"paper {paper:05}", f"model {thing:05}")).claim: (found,)
        for paper, thing in draw_pairs(papers, things, edges)
    }
    iris, kinds = Iris(), list(EntityType)
    nodes = [
        *(PaperNode(iris.paper(name), Paper(id=name, title=name, abstract="Text.")) for name in named("paper", papers)),
        *(
            Entity(iris.entity(name), name, kinds[i % len(kinds)], name, (), (), 1, 1)
            for i, name in enumerate(named("model", things))
        ),
    ]
    statements = [
        Statement(claim, found.paper, "uses", iris.entity(found.sentence), 1, 0.9, (found.id,))
        for claim, (found,) in evidence.items()
    ]
    return make_graph(nodes, statements, evidence)


def named(word: str, count: int) -> list[str]:
    return [f"{word} {i:05}" for i in range(count)]


def draw_pairs(papers: int, things: int, count: int, communities: int = 40) -> list[tuple[int, int]]:
    chance = random.Random(7)
    fitness = [chance.paretovariate(1.2) for _ in range(things)]
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < count:
        for thing in chance.choices(range(things), fitness, k=count):
            paper = chance.randrange(papers)
            if thing % communities == paper % communities or chance.random() < 0.02:
                pairs.add((paper, thing))
    return chance.sample(sorted(pairs), count)


def name_in_paper(paper: str, thing: str) -> Evidence:
    iris = Iris()
    subject = iris.paper(paper)
    claim = iris.claim(subject, "uses", iris.entity(thing))
    found = iris.evidence(claim, subject, 0, len(thing))
    span = Span(0, len(thing))
    return Evidence(found, claim, subject, 0, len(thing), None, span, thing, 0.9, "none", Polarity.AFFIRMED)


if __name__ == "__main__":
    main()
