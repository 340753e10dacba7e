"""One place per node in all pictures of a graph, and the places of a former build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from kg.errors import GraphError
from kg.export.gexf import write_gexf
from kg.export.graphml import generate_graphml
from kg.export.page_data import collect_page_data
from kg.export.places import places_of, read_places
from kg.settings import Settings


def make_former(folder: Path, text: str) -> Path:
    """A folder that looks like a build with one file."""
    (folder / "graph.gexf").write_text(text, encoding="utf-8")
    files = {"graph.gexf": {"bytes": (folder / "graph.gexf").stat().st_size}}
    (folder / "manifest.json").write_text(json.dumps({"files": files}), encoding="utf-8")
    return folder


@pytest.fixture
def former(tiny_graph, tmp_path) -> Path:
    """A build of the tiny graph whose picture somebody has turned upside down."""
    write_gexf(tiny_graph, tmp_path / "graph.gexf", Settings())
    tree = etree.parse(tmp_path / "graph.gexf")
    for position in tree.iter("{http://gexf.net/1.3/viz}position"):
        position.set("y", str(-float(position.get("y"))))
    return make_former(tmp_path, etree.tostring(tree, encoding="unicode"))


def test_all_pictures_of_a_graph_have_the_same_places(tiny_graph, tmp_path):
    places = places_of(tiny_graph, Settings())
    data = collect_page_data(tiny_graph, Settings())
    assert dict(zip((node.iri for node in data.nodes), data.places, strict=True)) == places
    write_gexf(tiny_graph, tmp_path / "graph.gexf", Settings())
    assert read_places(make_former(tmp_path, (tmp_path / "graph.gexf").read_text(encoding="utf-8"))) == places
    root = etree.fromstring("".join(generate_graphml(tiny_graph, Settings())).encode())
    found = {
        node.get("id"): tuple(float(node.find(f"{{*}}data[@key='node_{axis}']").text) for axis in "xy")
        for node in root.iter("{*}node")
    }
    assert found == places


def test_nodes_of_a_former_build_stay_near_where_they_stood(tiny_graph, former):
    old, new = read_places(former), places_of(tiny_graph, Settings(layout_from=former))
    side = max(abs(axis) for place in old.values() for axis in place)
    assert all(abs(a - b) < side / 20 for iri in old for a, b in zip(old[iri], new[iri], strict=True))
    assert new != places_of(tiny_graph, Settings())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<gexf><broken>", id="no XML"),
        pytest.param(
            '<gexf xmlns="http://gexf.net/1.3"><node id="n"><position xmlns="http://gexf.net/1.3/viz" x="left" y="0"/>'
            "</node></gexf>",
            id="no number",
        ),
        pytest.param(
            '<gexf xmlns="http://gexf.net/1.3"><node id="n"><position xmlns="http://gexf.net/1.3/viz" x="nan" y="0"/>'
            "</node></gexf>",
            id="not a number",
        ),
        pytest.param(
            '<gexf xmlns="http://gexf.net/1.3"><node id="n"><position xmlns="http://gexf.net/1.3/viz" y="0"/>'
            "</node></gexf>",
            id="one axis",
        ),
    ],
)
def test_a_damaged_former_picture_is_told(tmp_path, text):
    with pytest.raises(GraphError, match="damaged"):
        read_places(make_former(tmp_path, text))


def test_a_former_build_without_places_is_told(tmp_path):
    (tmp_path / "manifest.json").write_text('{"files": {}}', encoding="utf-8")
    with pytest.raises(GraphError, match="kg export gexf"):
        read_places(tmp_path)
    with pytest.raises(GraphError, match="holds no graph"):
        read_places(tmp_path / "nowhere")
