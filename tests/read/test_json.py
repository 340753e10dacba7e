"""JSON in every wrapping: the good records survive the bad ones, with their lines."""

from __future__ import annotations

import gzip
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import by_id, problems, read_bytes, read_text

import kg.read.json_text
from kg.read.json_text import JsonValue, read_stream

RECORDS = [{"id": f"r{number}", "title": f"Title {number}", "nested": [{"id": 1}]} for number in range(5)]


def values(text):
    return [item.value for item in read_stream(io.StringIO(text)) if isinstance(item, JsonValue)]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RECORDS),
        json.dumps(RECORDS, indent=2),
        json.dumps({"meta": {"count": 5}, "results": RECORDS, "more": [{"id": "x"}]}),
        json.dumps({"data": RECORDS}, indent=1),
        json.dumps({"message": {"items": RECORDS}}),
        "\n".join(json.dumps(record) for record in RECORDS),
        "\n\n".join(json.dumps(record, indent=1) for record in RECORDS),
        json.dumps(RECORDS[:2]) + "\n" + json.dumps(RECORDS[2:]),
        "\n".join(json.dumps({"results": [record]}) for record in RECORDS),
    ],
)
def test_every_wrapping_holds_the_same_records(text):
    reading = read_text(text)
    assert list(by_id(reading)) == ["r0", "r1", "r2", "r3", "r4"]
    assert not reading.skipped


@pytest.mark.parametrize(
    ("text", "bad_lines"),
    [
        ('{"title": "A"}\n{"title": "B"\nnot JSON\n{"title": "C"}', [2, 3]),
        ('broken\n{"title": "A"}\n{"title": "C"}', [1]),
        ('[{"title": "A"},\n{"title": "B",},\n{"title": "C"}]', [2]),
        ('[{"title": "A"}, {"title": "B}, {"title": "b"}, {"title": "C"}]', [1]),
        ('[{"title": "A"},\n{"title": "B",\n{"title": "C"}]', [2]),
        ('[{"title": "A"}},\n{"title": "C"}]', [1]),
        ('[{"title": "A"},\n{"x": ' + "[" * 100_000 + ',\n{"title": "C"}]', [2]),
        ('[{"title": "A"},\n5,\n"x",\n{"title": "C"}]', [2, 3]),
        ('{"title": "A"}\n{"id": "empty"}\n{"title": 5}\n{"title": "C"}', [2, 3]),
        ('{"title": "A"}\n{"title": "B", "year": ' + "1" * 5000 + '}\n{"title": "C"}', [2]),
    ],
)
def test_a_broken_record_costs_itself_only(text, bad_lines):
    reading = read_text(text)
    assert {"A", "C"} <= {paper.title for paper in reading.papers}
    assert [line for line, _ in problems(reading)] == bad_lines


def test_reasons_are_for_people():
    reading = read_text('{"title": "A"\n{"id": 1}\n[]\n3\n{"title": "C"}\n{"a":' + "[" * 5000 + "}\n")
    assert problems(reading) == [
        (1, "is not JSON: expecting ',' delimiter"),
        (2, "has neither title nor abstract"),
        (4, "is no JSON object"),
        (6, "is nested too deeply"),
    ]


def test_a_line_too_long_is_reported_and_left(monkeypatch):
    monkeypatch.setattr("kg.read.records.RECORD_LIMIT", 100)
    long_record = json.dumps({"title": "L", "abstract": "x" * 500})
    reading = read_text('{"title": "A"}\n' + long_record + '\n{"title": "C"}\n')
    assert [paper.title for paper in reading.papers] == ["A", "C"]
    assert [line for line, _ in problems(reading)] == [2]


@settings(max_examples=40)
@given(st.lists(st.dictionaries(st.text(max_size=3), st.text(max_size=9), max_size=3), max_size=9), st.integers(1, 40))
def test_a_stream_is_read_the_same_in_pieces_of_any_size(records, size):
    original = kg.read.json_text._CHUNK
    kg.read.json_text._CHUNK = size
    try:
        assert values(json.dumps(records)) == records
        assert values(json.dumps(records, indent=1)) == records
    finally:
        kg.read.json_text._CHUNK = original


def test_records_of_several_kinds_stand_in_one_file():
    lines = [
        {"id": "https://openalex.org/W1", "title": "One", "abstract_inverted_index": {"a": [0, 2], "b": [1]}},
        {"paperId": "s2", "title": "Two", "externalIds": {"DOI": "10.1093/Two"}},
        {"id": "z3", "type": "article", "title": "Three", "issued": {"date-parts": [[1950]]}},
    ]
    papers = by_id(read_text("\n".join(map(json.dumps, lines))))
    assert (papers["W1"].abstract, papers["s2"].doi, papers["z3"].year) == ("a b a", "10.1093/two", 1950)


def test_a_named_kind_is_used_where_a_record_could_be_of_several():
    record = '{"title": "T &amp; U", "type": "article"}'
    assert [paper.title for paper in read_text(record).papers] == ["T &amp; U"]
    assert [paper.title for paper in read_text(record, input_format="csl-json").papers] == ["T & U"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_every_encoding_and_packing_gives_the_same(encoding):
    data = json.dumps([{"title": "Gödel"}, {"title": "😀"}], ensure_ascii=False, indent=1).encode(encoding)
    for stored in (data, gzip.compress(data)):
        reading = read_bytes(stored, "papers.json")
        assert sorted(paper.title for paper in reading.papers) == ["Gödel", "😀"]
        assert not reading.warnings
