"""The SKOS vocabulary: concepts of machine learning, found by any of their labels."""
