"""Matching the names of a table with the graph: the W3C Reconciliation Service API 0.2, as OpenRefine speaks it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.graph.search import Candidate, Hit, NameIndex
from kg.iris import ONTOLOGY
from kg.rdf.namespace import FABIO, KG
from kg.schema import EntityType
from kg.serve.catalogue import Catalogue
from kg.serve.extension import PROPERTIES, Property, values_of
from kg.serve.html import POLICY
from kg.serve.protocol import read_fields
from kg.serve.refusal import RefusalError
from kg.serve.site import Site, address
from kg.serve.views import view_of

PATH = "reconcile"
VERSION = "0.2"
BATCH = 50
"""Queries that a request may hold; OpenRefine sends ten."""
LARGEST = 99_999
"""The largest cursor or limit."""

_TYPES = {"Paper": str(FABIO.Article), **{kind.value: str(KG[kind.value]) for kind in EntityType}}
_KINDS = {iri: kind for kind, iri in _TYPES.items()}
_CANDIDATES, _MOST = 10, 50
_SUGGESTED = 20
_LONGEST = 300  # characters of a name
_NUMBER = re.compile(r"[0-9]{1,5}")
_PREVIEW = (460, 260)


@dataclass(frozen=True, slots=True)
class NameQuery:
    """One name of a batch.

    Args:
        name: what to look for.
        kinds: only these; all where there are none.
        limit: how many candidates at most.
    """

    name: str
    kinds: tuple[str, ...]
    limit: int


async def answer_batch(request: Request) -> Response:
    """Answer a batch of reconciliation queries, or of properties to extend a table with; else tell what the service is.

    Args:
        request: holds the batch as `queries` or `extend`, in its address or its form.

    Raises:
        RefusalError: the batch is none, or too large.
    """
    site: Site = request.app.state.site
    fields = dict(await read_fields(request, site.settings))
    batches = {"queries", "extend"} & fields.keys()
    if len(batches) > 1 or (request.method == "POST" and not batches):
        raise RefusalError(400, "give one batch, as queries or as extend")
    if "queries" in fields:
        batch = read_batch(fields["queries"])
        return JSONResponse(await site.catalogue.look_up(lambda: reconcile(site.catalogue.names, batch)))
    if "extend" in fields:
        ids, properties = read_extension(fields["extend"])
        return JSONResponse(await site.catalogue.look_up(extend, site.catalogue, ids, properties))
    return JSONResponse(manifest(address(request, PATH), site.base))


async def suggest_entity(request: Request) -> Response:
    """Suggest papers and entities whose names begin so.

    Args:
        request: holds what was typed as `prefix`, and how many to leave out as `cursor`.

    Raises:
        RefusalError: the cursor is no number.
    """
    site: Site = request.app.state.site
    typed, start = _prefix(request), _cursor(request)
    hits = await site.catalogue.look_up(lambda: site.catalogue.names.search(typed, limit=start + _SUGGESTED))
    found = ({"id": h.iri, "name": h.label, "description": _about(h), "notable": [_type(h.kind)]} for h in hits[start:])
    return JSONResponse({"result": list(found)})


async def suggest_type(request: Request) -> Response:
    """Suggest kinds whose names begin so.

    Args:
        request: holds what was typed as `prefix`, and how many to leave out as `cursor`.

    Raises:
        RefusalError: the cursor is no number.
    """
    found = [_type(kind) for kind in _TYPES if _begins(kind, _prefix(request))]
    return JSONResponse({"result": found[_cursor(request) :]})


async def suggest_property(request: Request) -> Response:
    """Suggest properties whose names begin so.

    Args:
        request: holds what was typed as `prefix`, and how many to leave out as `cursor`.

    Raises:
        RefusalError: the cursor is no number.
    """
    found = [_property(prop) for prop in PROPERTIES.values() if _begins(prop.name, _prefix(request))]
    return JSONResponse({"result": found[_cursor(request) :]})


async def propose_properties(request: Request) -> Response:
    """Say what a table of things of a type can be extended with.

    Args:
        request: may hold the `type` and a `limit`.

    Raises:
        RefusalError: the limit is no positive number.
    """
    type_ = request.query_params.get("type", "")
    kind = _KINDS.get(type_, "")
    fitting = [prop for prop in PROPERTIES.values() if not kind or prop.of_papers is (kind == "Paper")]
    limit = _number(request, "limit", len(fitting), least=1)
    return JSONResponse({"properties": [_property(prop) for prop in fitting[:limit]], "type": type_, "limit": limit})


async def preview(request: Request) -> Response:
    """Show a paper or an entity in the small frame that a client gives it.

    Args:
        request: holds its IRI as `id`.

    Raises:
        RefusalError: there is no such thing.
    """
    site: Site = request.app.state.site
    iri = request.query_params.get("id", "")
    view = await site.catalogue.look_up(view_of, site.catalogue, iri)
    if view is None:
        raise RefusalError(404, f"the graph has no {iri!r}")
    hit = site.catalogue.names.hit(iri)
    framing = " ".join(("'self'", *site.settings.allow_origins))
    policy = {**POLICY, "script-src": "'none'", "frame-ancestors": framing}
    return site.pages.page("preview", policy=policy, view=view, hit=hit)


def manifest(service: str, base: str) -> dict[str, Any]:
    """Return the description of the service.

    Args:
        service: its address.
        base: what every instance IRI starts with.
    """
    host = service.removesuffix(f"/{PATH}")
    width, height = _PREVIEW
    return {
        "versions": [VERSION],
        "name": "Entities and papers of a knowledge graph",
        "identifierSpace": base,
        "schemaSpace": ONTOLOGY,
        "defaultTypes": [_type(kind) for kind in _TYPES],
        "batchSize": BATCH,
        "view": {"url": f"{host}/resource?iri={{{{id}}}}"},
        "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": width, "height": height},
        "suggest": {
            name: {"service_url": service, "service_path": f"/suggest/{name}"}
            for name in ("entity", "type", "property")
        },
        "extend": {"propose_properties": {"service_url": service, "service_path": "/properties"}},
    }


def read_batch(text: str) -> dict[str, NameQuery]:
    """Return the queries of a batch.

    Args:
        text: JSON, as the specification has it.

    Raises:
        RefusalError: it is none, or too large.
    """
    batch = _object(text, "queries")
    if len(batch) > BATCH:
        raise RefusalError(413, f"a batch has at most {BATCH} queries, not {len(batch)}", limit="batch")
    return {name: _name_query(name, query) for name, query in batch.items()}


def reconcile(names: NameIndex, batch: Mapping[str, NameQuery]) -> dict[str, Any]:
    """Return what the names of a batch may mean.

    Args:
        names: of the graph.
        batch: what to look for.

    Returns:
        The result batch. A match is what alone bears the name, in any spelling; where two things do, there is none.
    """
    return {
        key: {"result": [_candidate(found) for found in names.candidates(query.name, query.kinds, query.limit)]}
        for key, query in batch.items()
    }


def read_extension(text: str) -> tuple[list[str], list[Property]]:
    """Return the things and the properties that a client wants to extend its table with.

    Args:
        text: JSON, as the specification has it.

    Raises:
        RefusalError: it is none, too large, or names a property that there is not.
    """
    wanted = _object(text, "extend")
    ids, asked = wanted.get("ids"), wanted.get("properties")
    if not isinstance(ids, list) or not isinstance(asked, list) or not all(isinstance(iri, str) for iri in ids):
        raise RefusalError(400, "extend holds a list of ids and a list of properties")
    if len(ids) > BATCH:
        raise RefusalError(413, f"a batch has at most {BATCH} ids, not {len(ids)}", limit="batch")
    known = [PROPERTIES.get(str(prop.get("id"))) if isinstance(prop, dict) else None for prop in asked]
    if None in known:
        raise RefusalError(400, f"extend names a property that is none of {', '.join(PROPERTIES)}")
    return ids, [prop for prop in known if prop]


def extend(catalogue: Catalogue, ids: Iterable[str], properties: Iterable[Property]) -> dict[str, Any]:
    """Return what the graph says of some things.

    Args:
        catalogue: where it is looked up.
        ids: their IRIs; nothing is said of one that is unknown.
        properties: what is wanted.
    """
    wanted = list(properties)
    rows = {iri: {prop.id: values_of(catalogue, iri, prop) for prop in wanted} for iri in ids}
    return {"meta": [_property(prop) for prop in wanted], "rows": rows}


def _object(text: str, field: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RefusalError(400, f"{field} is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise RefusalError(400, f"{field} is no JSON object")
    return found


def _name_query(key: str, query: object) -> NameQuery:
    if not isinstance(query, dict) or not isinstance(query.get("query", ""), str):
        raise RefusalError(400, f"the query {key!r} is no object with the text to look for as query")
    types = query.get("type") or []
    wanted: object = [types] if isinstance(types, str) else types
    if not isinstance(wanted, list) or not all(isinstance(type_, str) for type_ in wanted):
        raise RefusalError(400, f"the type of the query {key!r} is no text and no list of texts")
    # an unknown type stays, so that nothing is found rather than anything
    kinds = tuple(_KINDS.get(str(type_), str(type_)) for type_ in wanted)
    limit = query.get("limit", _CANDIDATES)
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
        raise RefusalError(400, f"the limit of the query {key!r} is no positive whole number")
    return NameQuery(query.get("query", "")[:_LONGEST], kinds, min(limit, _MOST))


def _candidate(found: Candidate) -> dict[str, Any]:
    hit = found.hit
    return {
        "id": hit.iri,
        "name": hit.label,
        "description": _about(hit),
        "type": [_type(hit.kind)],
        "score": found.score,
        "match": found.certain,
    }


def _about(hit: Hit) -> str:
    also = f"also called {hit.matched}" if hit.matched != hit.label else ""
    known = f"{hit.papers} {'paper' if hit.papers == 1 else 'papers'}" if hit.papers else ""
    return "; ".join(part for part in (hit.kind, known, also) if part)


def _type(kind: str) -> dict[str, str]:
    return {"id": _TYPES[kind], "name": kind}


def _property(prop: Property) -> dict[str, Any]:
    return {"id": prop.id, "name": prop.name}


def _prefix(request: Request) -> str:
    return request.query_params.get("prefix", "").strip()[:_LONGEST]


def _cursor(request: Request) -> int:
    return _number(request, "cursor", 0, least=0)


def _number(request: Request, name: str, default: int, least: int) -> int:
    text = request.query_params.get(name, str(default))
    if not _NUMBER.fullmatch(text) or int(text) < least:
        raise RefusalError(400, f"{name} is a whole number from {least:,} to {LARGEST:,}")
    return int(text)


def _begins(name: str, prefix: str) -> bool:
    return any(word.startswith(prefix.casefold()) for word in (name.casefold(), *name.casefold().split()))
