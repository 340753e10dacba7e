"""No bytes whatever make reading raise; good records among mutilated ones survive."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from readings import DATA, read_bytes

from kg.annotation_records import paper_record
from kg.model import Paper
from kg.read import READERS, Reading

SAMPLES = {path.name: path.read_bytes() for path in sorted(DATA.iterdir())}
TOKENS = [
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b"\n",
    b"\x00",
    b"\xff",
    b"\\",
    b",",
    b"@article{",
    b"TY  - JOUR\n",
    b"ER  - \n",
]
TOKENS += [b"<entry>", b"</entry>", b"&amp;", b"null", b"1e999", b"\\ud800", b"\r", b"\t", b"---\n", b'"""', b"$", b"#"]
FORMATS = st.sampled_from([None, *READERS])


@st.composite
def mutilated(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of the test data with some stretches dropped, replaced or repeated."""
    name = draw(st.sampled_from(sorted(SAMPLES)))
    data = SAMPLES[name]
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 60)))
        piece = draw(st.sampled_from([b"", data[:80], *TOKENS]) | st.binary(max_size=20))
        data = data[:start] + piece * draw(st.sampled_from([1, 1, 1, 60])) + data[end:]
    return name, data


def check(reading: Reading) -> None:
    assert all(paper.id and (paper.title or paper.abstract) for paper in reading.papers)
    assert [paper.id for paper in reading.papers] == sorted({paper.id for paper in reading.papers})
    assert all(skipped.reason and skipped.source for skipped in reading.skipped)
    for paper in reading.papers:
        repr(paper).encode("utf-8")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=200), FORMATS)
@example(b"[1] \xe2\x80\xa8", None)
@example(b"a\r\rb", "csv")
@example(b"@", "bibtex")
@example(b'"title\n"', "csv")
def test_random_bytes_are_read_or_skipped(data, input_format):
    check(read_bytes(data, "paper.txt", input_format))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutilated(), FORMATS)
def test_mutilated_files_are_read_or_skipped(file, input_format):
    name, data = file
    check(read_bytes(data, name, input_format))


@pytest.mark.heavy
@settings(max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutilated(), FORMATS)
def test_many_mutilated_files_are_read_or_skipped(file, input_format):
    name, data = file
    check(read_bytes(data, name, input_format))


@pytest.mark.parametrize("name", SAMPLES)
def test_papers_written_as_records_are_read_the_same(name):
    papers = read_bytes(SAMPLES[name], name).papers
    lines = "".join(json.dumps({**paper_record(paper), "entities": [], "relations": []}) + "\n" for paper in papers)
    assert read_bytes(lines.encode()).papers == papers


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = sorted(
    {"id", "title", "abstract", "authors", "author", "year", "doi", "references", "type", "issued", "versions"}
    | {"abstract_inverted_index", "authorships", "primary_location", "locations", "externalIds", "paperId", "message"}
    | {"container-title", "authors_parsed", "journal-ref", "categories", "keywords", "URL", "entities", "relations"}
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=9), FORMATS)
def test_records_with_values_of_any_type_are_read_or_skipped(record, input_format):
    good = Paper("good", "A good title", "and its abstract")
    lines = json.dumps(record) + "\n" + json.dumps(paper_record(good)) + "\n"
    reading = read_bytes(lines.encode(), "x.jsonl", input_format)
    check(reading)
    if input_format in (None, "jsonl"):
        assert "A good title" in {paper.title for paper in reading.papers}
