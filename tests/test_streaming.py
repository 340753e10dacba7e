"""Papers stream through extraction: each is written when it is read, and memory does not grow with their number."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from kg.annotate import annotate
from kg.annotations import annotation_line, write_annotations
from kg.settings import Settings
from kg.vocabulary.load import load_vocabulary

FEW, MANY = 208, 1040
_BYTES_PER_PAPER = 8_000  # of its record as read, which finding duplicates needs; an annotation takes far more
_CACHES = 100_000_000  # of folded names and words; they fill up within a thousand papers
_MEASURED = """
import resource, sys
from pathlib import Path
from kg.annotate import extract
from kg.settings import Settings
extract([sys.argv[1]], Path(sys.argv[2]), Settings(processes=2))
print(*(1024 * resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
"""


@pytest.mark.slow
def test_an_annotation_is_there_before_the_next_paper_is_read(seed_papers):
    seen = []

    def noted(items, label, total):  # noqa: ARG001
        for item in items:
            seen.append(item.paper.id)
            yield item

    stream = annotate(seed_papers[:3], load_vocabulary(), Settings(processes=1), track=noted)
    assert [next(stream).paper.id] == seen == [seed_papers[0].id]
    assert len(list(stream)) == 2 and len(seen) == 3


def test_known_and_new_papers_keep_their_order(seed_papers):
    first, second, third = seed_papers[:3]
    vocabulary, settings = load_vocabulary(), Settings(processes=1)
    found = list(annotate([first, second, third], vocabulary, settings))
    again = annotate([third, first, second], vocabulary, settings, known={found[0].text_hash: found[0]})
    assert list(map(annotation_line, again)) == [annotation_line(found[i]) for i in (2, 0, 1)]


@pytest.mark.slow
def test_a_failure_leaves_the_annotations_of_the_run_before(seed_papers, tmp_path):
    def failing():
        yield from annotate(seed_papers[:1], load_vocabulary(), Settings(processes=1))
        raise RuntimeError("interrupted")

    path = tmp_path / "annotations.jsonl"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError):
        write_annotations(failing(), path)
    assert [file.read_text(encoding="utf-8") for file in tmp_path.iterdir()] == ["old"]


@pytest.mark.heavy
def test_memory_stays_flat_whatever_the_number_of_papers(seed_papers, tmp_path):
    few, many = (_peaks(seed_papers, number, tmp_path) for number in (FEW, MANY))
    assert many[0] - few[0] < _BYTES_PER_PAPER * (MANY - FEW)
    assert many[1] - few[1] < _CACHES


def _peaks(papers, number, folder):
    """The largest memory of the process that reads and writes, and of the largest of those that extract."""
    source = folder / f"{number}.jsonl"
    source.write_text("".join(f"{json.dumps(_varied(papers, i))}\n" for i in range(number)), encoding="utf-8")
    command = [sys.executable, "-c", _MEASURED, str(source), str(folder / f"{number}-annotations.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert len((folder / f"{number}-annotations.jsonl").read_text(encoding="utf-8").splitlines()) == number
    return [int(size) for size in done.stdout.split()]


def _varied(papers, index):
    """A paper with a title of its own, so that it is no duplicate."""
    paper = papers[index % len(papers)]
    return {"id": f"paper-{index}", "title": f"{paper.title} {index}", "abstract": f"Part {index}. {paper.abstract}"}
