"""Identifiers, years, keywords and references of any shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.fields import arxiv_of, doi_of, id_of, make_paper, names_of, references_of, year_of
from kg.read.records import RecordError

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://doi.org/10.1093/mind/LIX.236.433", "10.1093/mind/lix.236.433"),
        ("http://dx.doi.org/10.1093%2Fmind", "10.1093/mind"),
        ("doi: 10.1093/mind.", "10.1093/mind"),
        ("10.1093/mind", "10.1093/mind"),
        ("mind", None),
        ("https://example.org/10.1093/mind", None),
        (10.1093, None),
    ],
)
def test_doi_of(value, expected):
    assert doi_of(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1706.03762", "1706.03762"),
        ("arXiv:1706.03762v5", "1706.03762"),
        ("arXiv:1706.03762 [cs.CL]", "1706.03762"),
        ("https://arxiv.org/pdf/1706.03762v1.pdf", "1706.03762"),
        ("10.48550/arXiv.1706.03762", "1706.03762"),
        ("oai:arXiv.org:math.GT/0309136", "math/0309136"),
        ("hep-th/9901001v2", "hep-th/9901001"),
        ("2017.1", None),
        (1706.03762, None),
    ],
)
def test_arxiv_of(value, expected):
    assert arxiv_of(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1950, 1950),
        ("1950/10/01/", 1950),
        ("Mon, 12 Jun 2017 17:57:34 GMT", 2017),
        ([["1950", 10]], 1950),
        (2019.0, 2019),
        (True, None),
        (float("nan"), None),
        (195, None),
        ([[None]], None),
        ("in press", None),
    ],
)
def test_year_of(value, expected):
    assert year_of(value) == expected


def test_id_of_takes_numbers_and_text():
    assert [id_of(value) for value in (7, " a\nb ", True, None, 1.5, 10**5000)] == ["7", "a b", "", "", "", ""]


def test_names_of_lists_each_once():
    assert names_of("graphs; Random, graphs | 1,5-diene") == ("graphs", "Random", "1,5-diene")
    assert names_of([{"display_name": "Entropy"}, "entropy", 5, {"other": "x"}]) == ("Entropy",)


def test_references_of_prefixes_identifiers_and_leaves_free_text_out():
    references = [
        "https://doi.org/10.1093/Mind",
        "arXiv:1706.03762v5",
        "id:kept",
        "W21",
        "Turing, A. (1950). Computing machinery",
        {"paperId": "p1", "externalIds": {"ArXiv": "1409.0473"}},
        {"paperId": "p2", "externalIds": None},
        {"title": "no identifier"},
        "W21",
    ]
    expected = ("doi:10.1093/mind", "arxiv:1706.03762", "id:kept", "id:W21", "arxiv:1409.0473", "id:p2")
    assert references_of(references) == expected


def test_an_arxiv_address_or_doi_gives_the_arxiv_id():
    assert make_paper(title="T", url="https://arxiv.org/abs/1706.03762v2").arxiv == "1706.03762"
    assert make_paper(title="T", doi="10.48550/arXiv.1706.03762").arxiv == "1706.03762"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "has neither title nor abstract"),
        ({"title": " \n", "abstract": []}, "has neither title nor abstract"),
        ({"title": 5}, "its title is not text but a number"),
        ({"title": "T", "abstract": {"en": "x"}}, "its abstract is not text but an object"),
        ({"title": "T", "abstract": ["x", 1]}, "its abstract is not text but a mixed list"),
    ],
)
def test_what_is_no_text_is_refused(values, reason):
    with pytest.raises(RecordError, match=reason):
        make_paper(**values)


@given(ANYTHING, ANYTHING, ANYTHING, ANYTHING, ANYTHING)
def test_other_fields_take_anything(identifier, authors, year, keywords, references):
    paper = make_paper(
        title="T", id=identifier, authors=authors, year=year, keywords=keywords, references=references, venue=authors
    )
    assert paper.title == "T"
