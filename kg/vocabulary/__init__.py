"""The SKOS vocabulary: concepts of machine learning, found by any of their labels.

concepts.ttl + homographs.tsv ──compile──▶ compiled.json ──load──▶ Vocabulary
                                 user's SKOS files ──extend──▲
"""

from kg.vocabulary.load import load_vocabulary
from kg.vocabulary.lookup import HomographSense, Vocabulary

__all__ = ["HomographSense", "Vocabulary", "load_vocabulary"]
