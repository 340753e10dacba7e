"""Authors in every spelling come out as "Given Family", in their order."""

from __future__ import annotations

import pytest

from kg.model import Author
from kg.read.people import authors_of


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Vaswani, Ashish and Shazeer, Noam", ["Ashish Vaswani", "Noam Shazeer"]),
        ("Vaswani, Ashish; Shazeer, Noam M.", ["Ashish Vaswani", "Noam M. Shazeer"]),
        ("Ashish Vaswani, Noam Shazeer, and Niki Parmar", ["Ashish Vaswani", "Noam Shazeer", "Niki Parmar"]),
        ("Vaswani, A., Shazeer, N.", ["A. Vaswani", "N. Shazeer"]),
        ("von Neumann, John", ["John von Neumann"]),
        ("King, Martin Luther, Jr.", ["Martin Luther King Jr."]),
        ("Ashish Vaswani et al.", ["Ashish Vaswani"]),
        (["Turing, Alan", "others", "", None, 5], ["Alan Turing"]),
        ([{"family": "Neumann", "given": "John", "non-dropping-particle": "von"}], ["John von Neumann"]),
        ([{"name": "Turing, Alan"}], ["Turing, Alan"]),
        ([{"author": "Alan Turing"}, {"firstName": "Kurt", "lastName": "Gödel"}], ["Alan Turing", "Kurt Gödel"]),
        ({"literal": "Google Brain"}, ["Google Brain"]),
        (5, []),
    ],
)
def test_authors_of(value, expected):
    assert [author.name for author in authors_of(value)] == expected


def test_orcid_is_kept_without_its_resolver():
    value = [{"author": {"display_name": "Alan Turing", "orcid": "https://orcid.org/0000-0002-1694-233x"}}]
    assert authors_of(value) == (Author("Alan Turing", "0000-0002-1694-233X"),)
    assert authors_of([{"name": "Alan Turing", "orcid": "none"}]) == (Author("Alan Turing"),)
