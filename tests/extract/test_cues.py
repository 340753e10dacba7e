"""Classes of cue words."""

import pytest

from kg.extract.cues import cue_class


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("propose", "propose"),
        ("introduces", "propose"),
        ("outperforming", "beat"),
        ("trained", "train"),
        ("evaluations", "evaluate"),
        ("using", "use"),
        ("reduces", "reduce"),
        ("via", "use"),
    ],
)
def test_inflected_words_belong_to_the_class_of_their_stem(word, name):
    assert cue_class(word) == name


@pytest.mark.parametrize("word", ["", "x", "user", "banana", "attention", "isolated"])
def test_other_words_have_no_class(word):
    assert cue_class(word) == ""
