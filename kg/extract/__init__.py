"""What a paper's text says: the only room that knows spaCy."""

from kg.extract.pipeline import extract_annotations, make_pipeline, model_hash

__all__ = ["extract_annotations", "make_pipeline", "model_hash"]
