"""Rows are counted as they pass, however the bytes are cut and whatever the values hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, Store

from kg.serve.rows import RowCounter

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n\r\t"\\{},[]<>'), max_size=8)
TRAPS = ['},{"', "[{", '"},{"', '\\"},{', "<result>", "\r\n", '"\n"', "\\"]


@pytest.mark.parametrize("form", ["JSON", "CSV", "TSV", "XML"])
@settings(deadline=None)
@given(rows=st.lists(st.tuples(*[st.none() | TEXT | st.sampled_from(TRAPS)] * 2), max_size=6), size=st.integers(1, 40))
def test_the_count_is_that_of_the_solutions(form, rows, size):
    body = _answer(rows).serialize(format=getattr(QueryResultsFormat, form))
    counter, count = RowCounter(form), 0
    for start in range(0, len(body), size):
        count = counter.add(body[start : start + size])
    assert count == len(rows)


def _answer(rows):
    values = "".join(f"({' '.join('UNDEF' if value is None else _literal(value) for value in row)})" for row in rows)
    return Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}")


def _literal(text):
    for plain, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(plain, escape)
    return f'"{text}"'
