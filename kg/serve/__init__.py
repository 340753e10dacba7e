"""A SPARQL endpoint over a built graph, safe on a laptop before it is configured (extra `serve`).

The names are looked up when they are used: the processes that run queries import this room too, and have to start fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.serve.app import make_app
    from kg.serve.server import serve
    from kg.serve.settings import ServeSettings

__all__ = ["ServeSettings", "make_app", "serve"]

_HOMES = {"ServeSettings": "settings", "make_app": "app", "serve": "server"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the room exports
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
