"""Training of the part-of-speech tagger that ships with the pipeline (a small spaCy network, without word vectors).

The reference tags come from any installed spaCy pipeline with a tagger (Penn Treebank tags); that pipeline is needed
here only, never at run time.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import fix_random_seed

_SEED = 1
_BATCH = 12
_HELD_OUT = 10  # every tenth text
_TITLE_WORDS = 12
_SMALL_WORDS = frozenset("a an and as at by for from in into of on or the to via with".split())

TAGGER_CONFIG = {
    "model": {
        "@architectures": "spacy.Tagger.v2",
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "pretrained_vectors": None,
            "width": 64,
            "depth": 3,
            "embed_size": 3000,
            "window_size": 1,
            "maxout_pieces": 2,
            "subword_features": True,
        },
    }
}


def train_tagger(texts: Sequence[str], reference: Language, out: Path, *, epochs: int = 10) -> float:
    """Train the tagger on texts that a reference pipeline has tagged, and write it.

    Every tenth text is held out; a tenth of the rest is seen a second time as a made-up title, since titles
    capitalise what abstracts do not.

    Args:
        texts: abstracts.
        reference: a pipeline that sets fine-grained tags.
        out: the folder that the tagger is written to.
        epochs: passes over the texts.

    Returns:
        The share of held-out tokens on which tagger and reference agree.
    """
    fix_random_seed(_SEED)
    nlp = spacy.blank("en")
    tagger = nlp.add_pipe("tagger", config=TAGGER_CONFIG)
    tagged = list(reference.pipe(texts))
    held_out = [_example(nlp, doc) for doc in tagged[::_HELD_OUT]]
    training = list(_training_examples(nlp, (doc for i, doc in enumerate(tagged) if i % _HELD_OUT)))
    optimizer = nlp.initialize(lambda: training)
    shuffle = random.Random(_SEED)
    for _ in range(epochs):
        shuffle.shuffle(training)
        for start in range(0, len(training), _BATCH):
            nlp.update(training[start : start + _BATCH], sgd=optimizer, drop=0.1)
    with nlp.use_params(optimizer.averages):
        tagger.to_disk(out)  # type: ignore[attr-defined]  # every trainable component has it
        return agreement(nlp, held_out)


def agreement(nlp: Language, examples: Iterable[Example]) -> float:
    """Return the share of tokens whose tag a pipeline predicts as the reference has it.

    Args:
        nlp: a pipeline with a tagger.
        examples: texts with reference tags.
    """
    same = total = 0
    for example in examples:
        predicted = nlp(example.predicted)
        pairs = zip(predicted, example.reference, strict=True)
        same += sum(own.tag == other.tag for own, other in pairs)
        total += len(example.reference)
    return same / total


def _training_examples(nlp: Language, docs: Iterable[Doc]) -> Iterator[Example]:
    for number, doc in enumerate(docs):
        yield _example(nlp, doc)
        if number % _HELD_OUT == 0:
            yield _example(nlp, doc, as_title=True)


def _example(nlp: Language, doc: Doc, *, as_title: bool = False) -> Example:
    tokens = list(doc)[: _TITLE_WORDS if as_title else None]
    words = [_capitalised(token.text) if as_title else token.text for token in tokens]
    spaces = [bool(token.whitespace_) for token in tokens]
    reference = Doc(nlp.vocab, words=words, spaces=spaces, tags=[token.tag_ for token in tokens])
    return Example(Doc(nlp.vocab, words=words, spaces=spaces), reference)


def _capitalised(word: str) -> str:
    return word if word in _SMALL_WORDS else word[:1].upper() + word[1:]
