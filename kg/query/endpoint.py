"""A SPARQL 1.1 server as something to ask, by the SPARQL 1.1 Protocol (W3C Recommendation, 2013)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.client import HTTPException, HTTPMessage
from io import BytesIO
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from rdflib import Graph, Literal, URIRef, Variable
from rdflib.query import Result
from rdflib.term import Node

from kg import __version__
from kg.errors import EndpointError
from kg.query.source import Pattern
from kg.rdf.namespace import ontology_prefixes

TIMEOUT = 60.0
"""How long a server may stay silent, in seconds."""

_LARGEST = 1 << 28
"""The largest answer that is read, in bytes."""

_ROWS, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_DECLARED = re.compile(r"^[ \t]*PREFIX[ \t]+([\w-]*):", re.IGNORECASE | re.MULTILINE)
_GRAPH_FORMS = frozenset({"ConstructQuery", "DescribeQuery"})


class Endpoint:
    """Asks a SPARQL server.

    Args:
        url: of its query endpoint, http or https.
        timeout: how long it may stay silent, in seconds.

    Raises:
        EndpointError: the URL is none of these.
    """

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise EndpointError(f"{url!r} is no address of a server; it starts with http:// or https://")
        self.url, self._timeout = url, timeout
        self._opener = build_opener(_NoRedirect)

    def query(self, text: str, form: str = "SelectQuery") -> Result:
        """Ask the server.

        Args:
            text: legal SPARQL; the prefixes of the project need no declaration.
            form: `SelectQuery`, `AskQuery`, `ConstructQuery` or `DescribeQuery`.

        Raises:
            EndpointError: the server cannot be reached, takes too long, refuses, or answers in another form.
        """
        accept = _TRIPLES if form in _GRAPH_FORMS else _ROWS
        content_type, body = self._post(_with_prefixes(text), accept)
        try:
            return _triples(body) if form in _GRAPH_FORMS else Result.parse(BytesIO(body), format="json")
        except Exception as error:  # rdflib's parsers raise whatever a wrong file makes them stumble over
            raise EndpointError(
                f"{self.url} answers with {content_type or 'no media type'}, not with {accept}; is it the address of a"
                " SPARQL endpoint?"
            ) from error

    def triples(self, pattern: Pattern, /) -> Iterator[tuple[Node, Node, Node]]:
        """Yield the triples of the default graph that fit a pattern, as `Dataset.triples` does."""
        places = [Variable(name) if term is None else term for name, term in zip("spo", pattern, strict=True)]
        text = " ".join(map(_written, places))
        for found in self.query(f"SELECT * WHERE {{ {text} }}").bindings:
            subject, predicate, value = (found[term] if isinstance(term, Variable) else term for term in places)
            yield subject, predicate, value

    def _post(self, text: str, accept: str) -> tuple[str, bytes]:
        headers = {
            "Accept": accept,
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": f"kg/{__version__}",
        }
        request = Request(self.url, urlencode({"query": text}).encode(), headers)
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                body: bytes = answer.read(_LARGEST + 1)
                content_type = answer.headers.get("Content-Type", "")
        except HTTPError as error:
            raise EndpointError(f"{self.url} {_refusal(error)}") from error
        except TimeoutError as error:
            raise EndpointError(f"{self.url} said nothing for {self._timeout:g} seconds") from error
        except (OSError, HTTPException) as error:
            silent = isinstance(error, URLError) and isinstance(error.reason, TimeoutError)
            reason = f"silent for {self._timeout:g} seconds" if silent else getattr(error, "reason", None) or error
            raise EndpointError(f"{self.url} cannot be reached: {reason}") from error
        if len(body) > _LARGEST:
            raise EndpointError(f"{self.url} answers with more than {_LARGEST >> 20} MiB; ask for less, with LIMIT")
        return content_type, body


class _NoRedirect(HTTPRedirectHandler):
    """A redirect may lead anywhere, and would drop the query; the user names the new address."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        del req, fp, code, msg, headers, newurl


def _refusal(error: HTTPError) -> str:
    if target := error.headers.get("Location"):
        return f"has moved to {target}; name that address"
    text = " ".join(error.read(2000).decode("utf-8", "replace").split())
    reason = f": {text[:300]}" if text and not text.startswith("<") else ""
    return f"answers {error.code} {error.reason}{reason}"


def _written(term: Node) -> str:
    if not isinstance(term, URIRef | Literal | Variable):
        raise TypeError(f"a pattern holds IRIs and literals, not {term!r}")
    return term.n3()


def _triples(body: bytes) -> Result:
    result = Result("CONSTRUCT")
    result.graph = Graph().parse(data=body, format="turtle")  # of which N-Triples is a part
    return result


def _with_prefixes(text: str) -> str:
    declared = set(_DECLARED.findall(text))
    missing = {name: iri for name, iri in ontology_prefixes().items() if name not in declared}
    # before a BASE too, since these IRIs are absolute
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in missing.items()) + text
