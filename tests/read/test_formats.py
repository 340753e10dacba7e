"""Every format, on a small file of its own, to the very papers that it holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from readings import DATA, read_file

from kg.model import Author, Paper
from kg.read import READERS

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "formats.md"
SHANNON_DOI = "10.1002/j.1538-7305.1948.tb01338.x"
TURING_DOI = "10.1093/mind/lix.236.433"
ORCID = "0000-0002-1825-0097"
CAPACITY = "Every channel has a capacity."
GAME = "A game with written questions tells machines from people."
ATTENTION = "Attention alone is enough to translate."

FILES: dict[str, tuple[str, list[Paper]]] = {
    "annotations.jsonl": (
        "annotations",
        [
            Paper(
                "shannon48",
                "A Mathematical Theory of Communication",
                CAPACITY,
                authors=(Author("Shannon, Claude", ORCID),),
                year=1948,
                references=("doi:10.1002/j.1538-7305.1928.tb01236.x", "id:nyquist24"),
            )
        ],
    ),
    "arxiv.jsonl": (
        "arxiv",
        [
            Paper(
                "1706.03762",
                "Attention Is All You Need",
                "Attention alone, without recurrence, is enough to translate with $10^{10}$ fewer \\emph{steps}."
                " It trains faster.",
                authors=tuple(map(Author, ("Ashish Vaswani", "Noam Shazeer", "Niki Parmar", "Llion Jones"))),
                year=2017,
                venue="Advances in Neural Information Processing Systems",
                arxiv="1706.03762",
                keywords=("cs.CL", "cs.LG"),
            ),
            Paper(
                "math/0309136",
                "On random graphs",
                "Edges are drawn at random.",
                authors=(Author("Paul Erdős"), Author("Alfréd Rényi")),
                year=2003,
                doi="10.5486/pmd.1959.6.3-4.12",
                arxiv="math/0309136",
                keywords=("math.CO",),
            ),
        ],
    ),
    "crossref.json": (
        "csl-json",
        [
            Paper(
                SHANNON_DOI,
                "A Mathematical Theory of Communication",
                "Every channel has a capacity < infinity.",
                authors=(Author("C. E. Shannon", ORCID),),
                year=1948,
                venue="Bell System Technical Journal",
                doi=SHANNON_DOI,
                keywords=("General Medicine",),
                references=("doi:10.1002/j.1538-7305.1928.tb01236.x",),
            )
        ],
    ),
    "export.ris": (
        "ris",
        [
            Paper(
                TURING_DOI,
                "Computing Machinery and Intelligence",
                GAME,
                authors=(Author("A. M. Turing"),),
                year=1950,
                venue="Mind",
                doi=TURING_DOI,
                url="https://doi.org/10.1093/mind/LIX.236.433",
                keywords=("imitation game", "thinking"),
            ),
            Paper(
                "1706.03762",
                "Attention Is All You Need",
                ATTENTION,
                authors=(Author("Ashish Vaswani"), Author("Noam Shazeer")),
                year=2017,
                venue="Advances in Neural Information Processing Systems",
                arxiv="1706.03762",
                url="https://arxiv.org/abs/1706.03762",
            ),
        ],
    ),
    "feed.xml": (
        "arxiv-atom",
        [
            Paper(
                "1706.03762",
                "Attention Is All You Need",
                "Attention alone is enough & it trains faster than recurrence.",
                authors=(Author("Ashish Vaswani"), Author("Noam Shazeer")),
                year=2017,
                venue="NeurIPS",
                arxiv="1706.03762",
                url="http://arxiv.org/abs/1706.03762v7",
                keywords=("cs.CL",),
            )
        ],
    ),
    "library.bib": (
        "bibtex",
        [
            Paper(
                "erdos1959",
                "On Random Graphs of Many Vertices",
                authors=(Author("Paul Erdős"), Author("Alfréd Rényi"), Author("Barnes and Noble")),
                year=1959,
                venue="Publ. Math.",
                keywords=("graphs", "random"),
            ),
            Paper(
                "shannon1948",
                "A Mathematical Theory of Communication",
                "Every channel has a capacity $C = \\max_{p} I$ of 53\\% or more.",
                authors=(Author("Claude Elwood Shannon"),),
                year=1948,
                venue="Bell System Technical Journal",
                doi=SHANNON_DOI,
            ),
            Paper(
                "vaswani2017",
                "Attention Is All You Need",
                authors=(Author("Ashish Vaswani"),),
                arxiv="1706.03762",
                url="https://arxiv.org/abs/1706.03762",
            ),
        ],
    ),
    "openalex.json": (
        "openalex",
        [
            Paper(
                "W1995875735",
                "A Mathematical Theory of Communication & Noise",
                "Every channel has a capacity; channel noise",
                authors=(Author("Claude E. Shannon"),),
                year=1948,
                venue="Bell System Technical Journal",
                doi=SHANNON_DOI,
                url=f"https://doi.org/{SHANNON_DOI}",
                keywords=("Entropy",),
                references=("id:W2126160338",),
            ),
            Paper(
                "W2626778328",
                "Attention Is All You Need",
                authors=(Author("Niki Parmar", ORCID),),
                year=2017,
                arxiv="1706.03762",
                url="http://arxiv.org/abs/1706.03762v1",
                keywords=("Computer science",),
            ),
        ],
    ),
    "paper.md": (
        "text",
        [
            Paper(
                TURING_DOI,
                "Computing Machinery and Intelligence",
                f"{GAME}\n\nObjections are answered.",
                authors=(Author("Alan Turing"),),
                year=1950,
                doi=TURING_DOI,
                keywords=("imitation game", "thinking"),
            )
        ],
    ),
    "paper.txt": (
        "text",
        [Paper("a-mathematical-theory-of-communication-c06d13e7", "A Mathematical Theory of Communication", CAPACITY)],
    ),
    "records.jsonl": (
        "jsonl",
        [
            Paper(
                "7",
                "Computing Machinery and Intelligence",
                GAME,
                authors=(Author("Alan Turing"),),
                year=1950,
                keywords=("imitation game", "thinking"),
                references=("doi:10.1112/plms/s2-42.1.230", "arxiv:1706.03762", "id:shannon48"),
            ),
            Paper(
                "on-random-graphs-of-many-vertex-f4d627a4",
                "On random graphs of many vertices",
                "Edges are drawn at random.",
            ),
            Paper(
                "shannon48",
                "A Mathematical Theory of Communication",
                CAPACITY,
                authors=(Author("Claude E. Shannon"),),
                year=1948,
                venue="Bell System Technical Journal",
                doi=SHANNON_DOI,
            ),
        ],
    ),
    "semantic-scholar.json": (
        "semantic-scholar",
        [
            Paper(
                "204e3073870fae3d05bcbc2f6a8e263d9b72e776",
                "Attention is All you Need",
                ATTENTION,
                authors=(Author("Ashish Vaswani"), Author("Noam M. Shazeer")),
                year=2017,
                venue="Neural Information Processing Systems",
                arxiv="1706.03762",
                url="https://www.semanticscholar.org/paper/204e3073870fae3d05bcbc2f6a8e263d9b72e776",
                references=("arxiv:1409.0473", "doi:10.1162/neco.1997.9.8.1735"),
            )
        ],
    ),
    "table.csv": (
        "csv",
        [
            Paper(
                "A1",
                "Computing Machinery; and Intelligence",
                'A game with written questions, called "imitation".',
                authors=(Author("A. M. Turing"),),
                year=1950,
                venue="Mind",
                doi=TURING_DOI,
            ),
            Paper(
                "A2",
                "Attention Is All You Need",
                "Attention alone is enough.",
                authors=(Author("Ashish Vaswani"), Author("Noam Shazeer")),
                year=2017,
                venue="NeurIPS",
            ),
            Paper(
                "A3",
                "A Mathematical Theory of Communication",
                CAPACITY,
                authors=(Author("Claude E. Shannon"),),
                year=1948,
                keywords=("entropy", "noise"),
            ),
        ],
    ),
    "table.tsv": (
        "tsv",
        [
            Paper(
                "1",
                "Computing Machinery and Intelligence",
                'A "game" with written questions.',
                authors=(Author("Alan Turing"),),
                year=1950,
            )
        ],
    ),
    "zotero.json": (
        "csl-json",
        [
            Paper(
                "ABCD2345",
                "Computing Machinery and Intelligence",
                "A game with written questions\n\ntells machines from people.",
                authors=(Author("A. M. Turing"),),
                year=1950,
                venue="Mind",
                doi=TURING_DOI,
                url="https://academic.oup.com/mind/article/LIX/236/433/986238",
            ),
            Paper(
                "vaswani",
                "Attention Is All You Need",
                authors=(Author("Ashish Vaswani"), Author("Google Brain")),
                year=2017,
                arxiv="1706.03762",
                keywords=("Computation and Language", "Machine Learning"),
            ),
        ],
    ),
}


def test_readers_are_these():
    assert list(READERS) == [
        "annotations",
        "openalex",
        "semantic-scholar",
        "arxiv",
        "csl-json",
        "jsonl",
        "json",
        "arxiv-atom",
        "bibtex",
        "ris",
        "csv",
        "tsv",
        "listing",
        "text",
    ]


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_recognised_and_read_to_its_papers(name):
    expected_format, expected = FILES[name]
    reading = read_file(name)
    assert [source.format for source in reading.sources] == [expected_format]
    assert sorted(reading.papers, key=lambda paper: paper.id) == sorted(expected, key=lambda paper: paper.id)


def test_every_data_file_but_the_listing_is_in_the_table():
    assert {path.name for path in DATA.iterdir()} == {*FILES, "listing.txt"}


@pytest.mark.parametrize("name", READERS)
def test_every_format_is_documented(name):
    assert f"`{name}`" in DOCUMENTATION.read_text(encoding="utf-8")
    assert READERS[name].description
