"""How fast extraction is beside the bare network, and whether its memory stays flat while papers stream.

    python tests/benchmarks/extraction.py speed abstracts.jsonl --papers 100
    python tests/benchmarks/extraction.py memory abstracts.jsonl --papers 16000 --processes 2

`speed` reads each paper once, alone, and tells the processor time that went into the encoder, into encoder and heads,
and into all of it, writing the line of JSON included; the ratios of one run mean more than its milliseconds. `memory`
runs `kg extract` over the papers, again and again under new ids until there are enough, and tells the resident memory
of the process that reads and writes and of each that extracts.
"""

from __future__ import annotations

import argparse
import csv
import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from kg.annotate import extract
from kg.annotations import annotation_line
from kg.extract import make_pipeline
from kg.extract.pipeline import annotate_paper
from kg.extract.resources import Resources
from kg.extract.trained import load_model
from kg.model import Paper
from kg.read import read_papers
from kg.settings import Settings
from kg.vocabulary.load import load_vocabulary

WARM_UP = 300  # papers whose words fill the caches, as in any long run
HEADS = ("score_candidates", "read_entities", "score_pairs")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("speed", "memory"))
    parser.add_argument("inputs", nargs="+", help="papers in any format that `kg extract` reads")
    parser.add_argument("--papers", type=int, default=100)
    parser.add_argument("--processes", type=int, default=2, help="for memory; 0 is one per core")
    parser.add_argument("--points", type=int, default=10, help="how often to look at the memory")
    asked = parser.parse_args()
    papers = read_papers(asked.inputs).papers
    if asked.what == "speed":
        for row in speed(papers, asked.papers):
            tell(*row)
    else:
        watch_memory(papers, asked.papers, asked.processes, asked.points)


def tell(*row: object) -> None:
    csv.writer(sys.stdout, delimiter="\t").writerow(row)
    sys.stdout.flush()


def speed(papers: Iterable[Paper], count: int) -> Iterator[tuple[object, ...]]:
    """Yield a row each for the encoder, for encoder and heads, and for the whole."""
    network = TimedNetwork(load_model().network)
    resources = Resources(load_vocabulary(), replace(load_model(), network=network))
    nlp = make_pipeline(resources)
    stream = islice(cycle(papers), WARM_UP + count)
    for paper in islice(stream, WARM_UP):
        annotate_paper(paper, nlp, resources)
    network.seconds.clear()
    start = time.process_time()
    for paper in stream:
        annotation_line(annotate_paper(paper, nlp, resources))
    whole = time.process_time() - start
    encoder = network.seconds["encode"]
    both = encoder + sum(network.seconds[head] for head in HEADS)
    yield "what", "ms a text", "to the encoder", "to encoder and heads"
    for name, seconds in (("encoder", encoder), ("encoder and heads", both), ("whole", whole)):
        yield name, f"{1000 * seconds / count:.1f}", f"{seconds / encoder:.2f}", f"{seconds / both:.2f}"


class TimedNetwork:
    """A network that counts the processor time of each of its methods."""

    def __init__(self, network: object) -> None:
        self._network = network
        self.seconds: dict[str, float] = {}

    def __getattr__(self, name: str) -> Callable[..., object]:
        method = getattr(self._network, name)

        def timed(*values: object) -> object:
            start = time.process_time()
            found = method(*values)
            self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - start
            return found

        return timed


def watch_memory(papers: tuple[Paper, ...], count: int, processes: int, points: int) -> None:
    """Extract so many papers, and tell the resident megabytes of the parent and of its children now and then."""
    start = time.monotonic()

    def watched(items, label, total):  # noqa: ARG001
        for number, item in enumerate(items, start=1):
            if number % max(count // points, 1) == 0:
                children = sorted(resident(child.pid) for child in multiprocessing.active_children())
                tell(number, f"{time.monotonic() - start:.0f}", resident(os.getpid()), *children)
            yield item

    tell("papers", "seconds", "parent MB", "children MB")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "papers.jsonl"
        source.write_text("".join(f"{json.dumps(renamed(paper, i))}\n" for i, paper in numbered(papers, count)))
        _, written = extract([source], Path(folder) / "annotations.jsonl", Settings(processes=processes), track=watched)
    if written != count:
        raise SystemExit(f"{written} papers were annotated, not {count}")


def numbered(papers: tuple[Paper, ...], count: int) -> Iterator[tuple[int, Paper]]:
    return islice(enumerate(cycle(papers)), count)


def renamed(paper: Paper, index: int) -> dict[str, str]:
    """A paper under a new id, with a sentence of its own so that it is no duplicate."""
    title = f"{paper.title} {index}" if paper.title else ""
    return {"id": f"paper-{index}", "title": title, "abstract": f"Part {index}. {paper.abstract}"}


def resident(process: int | None) -> int:
    """Return the resident memory of a process in megabytes (Linux)."""
    pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE") // 1_000_000


if __name__ == "__main__":
    main()
