"""The graph as RDF: its ontology, its shapes, and the one place that turns records into quads."""
