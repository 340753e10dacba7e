"""The part-of-speech tagger: spaCy's component with the weights that `kg.train.tagger` made."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.pipeline import Tagger
from thinc.api import NumpyOps


def load_tagger(nlp: Language, weights: Path) -> None:
    """Load the weights of a pipeline's tagger.

    Args:
        nlp: a pipeline with spaCy's `tagger`, configured as it was trained.
        weights: the folder that `Tagger.to_disk` wrote.
    """
    tagger = nlp.get_pipe("tagger")
    assert isinstance(tagger, Tagger)
    tagger.from_disk(weights, exclude=["vocab"])
    for label in tagger.labels:
        nlp.vocab.strings.add(label)
    for layer in tagger.model.walk():
        layer.ops = NumpyOps(use_blis=False)  # numpy multiplies these small matrices several times as fast
