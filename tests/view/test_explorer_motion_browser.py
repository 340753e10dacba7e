"""How the picture moves: what was drawn last is carried along where drawing is slow, and places always hold."""

from __future__ import annotations

import pytest
from chromium import await_script, open_page
from explorer_pages import write_page
from selenium.webdriver import Chrome

pytestmark = pytest.mark.browser

TRANSFORMS = """
const canvases = explorer.picture.renderer.getCanvases();
return ["edges", "nodes", "labels"].map((name) => canvases[name].style.transform);
"""
STILL = ["", "", ""]
PLACE = "const { x, y } = explorer.picture.place(explorer.graph.papers[0]); return [x, y]"
MOVE = """
const [anew, x, ratio] = arguments;
explorer.picture.pacing.drawsAnew = anew;
const camera = explorer.picture.renderer.getCamera();
camera.setState({ ...camera.getState(), x: camera.x + x, ratio: camera.ratio * ratio });
"""
# The page draws in the frame that follows a movement, before what is asked for later.
MOVE_AND_SEE = f"""
const done = arguments[arguments.length - 1];
const see = () => {{ {TRANSFORMS} }};
(function () {{ {MOVE} }})(...arguments);
requestAnimationFrame(() => done(see()));
"""
DRAWN_NAMES = """
const canvas = explorer.picture.renderer.getCanvases().labels;
const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
return canvas.checkVisibility() && data.some((value) => value > 0);
"""


@pytest.fixture
def opened(browser, tiny_graph, tmp_path) -> Chrome:
    open_page(browser, write_page(tiny_graph, tmp_path).as_uri())
    return browser


def test_a_carried_picture_is_drawn_anew_when_it_rests(opened):
    moved = opened.execute_async_script(MOVE_AND_SEE, False, 0.05, 0.9)
    assert len(set(moved)) == 1 and moved[0].startswith("translate(")
    await_script(opened, TRANSFORMS, STILL)


@pytest.mark.parametrize("anew", [False, True])
def test_places_are_the_same_whether_carried_or_drawn(opened, anew):
    before = opened.execute_script(PLACE)
    opened.execute_script(MOVE, anew, 0.2, 0.5)
    moved = await_script(opened, PLACE, lambda place: place != before)
    await_script(opened, TRANSFORMS, STILL)
    assert opened.execute_script(PLACE) == pytest.approx(moved, abs=0.01)


def test_names_are_on_the_screen(opened):
    await_script(opened, DRAWN_NAMES, True)
