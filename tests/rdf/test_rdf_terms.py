"""Terms: canonical numbers, legal IRIs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store

from kg.rdf.terms import confidence, decimal, foreign, integer, node, plain


def _stored(literal):
    store = Store()
    store.add(Quad(node("https://a.example/s"), node("https://a.example/p"), literal))
    (quad,) = store
    return quad.object


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.9, "0.9"), (1.0, "1"), (-0.0, "0"), (100.0, "100"), (0.001, "0.001"), (1e-7, "0.0000001"), (-3.25, "-3.25")],
)
def test_decimals_are_canonical(number, text):
    assert decimal(number).value == text


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e300, 1e-300, 0.12345678901234567891])
def test_numbers_that_no_engine_holds_are_left_out_or_short(number):
    found = decimal(number)
    assert found is None or len(found.value) <= 20


def test_confidences_have_three_digits():
    assert confidence(0.98765).value == "0.988"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_oxigraph_keeps_decimals_as_they_are_written(number):
    literal = decimal(number)
    if literal is not None:
        assert _stored(literal) == literal
        assert float(Decimal(literal.value)) == number


@given(st.integers(0, 10**9))
def test_oxigraph_keeps_integers_as_they_are_written(number):
    assert _stored(integer(number)) == integer(number)


@pytest.mark.parametrize("iri", ["javascript:alert(1)", "entity:x", "C:\\x", "", "not an IRI"])
def test_foreign_iris_of_other_schemes_are_left_out(iri):
    assert foreign(iri) is None


@given(st.text().map(lambda text: "https://a.example/" + text))
def test_any_foreign_text_gives_a_legal_iri_or_none(text):
    found = foreign(text)
    assert found is None or NamedNode(found.value) == found


def test_plain_text_keeps_every_character():
    assert plain('a"b\\c\n\t</script>').value == 'a"b\\c\n\t</script>'
