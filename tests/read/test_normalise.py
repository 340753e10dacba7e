"""Normal form: legal in XML, one blank between words, and normal already when normalised."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kg.read.normalise import clean_line, clean_markup, clean_text

PIECES = ["&amp;", "amp;", "&lt;", "#38;", "<p>", "</jats:p>", "<i>", "<", ">", "&", "/p>", "\n", "\r\n", " ", "\u2028"]
PIECES += ["\x00", "\x1c", "\x85", "\xad", "\u0301", "e", "\ud800", "\ufffe", "<jats:title>Abstract</jats:title>"]
TEXTS = st.text(st.characters(), max_size=60) | st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(TEXTS, st.sampled_from([clean_text, clean_line, clean_markup]))
def test_normal_form_is_kept(text, clean):
    assert clean(clean(text)) == clean(text)


@given(TEXTS)
def test_normal_form_is_legal_in_xml_and_utf_8(text):
    element = etree.Element("text")
    element.text = clean_text(text)
    assert etree.fromstring(etree.tostring(element, encoding="utf-8")).text == (clean_text(text) or None)


@given(TEXTS)
def test_blanks_are_single_but_between_paragraphs(text):
    assert re.fullmatch(r"(\S+( \S+)*(\n\n\S+( \S+)*)*)?", clean_text(text))
    assert "\n" not in clean_line(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  one\r\n  two\rthree ", "one two three"),
        ("one\n \n\n two", "one\n\ntwo"),
        ("a\x00b\ud800c\u200bd", "abcd"),
        ("e\u0301", "é"),
        (r"53\% of $10^{10}$ \url{x}", r"53\% of $10^{10}$ \url{x}"),
    ],
)
def test_clean_text(text, expected):
    assert clean_text(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<jats:title>Abstract</jats:title><jats:p>H<jats:sub>2</jats:sub>O</jats:p><jats:p>x</jats:p>", "H2O\n\nx"),
        ("p &amp;lt; 0.05 and a<b and c>d", "p < 0.05 and a<b and c>d"),
        ('<p class="x">Caf&eacute; <i>in vivo</i></p>', "Café in vivo"),
        ("<mml:math><mml:mi>x</mml:mi></mml:math> grows", "x grows"),
    ],
)
def test_clean_markup(text, expected):
    assert clean_markup(text) == expected


@pytest.mark.parametrize("mark", ["\u0301", "\u0344", "\u0301\u0327"])
def test_a_letter_bears_so_many_marks_only(mark):
    cleaned = clean_text("a" + mark * 100_000 + " b")
    assert len(cleaned) < 40
    assert clean_text(cleaned) == cleaned


def test_long_chains_of_escapes_are_opened_at_once():
    assert clean_markup("&" + "amp;" * 100_000 + "lt;") == "<"
