"""Addresses that a page may link to: what a browser opens as a web page, and nothing that runs."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from kg.iris import ONTOLOGY
from kg.model import Entity, Node, Paper, PaperNode, Person, Reference

_OWN = ONTOLOGY.rpartition("/")[0] + "/"  # names of the shipped vocabulary; no page answers there
_REGISTRIES = {"doi": "https://doi.org/", "arxiv": "https://arxiv.org/abs/", "orcid": "https://orcid.org/"}


def links_of(node: Node) -> list[str]:
    """Return where a node is described elsewhere.

    Args:
        node: any node.

    Returns:
        `http` and `https` addresses; what a source wrote that is no such address is left out.
    """
    match node:
        case PaperNode():
            return _paper_links(node.paper)
        case Entity():
            return [*web_links(*node.exact_match)]
        case Person():
            return [*registered(f"orcid:{node.orcid or ''}")]
        case Reference():
            return [*web_links(*registered(node.reference))]
        case _:
            return []


def registered(name: str) -> Iterator[str]:
    """Yield the address of a name in a registry.

    Args:
        name: such as `doi:…`, `arxiv:…` or `orcid:…`; others have no address.
    """
    scheme, _, rest = name.partition(":")
    if scheme in _REGISTRIES and rest:
        yield _REGISTRIES[scheme] + quote(rest, errors="surrogatepass")


def web_links(*candidates: str) -> Iterator[str]:
    """Yield what a browser opens as a web page; a `javascript:` link would run as code of the page.

    Args:
        candidates: texts as a source wrote them.
    """
    for candidate in candidates:
        try:
            parts = urlsplit(candidate)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc and not candidate.startswith(_OWN):
            yield candidate


def _paper_links(paper: Paper) -> list[str]:
    known = (f"doi:{paper.doi or ''}", f"arxiv:{paper.arxiv or ''}")
    return [*web_links(*(link for name in known for link in registered(name)), paper.url or "")]
