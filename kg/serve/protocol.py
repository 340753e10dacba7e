"""Reading a request of the SPARQL 1.1 Protocol (W3C Recommendation, section 2.1), and refusing what is none."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from pyoxigraph import NamedNode
from starlette.requests import ClientDisconnect, Request

from kg.query.tokens import Shape, query_shape
from kg.serve.refusal import RefusalError
from kg.serve.settings import ServeSettings

_FORM, _DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
_PARAMETERS = 1000
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ProtocolQuery:
    """A query as it came.

    Args:
        text: SPARQL.
        shape: what its tokens tell.
        default_graphs: graphs that make up the default graph; None where the query itself decides.
        named_graphs: graphs that `GRAPH` ranges over; None where the query itself decides.
    """

    text: str
    shape: Shape
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None


async def read_query(request: Request, settings: ServeSettings) -> ProtocolQuery | None:
    """Return the query of a request.

    Args:
        request: to the endpoint.
        settings: the limits.

    Returns:
        None where a GET or HEAD asks nothing, and so wants to know what the endpoint is.

    Raises:
        RefusalError: the request is not the protocol's, or its query must not run.
    """
    pairs = _decoded(request.scope["query_string"], "the address")
    if request.method == "POST":
        pairs += await _posted(request, settings)
    elif not pairs:
        return None
    return _query(pairs, settings)


async def read_fields(request: Request, settings: ServeSettings) -> Pairs:
    """Return the fields of a request's address and of its form, if it has one.

    Args:
        request: any.
        settings: the limits.

    Raises:
        RefusalError: they cannot be read, or are too large.
    """
    pairs = _decoded(request.scope["query_string"], "the address")
    if request.method != "POST":
        return pairs
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    if media_type.strip().lower() != _FORM or _charset(parameters) not in ("", "utf-8", "utf8"):
        raise RefusalError(415, f"POST the fields as {_FORM} in UTF-8")
    return pairs + _decoded(await _body(request, settings), "the form")


async def _posted(request: Request, settings: ServeSettings) -> Pairs:
    media_type, _, parameters = request.headers.get("content-type", "").partition(";")
    media_type = media_type.strip().lower()
    if media_type not in (_FORM, _DIRECT):
        raise RefusalError(415, f"POST a query as {_DIRECT}, or as the field query of {_FORM}")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise RefusalError(415, "send the query without a Content-Encoding")
    if _charset(parameters) not in ("", "utf-8", "utf8"):
        raise RefusalError(415, "send the query as UTF-8")
    body = await _body(request, settings)
    if media_type == _FORM:
        return _decoded(body, "the form")
    try:
        return [("query", body.decode("utf-8"))]
    except UnicodeDecodeError as error:
        raise RefusalError(400, f"the query is no UTF-8 text: {error.reason} at byte {error.start}") from None


def _charset(parameters: str) -> str:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower()
    return ""


async def _body(request: Request, settings: ServeSettings) -> bytes:
    """Read the body, but neither too much of it nor for too long."""
    body = bytearray()
    try:
        async with asyncio.timeout(settings.patience):
            async for chunk in request.stream():
                body += chunk
                if len(body) > settings.max_request:
                    text = f"the request has more than {settings.max_request:,} bytes"
                    raise RefusalError(413, text, limit="max-request", headers={"Connection": "close"})
    except TimeoutError:
        text = f"the request was not complete after {settings.patience:g} seconds"
        raise RefusalError(408, text, limit="patience", headers={"Connection": "close"}) from None
    except ClientDisconnect:
        raise RefusalError(400, "the request was not complete") from None
    return bytes(body)


def _decoded(data: bytes, place: str) -> Pairs:
    try:
        text = data.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_PARAMETERS)
    except UnicodeDecodeError:
        raise RefusalError(400, f"{place} holds a character that is not percent-encoded UTF-8") from None
    except ValueError:
        raise RefusalError(400, f"{place} has more than {_PARAMETERS:,} parameters") from None


def _query(pairs: Pairs, settings: ServeSettings) -> ProtocolQuery:
    found = {name: [value for key, value in pairs if key == name] for name in ("query", "update")}
    if found["update"]:
        raise RefusalError(403, "the graph is read-only; ask by the parameter query")
    if len(found["query"]) != 1:
        raise RefusalError(400, f"give the parameter query once; it came {len(found['query'])} times")
    text = found["query"][0]
    default = _graphs(value for key, value in pairs if key == "default-graph-uri")
    named = _graphs(value for key, value in pairs if key == "named-graph-uri")
    chosen = bool(default or named)
    return ProtocolQuery(text, _shape(text, settings), default if chosen else None, named if chosen else None)


def _graphs(iris: Iterable[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(iris))
    for iri in found:
        try:
            NamedNode(iri)
        except ValueError as error:
            raise RefusalError(400, f"{iri!r} names no graph: it is no absolute IRI ({error})") from None
    return found


def _shape(text: str, settings: ServeSettings) -> Shape:
    shape = query_shape(text)
    if shape.is_update:
        raise RefusalError(400, "the graph is read-only; use SELECT, CONSTRUCT, ASK or DESCRIBE")
    if not shape.is_query:
        raise RefusalError(400, "the query is no legal SPARQL: it has none of SELECT, CONSTRUCT, ASK, DESCRIBE")
    if shape.reaches_out:
        raise RefusalError(403, "SERVICE asks another server; query the graph alone")
    if shape.depth > settings.max_depth:
        raise RefusalError(400, f"the query has more than {settings.max_depth} brackets open at once", limit="depth")
    return shape
