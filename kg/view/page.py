"""The explorer as one HTML file: the built bundle with the data of a graph in it.

Whatever comes from papers stands in the file as compressed base64 only, and the page's script puts it on screen as
text, so that no title can become markup. The content security policy lets the page's own script and style run, by
hash, and nothing be fetched. Questions run in a worker, which a file opened from disk can start from a blob only; its
code stands in the hashed script, which alone can make one, and the worker inherits the policy.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from string import Template

from kg.view.data import Json

MOST_DATASET_BYTES = 4_000_000
"""How long a compressed data set may be to travel with the page; without it the page asks no SPARQL."""


def render_page(payload: Mapping[str, Json], questions: Sequence[tuple[str, str]], dataset: Iterable[str]) -> str:
    """Render the explorer.

    Args:
        payload: what `collect_payload` returned.
        questions: name and text of each query file that the page offers.
        dataset: the graph's RDF data set as TriG, in pieces.

    Returns:
        HTML that opens from disk and asks the network for nothing.
    """
    script, style, template = (_bundled(name).decode() for name in ("explorer.js", "explorer.css", "template.html"))
    policy = (
        f"default-src 'none'; script-src {_hash(script)} 'wasm-unsafe-eval'; style-src {_hash(style)}; "
        "worker-src blob:; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    asked = _packed_dataset(dataset)
    return Template(template).substitute(
        policy=policy,
        style=style,
        script=script,
        data=_text(_packed(payload)),
        questions=_text(_packed([list(question) for question in questions])),
        dataset=_text(asked),
        engine=_text(_bundled("oxigraph.wasm.zlib")) if asked else "",
    )


def _bundled(name: str) -> bytes:
    return (files("kg.view") / "explorer" / "built" / name).read_bytes()


def _packed_dataset(pieces: Iterable[str]) -> bytes:
    """The data set compressed; nothing where it is too long to travel with the page."""
    packer, packed = zlib.compressobj(9), bytearray()
    for piece in pieces:
        packed += packer.compress(piece.encode("utf-8", "replace"))
        if len(packed) > MOST_DATASET_BYTES:
            return b""
    return bytes(packed + packer.flush())


def _packed(value: Json) -> bytes:
    # The zlib form holds neither time nor platform, unlike gzip's header; browsers call it `deflate`.
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode("ascii"), 9)


def _text(packed: bytes) -> str:
    return base64.b64encode(packed).decode("ascii")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"
