"""One HTML file that shows the graph by double click: no network, no server, nothing to install.

Nodes, edges and options go through pyvis; its page template does not, since it loads from other hosts and prints
labels as HTML. Whatever comes from papers stands in the file as compressed base64 only, and the page's script puts it
on screen as text, so that no title can become markup.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from string import Template

from pyvis.edge import Edge as VisEdge
from pyvis.network import Network
from pyvis.node import Node as VisNode

from kg.export.page_data import Json, PageData, collect_page_data
from kg.graph.find import node_name
from kg.graph.stats import node_kind
from kg.model import Entity, GraphReader, Node
from kg.settings import Settings
from kg.text_file import write_text
from kg.view.style import node_size, theme

_SCRIPTS = ("data.js", "picture.js", "labels.js", "panel.js", "controls.js", "search.js", "page.js")
_OPTIONS: Mapping[str, Json] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"dragNodes": False, "hideEdgesOnDrag": True, "hover": False, "selectable": False},
    "edges": {"smooth": False},
}
_PAPER_SHARE = 0.4  # of the diameter that an entity of the same degree has
_LABEL_LENGTH = 44


def write_html(graph: GraphReader, path: Path, settings: Settings) -> None:
    """Write the graph as one self-contained page.

    Args:
        graph: the graph, wherever it is kept.
        path: the file to write; replaced if it exists.
        settings: how much text is published.
    """
    data = collect_page_data(graph, settings)
    write_text(path, [render_page(data)])


def render_page(data: PageData) -> str:
    """Render the page.

    Args:
        data: what the page shows.

    Returns:
        HTML whose content security policy allows the scripts and the style it holds, by hash, and nothing else.
    """
    folder = files("kg.export") / "page"
    parts = {name: (folder / name).read_text(encoding="utf-8") for name in (*_SCRIPTS, "page.css", "template.html")}
    vis = _vis_script()
    script = "\n".join(['"use strict";', *(parts[name] for name in _SCRIPTS)])
    style = theme() + parts["page.css"]
    policy = (
        f"default-src 'none'; script-src {_hash(vis)} {_hash(script)}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return Template(parts["template.html"]).substitute(
        policy=policy, style=style, vis=vis, script=script, data=_packed(data)
    )


def draw_network(data: PageData) -> Network:
    """Put nodes and edges into a pyvis network; ids are places in `data.nodes`.

    Args:
        data: what the page shows.
    """
    network = Network(directed=True)
    network.set_options(json.dumps(_OPTIONS))
    highest = max(data.degrees, default=0)
    # Network.add_node and add_edge look every id up in a list, which takes minutes for a hundred thousand edges.
    for i, (x, y) in enumerate(data.places):
        node = data.nodes[i]
        drawn = VisNode(
            i, "dot", _label(node), group=node_kind(node), size=_radius(node, data.degrees[i], highest), x=x, y=y
        )
        network.nodes.append(drawn.options)
        network.node_ids.append(i)
    network.edges.extend(
        VisEdge(e.source, e.target, p=e.predicate, s=e.support, c=e.confidence, e=e.evidence).options
        for e in data.edges
    )
    return network


def _packed(data: PageData) -> str:
    nodes, edges, _, _, _, options = draw_network(data).get_network_data()
    content = {
        "nodes": nodes,
        "edges": edges,
        "options": json.loads(options),
        "ranks": data.ranks,
        "details": data.details,
        "evidence": data.evidence,
        "kinds": data.kinds,
        "predicates": data.predicates,
    }
    raw = json.dumps(content, separators=(",", ":")).encode("ascii")
    # The zlib form holds neither time nor platform, unlike gzip's header.
    return base64.b64encode(zlib.compress(raw, 9)).decode("ascii")


def _radius(node: Node, degree: int, highest: int) -> float:
    share = 1.0 if isinstance(node, Entity) else _PAPER_SHARE
    return round(node_size(degree, highest) / 2 * share, 1)


def _label(node: Node) -> str:
    name = " ".join(node_name(node).split())
    return name if len(name) <= _LABEL_LENGTH else name[: _LABEL_LENGTH - 1].rstrip() + "…"


def _vis_script() -> str:
    """The vis-network that pyvis ships, without the comment that makes browsers look for a source map."""
    bundled = sorted((files("pyvis") / "lib").iterdir(), key=lambda entry: entry.name)
    newest = next(entry for entry in reversed(bundled) if entry.name.startswith("vis-"))
    script = (newest / "vis-network.min.js").read_text(encoding="utf-8")
    return re.sub(r"^//# sourceMappingURL=.*$", "", script, flags=re.MULTILINE)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"
