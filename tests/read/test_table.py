"""Tables: the header decides, and an open quote swallows one row only."""

from __future__ import annotations

import pytest
from readings import by_id, problems, read_bytes, read_text

HEADER = "id,title,abstract,year\n"


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
def test_the_header_tells_what_parts_the_cells(delimiter):
    text = "id,title,abstract\n1,T,A\n".replace(",", delimiter)
    reading = read_text(text, "x.csv")
    assert (by_id(reading)["1"].title, by_id(reading)["1"].abstract) == ("T", "A")
    assert reading.sources[0].format == ("tsv" if delimiter == "\t" else "csv")


@pytest.mark.parametrize(
    ("row", "lines"),
    [
        ('2,B,"open abstract,2000\n', [3]),
        ('2,B,"open\n\nabstract,2000\n', [3, 5]),
        ("2,B,with, an unquoted comma,2000\n", [3]),
        ("2,B\n", [3]),
        ("2,,,2000\n", [3]),
    ],
)
def test_a_broken_row_is_reported_with_its_line(row, lines):
    reading = read_text(
        f'{HEADER}1,A,"first, with ""quotes""",1999\n{row}3,C,"third\nlines",2001\n4,D,fourth,2002\n', "x.csv"
    )
    assert {"1", "3", "4"} <= set(by_id(reading))
    assert by_id(reading)["3"].abstract == "third lines"
    assert [line for line, _ in problems(reading)] == lines


def test_rows_may_lack_or_add_empty_cells_at_the_end():
    reading = read_text(HEADER + "1,A,a\n2,B,b,2000,,\n\n3,C,c,2001\n", "x.csv")
    assert set(by_id(reading)) == {"1", "2", "3"}
    assert not reading.skipped


def test_quotes_inside_unquoted_text_and_backslashes_are_taken_as_meant():
    assert by_id(read_text(HEADER + '1,A "b" c,x,2000\n', "x.csv"))["1"].title == 'A "b" c'
    assert by_id(read_text(HEADER + '1,"A \\"b\\" c",x,2000\n', "x.csv"))["1"].title == 'A "b" c'


def test_a_byte_order_mark_and_old_line_ends_do_no_harm():
    assert set(by_id(read_bytes(b"\xef\xbb\xbf" + b"id,title\r\n1,A\r\n2,B\r", "x.csv"))) == {"1", "2"}


def test_a_table_without_a_title_column_is_of_no_known_format_and_refused_by_name():
    assert problems(read_text("a,b\n1,2\n", "x.csv")) == [
        (None, "is of no known format; name one with --input-format if it is")
    ]
    assert problems(read_text("a,b\n1,2\n", "x.csv", "csv")) == [
        (1, "the first row names neither a title nor an abstract; add a header")
    ]
