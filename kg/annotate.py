"""From papers to annotations: what a person or an earlier run has annotated is kept, the rest is extracted."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

from kg.annotations import drop_unsure, read_annotations, write_annotations
from kg.errors import InputError
from kg.extract import extract_annotations
from kg.extract.collect import text_hash
from kg.model import Annotation, Paper
from kg.read import Reading, read_papers
from kg.settings import Settings
from kg.vocabulary.load import load_vocabulary
from kg.vocabulary.lookup import Vocabulary

T = TypeVar("T")

_LARGEST_BATCH = 16  # while the last one is read, other processes have nothing to do
_PAPERS_WORTH_A_PROCESS = 40


class Track(Protocol):
    """Passes items through and may show how far it is."""

    def __call__(self, items: Iterable[T], label: str, total: int) -> Iterable[T]:
        """Yield the items of a step called `label` that has `total` of them."""
        ...


def untracked(items: Iterable[T], label: str, total: int) -> Iterable[T]:  # noqa: ARG001
    """Pass items through and show nothing."""
    return items


def annotate(
    papers: Sequence[Paper],
    vocabulary: Vocabulary,
    settings: Settings,
    *,
    known: Mapping[str, Annotation] | None = None,
    track: Track = untracked,
) -> Iterator[Annotation]:
    """Yield the annotation of each paper, in the order of the papers and as soon as it is there.

    Args:
        papers: papers as read.
        vocabulary: the concepts that mentions are looked up in.
        settings: number of processes, vocabularies, least confidence.
        known: hash of a text → its annotation, which is taken as it stands.
        track: told about the progress.
    """
    known = known or {}
    missing = [paper for paper in papers if text_hash(paper) not in known]
    processes = _worthwhile_processes(settings.processes, len(missing))
    found = extract_annotations(
        missing,
        vocabulary,
        processes=processes,
        batch_size=max(1, min(_LARGEST_BATCH, len(missing) // (4 * processes))),
        vocabularies=settings.vocabularies,
        model=settings.model,
        without=settings.without,
    )
    extracted = iter(track(found if missing else (), "extract", len(missing)))
    for paper in papers:
        # with the paper at hand: one from another process is a copy, which would take memory again
        annotation = replace(known.get(text_hash(paper)) or next(extracted), paper=paper)
        yield drop_unsure(annotation, settings.min_confidence)
    deque(extracted, maxlen=0)  # what tracks the progress learns that it is over


def read_some_papers(inputs: Sequence[str | Path], input_format: str | None = None) -> Reading:
    """Read papers, of which there must be one at least.

    Args:
        inputs: files, folders or `-` for standard input.
        input_format: a key of `kg.read.READERS` where it is not to be found by content.

    Raises:
        InputError: there is no paper to go on with; says what was skipped.
    """
    reading = read_papers(inputs, input_format=input_format)
    if not reading.papers:
        first = next((f"; the first record skipped: {item.reason}" for item in reading.skipped), "")
        raise InputError(f"there is no paper in {', '.join(map(str, inputs))}{first}")
    return reading


def _worthwhile_processes(wanted: int, papers: int) -> int:
    """One per core where 0 is wanted, but none that would spend longer on starting than on reading."""
    return max(1, min(wanted or os.cpu_count() or 1, papers // _PAPERS_WORTH_A_PROCESS))


def extract(
    inputs: Sequence[str | Path],
    output: Path,
    settings: Settings,
    *,
    input_format: str | None = None,
    track: Track = untracked,
) -> tuple[Reading, int]:
    """Annotate papers into a file that a person can review and a build can start from.

    Args:
        inputs: files, folders or `-` for standard input.
        output: the annotation file; replaced if it exists.
        settings: number of processes, vocabularies, least confidence.
        input_format: a key of `kg.read.READERS` where it is not to be found by content.
        track: told about the progress.

    Returns:
        What was read and skipped, and how many papers were annotated.

    Raises:
        KgError: nothing could be read, or a vocabulary is not usable.
    """
    reading = read_some_papers(inputs, input_format)
    vocabulary = load_vocabulary(settings.vocabularies)
    annotations = annotate(reading.papers, vocabulary, settings, known=known_annotations(inputs), track=track)
    return reading, write_annotations(annotations, output)


def known_annotations(inputs: Sequence[str | Path]) -> dict[str, Annotation]:
    """Return the annotations among the inputs, by the hash of their text.

    Args:
        inputs: what a build was given; only annotation files count.
    """
    files = (Path(source) for source in inputs if str(source) != "-" and Path(source).is_file())
    known: dict[str, Annotation] = {}
    for path in files:
        if _holds_annotations(path):
            for annotation in read_annotations(path, skipped=[]):
                known[text_hash(annotation.paper)] = annotation
    return known


def _holds_annotations(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.readline(1 << 24)
    return start.startswith(b'{"id":') and b'"hashes":' in start and b'"sentences":' in start
