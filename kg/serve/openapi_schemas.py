"""The shapes of what the server sends and takes as JSON, for its OpenAPI description."""

from __future__ import annotations

from typing import Any

from kg.serve.extension import PROPERTIES
from kg.serve.reconciliation import BATCH

Json = dict[str, Any]


def text(form: str = "") -> Json:
    """Return the schema of a text.

    Args:
        form: its format; empty for any.
    """
    return {"type": "string", "format": form} if form else {"type": "string"}


def array(items: Json, **limits: int) -> Json:
    """Return the schema of a list.

    Args:
        items: schema of each.
        limits: keywords of JSON Schema.
    """
    return {"type": "array", "items": items, **limits}


def record(needed: dict[str, Json], optional: dict[str, Json] | None = None) -> Json:
    """Return the schema of an object with fields of its own and no others.

    Args:
        needed: field → schema; always there.
        optional: field → schema; may be missing.
    """
    fields = {**needed, **(optional or {})}
    return {"type": "object", "properties": fields, "required": list(needed), "additionalProperties": False}


def mapping(values: Json, **limits: int) -> Json:
    """Return the schema of an object whose keys are free.

    Args:
        values: schema of each value.
        limits: keywords of JSON Schema.
    """
    return {"type": "object", "additionalProperties": values, **limits}


def reference(name: str) -> Json:
    """Return a reference to a schema of the description.

    Args:
        name: its name.
    """
    return {"$ref": f"#/components/schemas/{name}"}


_NAMED = {"id": text(), "name": text()}
_WHOLE, _YES_NO = {"type": "integer"}, {"type": "boolean"}
_SERVICE = record({"service_url": text("uri"), "service_path": text()})
_PROPERTY = {"type": "string", "enum": list(PROPERTIES)}

SCHEMAS: Json = {
    "Health": record({"status": text(), "network_cut_off": _YES_NO, "memory_limited": _YES_NO}),
    "Hit": record({"label": text(), "kind": text(), "papers": _WHOLE, "address": text("uri-reference")}),
    "Vocabulary": record(
        {
            "base": text("iri"),
            "prefixes": mapping(text("iri")),
            "classes": array(text("iri")),
            "properties": array(text("iri")),
        }
    ),
    "Named": record(_NAMED),
    "Manifest": record(
        {
            "versions": array(text()),
            "name": text(),
            "identifierSpace": text("iri"),
            "schemaSpace": text("iri"),
            "defaultTypes": array(reference("Named")),
            "batchSize": _WHOLE,
            "view": record({"url": text()}),
            "preview": record({"url": text(), "width": _WHOLE, "height": _WHOLE}),
            "suggest": record(dict.fromkeys(("entity", "type", "property"), _SERVICE)),
            "extend": record({"propose_properties": _SERVICE}),
        }
    ),
    "QueryBatch": mapping(reference("NameQuery"), maxProperties=BATCH),
    "NameQuery": {
        "type": "object",
        "properties": {
            "query": text(),
            "type": {"anyOf": [text(), array(text())]},
            "limit": {"type": "integer", "minimum": 1},
        },
        "required": ["query"],
    },
    "QueryResults": mapping(record({"result": array(reference("Candidate"))})),
    "Candidate": record(
        {
            **_NAMED,
            "description": text(),
            "type": array(reference("Named")),
            "score": {"type": "number", "minimum": 0, "maximum": 100},
            "match": _YES_NO,
        }
    ),
    "Extension": {
        "type": "object",
        "properties": {
            "ids": array(text(), maxItems=BATCH),
            "properties": array({"type": "object", "properties": {"id": _PROPERTY}, "required": ["id"]}),
        },
        "required": ["ids", "properties"],
    },
    "ExtensionResult": record({"meta": array(reference("Named")), "rows": mapping(mapping(array(reference("Value"))))}),
    "Value": {"anyOf": [record({"str": text()}), record({"int": _WHOLE}), record(_NAMED)]},
    "Suggestions": record({"result": array(reference("Suggestion"))}),
    "Suggestion": record(_NAMED, {"description": text(), "notable": array(reference("Named"))}),
    "Proposal": record({"properties": array(reference("Named")), "type": text(), "limit": _WHOLE}),
}
"""Name → JSON Schema."""
