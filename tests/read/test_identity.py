"""What is one paper and what two, whatever the order of the records."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Author, Paper
from kg.read import read_papers
from kg.read.combine import combine
from kg.read.identity import derived_id, merge_records

TITLE = "A Mathematical Theory of Communication"
LONG = "Every channel has a capacity, and below it messages arrive with as few errors as one likes."
OTHER = "Edges between many vertices are drawn at random, and a giant component appears all at once."
SHANNON, TURING = (Author("Claude E. Shannon"),), (Author("Alan Turing"),)


def paper(title="", abstract="", **fields):
    return Paper(**{"id": "", "title": title, "abstract": abstract, **fields})


def merged(*records):
    return merge_records(records)[0]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"doi": "10.1/a", "title": TITLE}, {"doi": "10.1/a", "title": "The mathematical theory of communication"}),
        ({"doi": "10.1/a", "title": TITLE}, {"doi": "10.1/a", "abstract": LONG}),
        ({"doi": "10.1/a", "title": TITLE, "authors": SHANNON}, {"doi": "10.1/a", "title": "X", "authors": SHANNON}),
        ({"arxiv": "1706.03762", "title": TITLE}, {"arxiv": "1706.03762", "title": TITLE, "year": 1948}),
        ({"id": "a", "title": TITLE, "year": 1948}, {"id": "a", "title": TITLE, "year": 1964}),
        ({"title": TITLE}, {"title": TITLE.upper() + "."}),
        ({"title": TITLE, "abstract": LONG}, {"title": TITLE, "abstract": LONG[:60]}),
        ({"title": TITLE, "year": 1948}, {"title": TITLE, "year": 1949}),
        ({"title": TITLE, "authors": SHANNON}, {"title": TITLE, "authors": (Author("Shannon, C."),)}),
        ({"title": TITLE, "abstract": LONG, "doi": "10.1/a"}, {"title": TITLE, "abstract": LONG, "doi": "10.1/b"}),
        ({"title": TITLE, "id": "W1"}, {"title": TITLE, "id": "shannon48"}),
        ({"title": "Editorial", "abstract": LONG}, {"title": "Editorial", "abstract": LONG, "year": 1948}),
    ],
)
def test_these_records_are_one_paper(first, second):
    assert len(merged(paper(**first), paper(**second))) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"title": TITLE, "abstract": LONG}, {"title": TITLE, "abstract": OTHER}),
        ({"title": TITLE, "year": 1948}, {"title": TITLE, "year": 1950}),
        ({"title": TITLE, "authors": SHANNON}, {"title": TITLE, "authors": TURING}),
        ({"title": TITLE, "doi": "10.1/a"}, {"title": TITLE, "doi": "10.1/b"}),
        ({"title": "Editorial", "abstract": LONG}, {"title": "Editorial", "abstract": OTHER}),
        ({"title": "Editorial", "year": 1948}, {"title": "Editorial", "year": 1949}),
        ({"title": "Editorial", "id": "a"}, {"title": "Editorial", "id": "b"}),
        ({"abstract": LONG}, {"abstract": LONG + " More."}),
        ({"abstract": LONG, "id": "a"}, {"abstract": LONG, "id": "b"}),
        ({"id": "a", "title": TITLE, "abstract": LONG}, {"id": "a", "title": TITLE, "abstract": OTHER}),
        (
            {"doi": "10.1/a", "title": TITLE, "abstract": LONG},
            {"doi": "10.1/a", "title": "On graphs", "abstract": OTHER},
        ),
        ({"doi": "10.1/a", "title": TITLE}, {"doi": "10.1/a", "title": "On random graphs"}),
    ],
)
def test_these_records_are_two_papers_with_ids_of_their_own(first, second):
    papers = merged(paper(**first), paper(**second))
    assert len({each.id for each in papers}) == len(papers) == 2


def test_untitled_abstracts_stay_as_many_papers():
    records = [paper(abstract=f"{LONG} Number {number}.", id=f"t{number}") for number in range(1632)]
    assert len(merged(*records)) == 1632
    assert len(merged(*(replace(record, id="") for record in records))) == 1632


def test_records_are_joined_through_others():
    records = [
        paper("One title here now", doi="10.1/a"),
        paper("Another title here now", arxiv="1706.03762"),
        paper("One title here now", doi="10.1/a", arxiv="1706.03762", authors=SHANNON),
        paper("Another title here now", doi="10.1/b", arxiv="1706.03762", authors=SHANNON),
        paper("A fourth title here now", doi="10.1/b", authors=SHANNON),
    ]
    assert len(merged(*records)) == 1


def test_one_id_with_two_texts_is_two_papers_and_a_warning():
    papers, warnings = merge_records([paper(TITLE, LONG, id="x"), paper("On Random Graphs", OTHER, id="x")])
    assert [each.id for each in papers] == ["x", "x-2a95eb02"]
    assert warnings == ("id 'x' stands with 2 different texts, kept as papers x, x-2a95eb02",)


def test_fields_are_chosen_by_rule():
    (one,) = merged(
        paper(TITLE.upper(), LONG[:70], id="shannon48", year=1949, venue="CoRR", keywords=("b", "A")),
        paper(TITLE, LONG, id="W1", year=1948, venue="BSTJ", doi="10.48550/arxiv.1", authors=SHANNON),
        paper(TITLE, id="zzz", doi="10.1002/x", authors=(Author("C. Shannon"),), keywords=("a",), url="https://x.org"),
    )
    assert one == Paper(
        "W1", TITLE, LONG, SHANNON, 1948, "BSTJ", "10.1002/x", None, "https://x.org", keywords=("A", "b")
    )


def test_ids_are_readable_and_say_nothing_of_order():
    assert derived_id(paper("Pre-trained Models: Past, Present and Future")).startswith("pretrained-model")
    assert derived_id(paper("Editorial", LONG)) != derived_id(paper("Editorial", OTHER))
    assert derived_id(paper(TITLE, LONG)) == derived_id(paper(TITLE.upper(), OTHER))
    assert derived_id(paper(abstract=LONG)).startswith("text-")
    assert len(derived_id(paper(abstract=LONG))) == len("text-") + 12


def test_references_follow_the_papers_they_name():
    papers = merged(
        paper(TITLE, id="W1", doi="10.1/a"),
        paper(TITLE, id="s2hash", doi="10.1/a"),
        paper("On random graphs of many vertices", id="c", references=("id:s2hash", "doi:10.1/a", "id:c", "id:far")),
    )
    references = {each.id: each.references for each in papers}
    assert references == {"W1": (), "c": ("id:W1", "doi:10.1/a", "id:far")}


# ---------------------------------------------------------------- laws

TITLES = st.sampled_from(
    ["", "Editorial", TITLE, TITLE.lower(), "On Random Graphs of Many Vertices", "On random graphs"]
)
PAPERS = st.builds(
    Paper,
    id=st.sampled_from(["", "", "a", "b"]),
    title=TITLES,
    abstract=st.sampled_from(["", "", LONG, LONG[:60], OTHER]),
    authors=st.sampled_from([(), SHANNON, (Author("C. Shannon"),), TURING]),
    year=st.sampled_from([None, 1948, 1949, 1950]),
    venue=st.sampled_from([None, "arXiv", "BSTJ"]),
    doi=st.sampled_from([None, None, None, "10.1/a", "10.1/b"]),
    arxiv=st.sampled_from([None, None, None, "1706.03762", "1409.0473"]),
    keywords=st.sampled_from([(), ("b", "a"), ("A", "c")]),
    references=st.sampled_from([(), ("id:a",), ("doi:10.1/b", "id:z")]),
).filter(lambda each: each.title or each.abstract)
RECORDS = st.lists(PAPERS, min_size=1, max_size=9)


@given(RECORDS, st.randoms(use_true_random=False))
def test_any_order_and_repetition_gives_the_same_papers_and_warnings(records, random):
    shuffled = records + records[:2]
    random.shuffle(shuffled)
    assert merge_records(shuffled) == merge_records(records)


@given(RECORDS)
def test_papers_have_ids_of_their_own_and_no_text_is_lost(records):
    papers = merged(*records)
    assert len({each.id for each in papers}) == len(papers)
    assert all(each.id for each in papers)
    assert {record.title.casefold() for record in records} >= {each.title.casefold() for each in papers}


@given(RECORDS)
def test_merging_papers_again_changes_nothing(records):
    papers = merged(*records)
    assert merged(*papers) == papers


@given(PAPERS, PAPERS, PAPERS)
def test_choosing_fields_is_associative_commutative_and_idempotent(a, b, c):
    assert combine(a, b) == combine(b, a)
    assert combine(combine(a, b), c) == combine(a, combine(b, c))
    assert combine(a, a) == a


@settings(max_examples=25)
@given(RECORDS, st.integers(1, 4), st.randoms(use_true_random=False))
def test_any_split_over_files_gives_the_same_papers(tmp_path_factory, records, parts, random):
    lines = [json.dumps(_plain(record)) for record in records]
    expected = read_papers([_written(tmp_path_factory, lines)]).papers
    random.shuffle(lines)
    files = [_written(tmp_path_factory, lines[part::parts]) for part in range(parts)]
    assert read_papers([file for file in files if file.stat().st_size]).papers == expected


def _plain(record):
    fields = {name: getattr(record, name) for name in ("id", "title", "abstract", "year", "doi", "arxiv", "references")}
    return {**fields, "authors": [author.name for author in record.authors]}


def _written(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("split") / "papers.jsonl"
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path
