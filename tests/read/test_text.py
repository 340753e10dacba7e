"""One paper as plain text or Markdown."""

from __future__ import annotations

import pytest
from readings import problems, read_text


@pytest.mark.parametrize(
    ("text", "title", "abstract"),
    [
        ("A Title\n\nThe body\nof it.\n", "A Title", "The body of it."),
        ("No title here,\nonly a body.\n", "", "No title here, only a body."),
        ("# A Title #\nThe body.\n\nMore.", "A Title", "The body.\n\nMore."),
        ("A Title\n=======\nThe body.", "A Title", "The body."),
        ('---\ntitle: "A: Title"\nlist:\n  - x\n---\nThe body.', "A: Title", "The body."),
        ("---\ntitle: A Title\n---\n# A Title\n\nThe body.", "A Title", "The body."),
        ("---\ntitle: A Title\nabstract: In front.\n---\n", "A Title", "In front."),
        ("---\nno front matter, never closed", "", "--- no front matter, never closed"),
        ("A Title\n\n", "A Title", ""),
    ],
)
def test_title_and_body(text, title, abstract):
    (paper,) = read_text(text, "paper.md").papers
    assert (paper.title, paper.abstract) == (title, abstract)


def test_a_book_is_no_abstract(monkeypatch):
    monkeypatch.setattr("kg.read.text.CHUNK_LIMIT", 100)
    assert problems(read_text("x" * 101, "paper.txt")) == [
        (None, "is longer than 100 characters, so it is no abstract")
    ]
