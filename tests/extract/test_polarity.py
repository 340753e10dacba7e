"""Scopes of denial and hope."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.polarity import polarity_of
from kg.model import Span

AFFIRMED, NEGATED, HEDGED = "affirmed", "negated", "hedged"
SENTENCES = [
    (AFFIRMED, "<A> outperforms <B> on three data sets."),
    (AFFIRMED, "We show that <A> can improve <B>."),
    (AFFIRMED, "<A> is able to reduce <B> considerably."),
    (AFFIRMED, "<A> improves not only <C> but also <B>."),
    (AFFIRMED, "<A> improves <B> without sacrificing speed."),
    (AFFIRMED, "Although <C> does not scale, <A> improves <B>."),
    (AFFIRMED, "Prior work is not accurate. <A> improves <B>."),
    (AFFIRMED, "<A> improves <B>, but it does not help <C>."),
    (AFFIRMED, "<A> lowers <B> without any labels."),
    (NEGATED, "<A> does not outperform <B>."),
    (NEGATED, "<A> doesn't improve <B>."),
    (NEGATED, "<A> fails to beat <B> on long texts."),
    (NEGATED, "There is no improvement of <A> over <B>."),
    (NEGATED, "<A> shows no significant gain over <B>."),
    (NEGATED, "We train <A> without <B>."),
    (NEGATED, "<A> relies on rules instead of <B>."),
    (NEGATED, "<A> cannot be used for <B>."),
    (NEGATED, "Neither <A> nor <C> improves <B>."),
    (NEGATED, "<A> never reaches <B>."),
    (NEGATED, "<A> lags behind <B>."),
    (NEGATED, "Instead of <A>, we use <B>."),
    (NEGATED, "Without <A>, <B> still learns."),
    (NEGATED, "There are no public corpora of <A> for <B>."),
    (NEGATED, "<A> methods lack <B> across domains."),
    (NEGATED, "<A> saves time at no <B>."),
    (NEGATED, "Few studies have applied <A> to <B>."),
    (NEGATED, "<A> is not readily available for <B>."),
    (AFFIRMED, "Instead of <C>, we use <A> for <B>."),
    (AFFIRMED, "<A> needs no more than <C>, and improves <B>."),
    (AFFIRMED, "We aim to solve <C>, and propose <A> for <B>."),
    (HEDGED, "<A> has great potential for <B>."),
    (HEDGED, "The aim of this study is to use <A> for <B>."),
    (HEDGED, "<A> would greatly reduce <B>."),
    (HEDGED, "<A> could in future be applied to <B>."),
    (HEDGED, "We hope that <A> improves <B>."),
    (HEDGED, "We aim to improve <B> with <A>."),
    (HEDGED, "<A> may help <B>."),
    (HEDGED, "Future work will extend <A> to <B>."),
    (HEDGED, "It is unclear whether <A> improves <B>."),
    (HEDGED, "<A> can potentially replace <B>."),
    (NEGATED, "<A> may not improve <B>, we find, and does not improve <B>."),
]


def _place(sentence: str, letter: str) -> Span:
    start = sentence.index(f"<{letter}>")
    return Span(start, start + 3)


@pytest.mark.parametrize(("expected", "sentence"), SENTENCES)
def test_a_cue_governs_the_end_that_its_scope_reaches(expected, sentence):
    assert polarity_of(sentence, _place(sentence, "A"), _place(sentence, "B")) == expected


@pytest.mark.parametrize(("expected", "sentence"), SENTENCES)
def test_the_order_of_the_two_ends_does_not_matter(expected, sentence):
    assert polarity_of(sentence, _place(sentence, "B"), _place(sentence, "A")) == expected


@given(st.text(alphabet="ab .,;", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_text_without_cues_is_affirmed(text, first, second):
    assert polarity_of(text, Span(first, first + 1), Span(second, second + 1)) == AFFIRMED
