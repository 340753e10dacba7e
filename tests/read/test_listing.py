"""Saved listings: furniture is dropped, each abstract keeps its own title."""

from __future__ import annotations

from pathlib import Path

from readings import read_file, read_text

from kg.read import read_papers

SEEDS = Path(__file__).parents[2] / "seeds"
ABSTRACT = "We {0} a method that is long enough to be an abstract. It has several sentences about {0} things. " * 2


def abstract(word):
    return ABSTRACT.format(word).strip()


def test_furniture_between_the_papers_is_dropped():
    reading = read_file("listing.txt")
    assert [source.format for source in reading.sources] == ["listing"]
    assert [(paper.title, paper.abstract.split()[0]) for paper in reading.papers] == [
        ("A Mathematical Theory of Communication", "Information"),
        ("Computing Machinery and Intelligence", "Instead"),
        ("On Computable Numbers, with an Application to the Entscheidungsproblem", "We"),
    ]
    assert not reading.skipped


def test_the_seed_page_holds_104_papers_each_with_its_abstract():
    reading = read_papers([SEEDS])
    lines = (SEEDS / "000_3640d7b91afe26b5.txt").read_text(encoding="utf-8").split("\n")
    following = {line: lines[index + 2] for index, line in enumerate(lines[:-2]) if line}
    assert len(reading.papers) == 104
    assert all(following[paper.title] == paper.abstract for paper in reading.papers)
    assert {"new", "Subscribe", "Mar 13"}.isdisjoint(paper.title for paper in reading.papers)


def test_hard_wrapped_lines_are_one_paragraph():
    pairs = [(f"A title about {word}\nin two lines", abstract(word)) for word in ("apples", "pears", "plums")]
    text = "\n\n".join(part for pair in pairs for part in pair).replace(". It", ".\nIt")
    papers = read_text(text, "page.txt").papers
    assert {(paper.title, paper.abstract) for paper in papers} == {
        (title.replace("\n", " "), text) for title, text in pairs
    }


def test_what_repeats_and_counts_is_no_title():
    pairs = [(f"A title about many {word}", abstract(word)) for word in ("apples", "pears", "plums")]
    text = "\n\n".join(f"{title}\n\nView abstract\n\n12 upvotes\n\n{body}\n\nMar 14" for title, body in pairs)
    assert {(paper.title, paper.abstract) for paper in read_text(text, "page.txt").papers} == set(pairs)


def test_an_abstract_without_a_title_does_not_take_that_of_another():
    titled = [(f"A title about many {word}", abstract(word)) for word in ("apples", "pears", "plums", "figs", "nuts")]
    text = "\n\n".join([*(part for pair in titled for part in pair), abstract("untitled")])
    papers = read_text(text, "page.txt").papers
    assert {(paper.title, paper.abstract) for paper in papers} == {*titled, ("", abstract("untitled"))}


def test_an_article_with_headings_is_one_paper():
    text = "On Things\n\n" + "\n\n".join(
        f"{head}\n\n{abstract(head)}" for head in ("Introduction", "Method", "Results")
    )
    reading = read_text(text, "article.txt")
    assert [paper.title for paper in reading.papers] == ["On Things"]
