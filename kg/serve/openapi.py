"""What can be asked of the server, as an OpenAPI description: for people, for generated clients, for testing tools."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg import __version__
from kg.query import list_queries
from kg.serve.html import RESOURCE_KINDS
from kg.serve.negotiation import GRAPHS, HTML, RESULTS
from kg.serve.openapi_schemas import SCHEMAS, array, reference, text
from kg.serve.reconciliation import LARGEST
from kg.serve.site import Site, address

Json = dict[str, Any]

FORM, QUERY_TEXT, JSON = "application/x-www-form-urlencoded", "application/sparql-query", "application/json"
_REFUSALS = {
    400: "What was sent cannot be understood; the text says where.",
    403: "Pages of that origin may not ask, or the query would write or ask another server.",
    404: "There is nothing of the kind.",
    406: "The answer has no form that the Accept header names.",
    408: "The request did not come in time.",
    413: "The request or the answer is larger than it may be; the header X-KG-Limit names the limit.",
    414: "The address is too long.",
    415: "The body is of a media type that is not read here.",
    421: "The Host header names another server.",
    500: "The query is legal and could not be run.",
    503: "A limit of time or memory was reached, or too many are waiting; the header X-KG-Limit names the limit.",
}
_ANYWHERE = (403, 414, 421, 503)
_RUNS = (400, 500, 413)  # what runs a query may also say
_KNOWN = "knowledge-distillation"  # an example; a graph may do without it


@dataclass(frozen=True, slots=True)
class _Operation:
    """What one method of one address does.

    Args:
        tag: the group it belongs to.
        summary: what it answers, in one line.
        content: media type → schema of the answer.
        parameters: of its path and query.
        refusals: statuses of refusals, besides those that every address may give.
        body: media type → schema of what is posted.
        method: of HTTP, in lower case.
    """

    tag: str
    summary: str
    content: Mapping[str, Json]
    parameters: tuple[Json, ...] = ()
    refusals: tuple[int, ...] = ()
    body: Mapping[str, Json] | None = None
    method: str = "get"

    def described(self) -> Json:
        """Return the operation as OpenAPI has it."""
        answer = {"description": self.summary, "content": {kind: {"schema": s} for kind, s in self.content.items()}}
        statuses = sorted({*_ANYWHERE, *self.refusals})
        refusals = {str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses}
        found: Json = {"tags": [self.tag], "summary": self.summary, "responses": {"200": answer, **refusals}}
        if self.parameters:
            found["parameters"] = list(self.parameters)
        if self.body:
            content = {kind: _form_field_types(schema) for kind, schema in self.body.items()}
            found["requestBody"] = {"required": True, "content": content}
        return found


async def describe_interface(request: Request) -> Response:
    """Send the description of all that this server answers.

    Args:
        request: any.
    """
    site: Site = request.app.state.site
    return JSONResponse(openapi(address(request, "").rstrip("/"), site.base))


def openapi(server: str, base: str) -> Json:
    """Return the description of a server (OpenAPI 3.1.0).

    Args:
        server: its address.
        base: what every instance IRI starts with.
    """
    refusal = {kind: {"schema": text()} for kind in ("text/plain", HTML)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "A knowledge graph of research papers",
            "version": __version__,
            "description": "SPARQL 1.1 Protocol, linked data, the query library, and reconciliation for OpenRefine.",
        },
        "servers": [{"url": server}],
        "paths": {
            path: {operation.method: operation.described() for operation in operations}
            for path, operations in _paths(base).items()
        },
        "components": {
            "responses": {
                str(status): {"description": meaning, "content": refusal} for status, meaning in _REFUSALS.items()
            },
            "schemas": SCHEMAS,
        },
    }


def _paths(base: str) -> dict[str, tuple[_Operation, ...]]:
    return {
        "/sparql": _sparql(),
        "/.well-known/void": (_rdf("SPARQL", "What the data set holds, and where it can be asked (VoID)", (500,)),),
        "/queries": (_rdf("questions", "The query library as SHACL executables, or its menu", html=True),),
        "/queries/{name}": (_library_query(),),
        "/queries/{name}.{form}": (_library_answer(),),
        "/{kind}/{path}": (_own_resource(),),
        "/resource": (_named_resource(base),),
        **{path: (operation,) for path, operation in _pages().items()},
        "/reconcile": _reconcile(),
        **{f"/reconcile/{path}": (operation,) for path, operation in _reconcile_more(base).items()},
        "/health": (_Operation("server", "Whether it works, and what queries are cut off from", _json("Health")),),
        "/metrics": (_Operation("server", "Counts, in the text format of Prometheus", {"text/plain": text()}),),
        "/openapi.json": (_Operation("server", "This description", {JSON: {"type": "object"}}),),
    }


def _sparql() -> tuple[_Operation, _Operation]:
    graphs = tuple(_query(name, array(text("iri")), says) for name, says in _GRAPHS.items())
    sparql = text("sparql-query")
    fields = {"query": sparql, **{name: array(text("iri")) for name in _GRAPHS}}
    form = {"type": "object", "properties": fields, "required": ["query"]}
    content = _contents((*RESULTS, *GRAPHS))
    says = "Answer a query; without any parameter, the description of the service"
    query = _query("query", sparql, "SELECT, ASK, CONSTRUCT or DESCRIBE; no update, no SERVICE", required=True)
    posted = {FORM: form, QUERY_TEXT: sparql}
    return (
        _Operation("SPARQL", says, content, (query, *graphs), (*_RUNS, 406)),
        _Operation("SPARQL", "Answer a query", content, graphs, (*_RUNS, 406, 408, 415), posted, "post"),
    )


_GRAPHS = {
    "default-graph-uri": "graphs of the store that make up the default graph, instead of those that FROM names",
    "named-graph-uri": "graphs of the store that GRAPH ranges over, instead of those that FROM NAMED names",
}


def _library_query() -> _Operation:
    found = _rdf("questions", "One query: its text, what is said of it, or the page that asks it", (404,), html=True)
    content = {QUERY_TEXT: text("sparql-query"), **found.content}
    return _Operation(found.tag, found.summary, content, (_query_name(),), (*found.refusals, *_RUNS))


def _library_answer() -> _Operation:
    form = _path("form", {"type": "string", "enum": ["csv", "json"]}, "of the file")
    values = {"type": "object"}
    parameters = _query("values", values, "the query's parameters by name, such as concept=KD") | {"style": "form"}
    content = {"text/csv": text(), "application/sparql-results+json": {}}
    return _Operation(
        "questions",
        "The answer of a query as a file",
        content,
        (_query_name(), form, parameters | {"explode": True}),
        (404, *_RUNS),
    )


def _query_name() -> Json:
    return _path("name", {"type": "string", "enum": [query.name for query in list_queries()]}, "of the query")


def _own_resource() -> _Operation:
    kinds = {"type": "string", "enum": list(RESOURCE_KINDS), "examples": ["entity"]}
    kind = _path("kind", kinds, "the first segment after the graph's base IRI")
    path = _path("path", text() | {"examples": [_KNOWN]}, "the rest of the IRI, percent-encoded")
    return _rdf("linked data", "What the graph says of the IRI with this path", (404, *_RUNS), (kind, path), html=True)


def _named_resource(base: str) -> _Operation:
    iri = _query("iri", _iri(base), "any IRI of the graph", required=True)
    return _rdf("linked data", "What the graph says of an IRI", (404, *_RUNS), (iri,), html=True)


def _pages() -> dict[str, _Operation]:
    name, hits = _query("q", text(), "a name, in any spelling"), array(reference("Hit"))
    first = _query("query", text(), "to begin with")
    return {
        "/": _Operation("pages", "The start page", {HTML: text()}),
        "/search": _Operation("pages", "What bears a name", {HTML: text()}, (name,)),
        "/suggest": _Operation("pages", "The same in short, for a search box", {JSON: hits}, (name,)),
        "/editor": _Operation("pages", "The SPARQL editor", {HTML: text()}, (first,)),
        "/editor/vocabulary": _Operation("pages", "What the editor completes", _json("Vocabulary")),
    }


def _reconcile() -> tuple[_Operation, _Operation]:
    fields = {name: reference(schema) for name, schema in _BATCHES.items()}
    says = "Answer a batch of names (queries) or of things to say more of (extend); without one, the manifest"
    content = {JSON: {"anyOf": [reference(name) for name in ("Manifest", "QueryResults", "ExtensionResult")]}}
    parameters = tuple(
        {"name": name, "in": "query", "content": {JSON: {"schema": schema}}} for name, schema in fields.items()
    )
    form = {"type": "object", "properties": fields, "oneOf": [{"required": [name]} for name in fields]}
    return (
        _Operation("reconciliation", says, content, parameters, (400, 413)),
        _Operation("reconciliation", says, content, (), (400, 408, 413, 415), {FORM: form}, "post"),
    )


_BATCHES = {"queries": "QueryBatch", "extend": "Extension"}


def _reconcile_more(base: str) -> dict[str, _Operation]:
    type_ = _query("type", text(), "the type of the things")
    typed = _query("prefix", text(), "what was typed")
    cursor = _query("cursor", {"type": "integer", "minimum": 0, "maximum": LARGEST}, "how many to leave out")
    limit = _query("limit", {"type": "integer", "minimum": 1, "maximum": LARGEST}, "how many at most")
    thing = _query("id", _iri(base), "IRI of a paper or an entity", required=True)
    suggested = {
        f"suggest/{name}": _Operation(
            "reconciliation", f"Complete what names {what}", _json("Suggestions"), (typed, cursor), (400,)
        )
        for name, what in (("entity", "a paper or an entity"), ("property", "a property"), ("type", "a type"))
    }
    return suggested | {
        "properties": _Operation(
            "reconciliation", "What things of a type can be extended with", _json("Proposal"), (type_, limit), (400,)
        ),
        "preview": _Operation(
            "reconciliation", "A thing in the small frame of a client", {HTML: text()}, (thing,), (404,)
        ),
    }


def _iri(base: str) -> Json:
    return text("iri") | {"examples": [f"{base}entity/{_KNOWN}"]}


def _rdf(
    tag: str, summary: str, refusals: tuple[int, ...] = (), parameters: tuple[Json, ...] = (), *, html: bool = False
) -> _Operation:
    return _Operation(tag, summary, _contents((*GRAPHS, *([HTML] if html else []))), parameters, (406, *refusals))


def _contents(media_types: Iterable[str]) -> Mapping[str, Json]:
    """What an answer may be sent as; a reader of JSON sees an object where others see text."""
    return {kind: {} if kind.endswith("json") else text() for kind in media_types}


def _json(name: str) -> Mapping[str, Json]:
    return {JSON: reference(name)}


def _query(name: str, schema: Json, says: str, *, required: bool = False) -> Json:
    return {"name": name, "in": "query", "required": required, "schema": schema, "description": says}


def _path(name: str, schema: Json, says: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": schema, "description": says}


def _form_field_types(schema: Json) -> Json:
    """The schema of a body; fields of a form that hold an object are sent as JSON."""
    fields: Iterable[tuple[str, Json]] = schema.get("properties", {}).items()
    encoding = {name: {"contentType": JSON} for name, field in fields if "$ref" in field}
    return {"schema": schema, **({"encoding": encoding} if encoding else {})}
