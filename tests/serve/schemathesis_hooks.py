"""What schemathesis cannot read in the description: what is legal SPARQL, and that a request holds one batch."""

from __future__ import annotations

import json

import schemathesis
from hypothesis import strategies as st

from kg.query import list_queries

_ODD = ["ASK {}", "DESCRIBE <urn:x>", "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3", "# é\nSELECT * { ?s ?p ?o } LIMIT 1"]

schemathesis.openapi.format("sparql-query", st.sampled_from([*_ODD, *(query.text for query in list_queries())]))


@schemathesis.serializer("application/sparql-query")
def send_query(_context, value):
    return str(value).encode()


@schemathesis.hook
def filter_case(_context, case) -> bool:
    fields = (part for part in (case.query, case.body) if isinstance(part, dict))
    return not any({"queries", "extend"} <= part.keys() for part in fields)


@schemathesis.hook
def map_case(_context, case):
    """Write the objects of a form as JSON, as its encoding says: the tool sends them field by field."""
    if isinstance(case.body, dict):
        case.body = {n: json.dumps(value) if isinstance(value, dict) else value for n, value in case.body.items()}
    return case
