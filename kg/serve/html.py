"""Pages for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

_PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<h1>{title}</h1>
<table>
{rows}
</table>
</html>
"""
Binding = Mapping[str, Mapping[str, str]]


def resource_page(iri: str, facts: Iterable[Binding]) -> str:
    """Return a page on one thing.

    Args:
        iri: the thing.
        facts: what is said of it, as bindings of `property` and `value` in the SPARQL JSON results format.
    """
    rows = "\n".join(f"<tr><th>{escape(f['property']['value'])}<td>{escape(f['value']['value'])}" for f in facts)
    title = escape(iri)
    return _PAGE.format(title=title, rows=rows)
