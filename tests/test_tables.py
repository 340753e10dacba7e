"""Rows as text: aligned for reading, CSV for pipes, JSON for programs."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.tables import Table, render_rows

_CELLS = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)


@given(st.lists(st.tuples(_CELLS, _CELLS), max_size=4))
def test_csv_is_read_back_as_it_was(rows):
    text = render_rows(Table(("a", "b"), rows), "csv")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a", "b"], *map(list, rows)]


@given(st.lists(st.tuples(_CELLS, st.one_of(st.none(), st.integers(), st.booleans())), max_size=4))
def test_json_is_read_back_as_it_was(rows):
    text = render_rows(Table(("a", "b"), rows), "json")
    assert json.loads(text) == [{"a": first, "b": second} for first, second in rows]


@given(st.lists(st.tuples(_CELLS, _CELLS), max_size=4))
def test_an_aligned_row_is_one_line_whatever_it_holds(rows):
    text = render_rows(Table(("a", "b"), rows), "table")
    assert text.count("\n") == len(rows) + 2
    assert not any(ord(character) < 32 for character in text.replace("\n", ""))


def test_columns_are_aligned_and_empty_values_empty():
    table = Table(("name", "n"), [("BERT", 1), ("é", None), ("图", 0.5)])
    assert render_rows(table, "table") == "name  n\n────  ───\nBERT  1\né\n图    0.5\n"


def test_a_table_without_rows_shows_its_columns():
    assert render_rows(Table(("a", "b"), []), "csv") == "a,b\n"
    assert render_rows(Table(("a", "b"), []), "table") == "a  b\n─  ─\n"
    assert render_rows(Table(("a", "b"), []), "json") == "[]\n"


def test_an_unknown_form_names_the_known():
    with pytest.raises(ValueError, match="known are table, csv, json"):
        render_rows(Table((), []), "xlsx")
