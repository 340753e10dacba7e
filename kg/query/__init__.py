"""Questions to a built graph: SPARQL files with parameters that people name by label."""

from kg.query.answer import Answer, Iri, Text, render_table
from kg.query.engine import open_dataset, run_query
from kg.query.files import Parameter, QueryFile, list_queries, load_query

__all__ = [
    "Answer",
    "Iri",
    "Parameter",
    "QueryFile",
    "Text",
    "list_queries",
    "load_query",
    "open_dataset",
    "render_table",
    "run_query",
]
