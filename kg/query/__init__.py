"""Questions to a built graph: SPARQL files with parameters that people name by label."""

from kg.query.answer import Answer, Iri, Text, render_table
from kg.query.ask import Asker, Reading
from kg.query.endpoint import Endpoint
from kg.query.engine import Source, open_dataset, run_query
from kg.query.files import Parameter, QueryFile, list_queries, load_query
from kg.query.names import substitute

__all__ = [
    "Answer",
    "Asker",
    "Endpoint",
    "Iri",
    "Parameter",
    "QueryFile",
    "Reading",
    "Source",
    "Text",
    "list_queries",
    "load_query",
    "open_dataset",
    "render_table",
    "run_query",
    "substitute",
]
