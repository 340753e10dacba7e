"""Pages for people, from templates that escape all that is put into them: no text of a paper can become markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from kg.iris import ONTOLOGY
from kg.rdf.namespace import INSTANCES, prefixes
from kg.view.style import COLOURS, theme

RESOURCE_KINDS = ("about", *INSTANCES, "result", "scheme")
"""First segments of the paths of IRIs that this server looks up by their path."""

POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "img-src": "'self' data:",
    "script-src": "'self'",
    "style-src": "'self'",
}
"""Content-Security-Policy of pages: nothing but files of this server, and nothing that stands in the page itself."""

_LOCAL_NAME = re.compile(r"[\w.-]+")


class Pages:
    """Renders the pages of one graph.

    Args:
        base: what every instance IRI starts with.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        # the longest namespace first: one may begin with another
        self._prefixes = sorted(prefixes(base).items(), key=lambda pair: (-len(pair[1]), pair[0]))
        self._environment = Environment(
            loader=PackageLoader("kg.serve"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {"address": self.address, "short": self.short, "words": words_of, "plural": plural}

    def page(
        self, template: str, policy: Mapping[str, str] = POLICY, status: int = 200, **values: object
    ) -> HTMLResponse:
        """Render a page.

        Args:
            template: its name, without folder and ending.
            policy: its Content-Security-Policy.
            status: HTTP status.
            values: what it shows.
        """
        text = self._environment.get_template(f"{template}.html").render(values)
        return HTMLResponse(text, status, {"Content-Security-Policy": render_policy(policy), "Vary": "Accept"})

    def address(self, iri: str) -> str:
        """Return the path under which this server shows what an IRI names.

        Args:
            iri: any IRI.
        """
        path = iri.removeprefix(self._base)
        if path != iri and path.partition("/")[0] in RESOURCE_KINDS:
            return f"/{path}"
        return f"/resource?{urlencode({'iri': iri}, quote_via=quote)}"

    def short(self, iri: str) -> str:
        """Return an IRI with a prefix where it has one.

        Args:
            iri: any IRI.
        """
        for prefix, namespace in self._prefixes:
            rest = iri.removeprefix(namespace)
            if rest != iri and _LOCAL_NAME.fullmatch(rest):
                return f"{prefix}:{rest}"
        return iri


def render_policy(policy: Mapping[str, str]) -> str:
    """Return a Content-Security-Policy as the header has it.

    Args:
        policy: directive → what it allows.
    """
    return "; ".join(f"{directive} {allowed}" for directive, allowed in policy.items())


def words_of(name: str) -> str:
    """Return a name of the code in words: `papersByConcept`, `papers-by-concept` and `kg:papersByConcept` alike.

    Args:
        name: a variable of a query, or an IRI of our own vocabulary.
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removeprefix(ONTOLOGY))
    return spaced.replace("-", " ").replace("_", " ").lower()


def plural(count: int, noun: str) -> str:
    """Return a number with its noun.

    Args:
        count: how many.
        noun: its singular, whose plural ends in s.
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def colour_sheet() -> str:
    """Return the style sheet of the colours that all pages and pictures share: the theme, and one for each kind."""
    return theme() + "".join(f".kind-{kind} {{ --colour: {colour}; }}\n" for kind, colour in COLOURS.items())


def cell_of(binding: Mapping[str, str] | None) -> Mapping[str, str]:
    """Return what a table shows of a value of the SPARQL JSON results format.

    Args:
        binding: the value; None where the variable is unbound.
    """
    return binding or {"type": "literal", "value": ""}


def rows_of(
    bindings: Iterable[Mapping[str, Mapping[str, str]]], columns: Iterable[str]
) -> list[list[Mapping[str, str]]]:
    """Return rows in the order of their columns.

    Args:
        bindings: rows of the SPARQL JSON results format.
        columns: names of variables.
    """
    names = list(columns)
    return [[cell_of(row.get(name)) for name in names] for row in bindings]
