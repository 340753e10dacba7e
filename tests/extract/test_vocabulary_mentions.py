"""Labels of the vocabulary in a text: all that its look-up knows are found, though few spans are looked up."""

from __future__ import annotations

import pytest
from annotated import annotated

from kg.extract.reading import reading_of
from kg.extract.vocabulary_mentions import VocabularyMatcher


@pytest.fixture(scope="module")
def matcher(resources) -> VocabularyMatcher:
    component = VocabularyMatcher()
    component.use(resources)
    return component


def found_in(matcher, text):
    reading = reading_of(annotated(text, {}))
    return {reading.slice(*span) for span in matcher.match(reading)}


@pytest.mark.parametrize(
    "name",
    [
        "natural language processing",  # a word ends and the next begins with l
        "neural language models",
        "variational lower bound",
        "U-Net",
        "Sobol indices",
        "colourisation",
        "label smoothing",
        "Adversarial Training",
    ],
)
def test_a_name_is_found_in_any_usual_spelling(matcher, name):
    assert name in found_in(matcher, f"We study the {name} here.")


def test_no_label_is_found_across_sentences(matcher):
    assert "natural language processing" not in found_in(matcher, "It is natural. Language processing is hard.")


def test_spans_that_only_begin_as_a_label_are_not_found(matcher, resources):
    found = found_in(matcher, "A natural language with generative and adversarial parts")
    assert all(resources.vocabulary.lookup(surface) for surface in found)
    assert "natural language with" not in found


@pytest.mark.slow
def test_every_label_of_the_vocabulary_is_found(matcher, resources):
    labels = sorted({label for label, _ in resources.vocabulary.labels()})
    wanted = [label for label in labels if whole_tokens(label) and resources.vocabulary.lookup(label)]
    missed = [label for label in wanted if label not in found_in(matcher, f"Here {label} stands")]
    assert len(wanted) > 0.9 * len(labels)
    assert missed == []


def whole_tokens(label):
    """Whether a label begins and ends with a letter or digit and holds nothing that may end a sentence."""
    return label[0].isalnum() and label[-1].isalnum() and {".", "!", "?"}.isdisjoint(label)
