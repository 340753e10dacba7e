"""Sentence borders."""

from __future__ import annotations

import pytest
import spacy

from kg.extract.document import register_extensions
from kg.extract.sentences import split_sentences


def sentences(text: str, title: str = "") -> list[str]:
    register_extensions()
    doc = spacy.blank("en").make_doc(f"{title}\n\n{text}" if title else text)
    doc._.title_end = len(title)
    return [sentence.text.strip() for sentence in split_sentences(doc).sents if sentence.text.strip()]


@pytest.mark.parametrize(
    "text",
    [
        "Vaswani et al. proposed attention.",
        "We use optimisers, e.g. Adam, here.",
        "We use optimisers (i.e. Adam) here.",
        "Accuracy rises by 1.5 points.",
        "The model (cf. Fig. 3) is small.",
        "It runs on iOS... and more.",
    ],
)
def test_full_stop_inside_sentence_ends_nothing(text):
    assert sentences(text) == [text]


def test_sentences_end_at_marks_before_capitals():
    assert sentences("We train. It works! Does it? Yes.") == ["We train.", "It works!", "Does it?", "Yes."]


def test_sentence_ends_where_a_space_is_missing():
    assert sentences("We study classification.Despite this, it fails.") == [
        "We study classification.",
        "Despite this, it fails.",
    ]


def test_title_is_a_sentence_of_its_own():
    assert sentences("We compress models.", "Small Models: A Survey") == [
        "Small Models: A Survey",
        "We compress models.",
    ]


def test_empty_line_ends_a_sentence():
    assert sentences("First part\n\nSecond part") == ["First part", "Second part"]


def test_numbered_list_is_split_at_items_only():
    assert sentences("1. We train. 2. We test.") == ["1. We train.", "2. We test."]


def test_title_alone_is_one_sentence():
    assert sentences("", "Only a Title") == ["Only a Title"]
