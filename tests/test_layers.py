"""Who may import whom: imports go one way, heavy packages stay in their rooms, importing kg stays light."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

KG = Path(__file__).parent.parent / "kg"

# A room imports from its own and from earlier lines; rooms of one line never import each other.
LAYERS = (
    "errors schema",
    "model iris names text_file",
    "settings annotation_records shipped_queries",
    "vocabulary",
    "read extract annotations curation link graph",
    "rdf tables generation",
    "view",
    "export query validate report annotate",
    "evaluate build browse",
    "train serve",
    "cli",
    "__main__",
)
HOMES = {
    "spacy": ("extract", "train"),
    "click": ("cli",),
    "networkx": ("graph",),
    "igraph": ("graph", "view"),
    "rdflib": ("rdf", "vocabulary/skos", "vocabulary/compile", "query", "validate", "export/rdf"),
    "pyoxigraph": ("rdf", "vocabulary/skos", "vocabulary/compile", "query", "validate", "export/rdf", "serve"),
    "jinja2": ("serve",),
    "starlette": ("serve",),
    "uvicorn": ("serve",),
    "sklearn": ("train",),
    "torch": ("train",),
    "onnx": ("train",),
    "onnxruntime": ("extract",),
}
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms.split()}
MODULES = sorted(path.relative_to(KG).with_suffix("").as_posix() for path in KG.rglob("*.py"))


@cache
def _imports(module):
    """Full names of what a module imports, wherever in the file."""
    return set(_imported(ast.parse((KG / f"{module}.py").read_text(encoding="utf-8"))))


def _imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("module", [module for module in MODULES if module != "__init__"])
def test_a_module_imports_from_earlier_rooms_only(module):
    room = module.split("/")[0]
    others = {name.split(".")[1] for name in _imports(module) if name.startswith("kg.")} & set(RANK) - {room}
    assert room in RANK, f"give {room} its place in LAYERS"
    assert not {other for other in others if RANK[other] >= RANK[room]}


@pytest.mark.parametrize("package", HOMES)
def test_a_heavy_package_stays_in_its_rooms(package):
    users = {module for module in MODULES if any(name.split(".")[0] == package for name in _imports(module))}
    assert not {user for user in users if not any(f"{user}/".startswith(f"{home}/") for home in HOMES[package])}


@pytest.mark.parametrize("module", ["kg", "kg.cli"])
def test_importing_loads_neither_spacy_nor_rdflib(module):
    code = f"import sys, {module}; print(*{{'spacy', 'rdflib', 'pyoxigraph', 'numpy', 'pyshacl'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
