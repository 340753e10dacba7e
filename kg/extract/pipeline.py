"""The pipeline put together, and run over papers in one process or several."""

from __future__ import annotations

import gc
import hashlib
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from spacy.language import Language
from spacy.util import load_config, load_model_from_config

# The components register themselves when their modules are imported.
from kg.extract import (
    abbreviations,
    coordination,
    coreference,
    document_encoder,
    entities,
    mentions,
    relations,
    results,
    roles,
    sentences,
    vocabulary_mentions,
)
from kg.extract.ablation import without_parts
from kg.extract.candidates import DATA
from kg.extract.collect import collect_annotation
from kg.extract.document import register_extensions
from kg.extract.resources import Resources, UsesResources
from kg.extract.tagger import load_tagger
from kg.extract.trained import SHIPPED, check_model, load_model
from kg.model import Annotation, Paper
from kg.settings import Part
from kg.vocabulary.load import load_vocabulary
from kg.vocabulary.lookup import Vocabulary

_CONFIG = Path(__file__).parent / "pipeline.cfg"
_COMPONENTS = (
    abbreviations,
    coordination,
    coreference,
    document_encoder,
    entities,
    mentions,
    relations,
    results,
    roles,
    sentences,
    vocabulary_mentions,
)
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_CHUNKS_AHEAD = 4  # per process, so that papers stream and memory stays bounded


def make_pipeline(resources: Resources, *, until: str | None = None) -> Language:
    """Make the pipeline that `pipeline.cfg` describes.

    Args:
        resources: the concepts to look for and what was trained.
        until: the last component to load, for training those behind it; all where None.
    """
    register_extensions()
    config = load_config(_CONFIG)
    names = config["nlp"]["pipeline"]
    if until is not None:
        config["nlp"]["pipeline"] = names[: names.index(until) + 1]
        config["components"] = {name: config["components"][name] for name in config["nlp"]["pipeline"]}
    nlp = load_model_from_config(config, auto_fill=True)
    load_tagger(nlp, DATA / "tagger")
    equip(nlp, resources)
    return nlp


def equip(nlp: Language, resources: Resources) -> None:
    """Hand other resources to a pipeline.

    Args:
        nlp: what `make_pipeline` made.
        resources: what its components are to work with from now on.
    """
    components: list[object] = [component for _, component in nlp.pipeline]
    for component in components:
        if isinstance(component, UsesResources):
            component.use(resources)


def annotate_paper(paper: Paper, nlp: Language, resources: Resources) -> Annotation:
    """Return what one paper says; a function of its text, the model and the vocabulary alone.

    Args:
        paper: any paper, however short.
        nlp: what `make_pipeline` made of the resources.
        resources: what identifies model and vocabulary.
    """
    nlp.max_length = max(nlp.max_length, len(paper.text) + 1)
    doc = nlp.make_doc(paper.text)
    doc._.title_end = len(paper.title)
    return collect_annotation(nlp(doc), paper, model_hash(resources.trained.digest), resources.vocabulary.content_hash)


def extract_annotations(
    papers: Iterable[Paper],
    vocabulary: Vocabulary,
    *,
    processes: int = 1,
    batch_size: int = 64,
    vocabularies: Sequence[Path] = (),
    model: Path | None = None,
    without: Sequence[Part] = (),
) -> Iterator[Annotation]:
    """Yield the annotation of each paper, in the order of the papers.

    Texts are read one at a time, so that neither batch nor process count changes a byte.

    Args:
        papers: papers as read.
        vocabulary: the concepts to look for.
        processes: how many processes share the work; with more than one, each loads its own vocabulary.
        batch_size: papers that are handed to a process at once.
        vocabularies: the SKOS files that `vocabulary` was loaded with.
        model: the folder of a trained model; the shipped one where None.
        without: parts that are switched off.

    Raises:
        ModelError: the model is not usable, or nothing is left of it.
    """
    if processes <= 1:
        resources = without_parts(Resources(vocabulary, load_model(model or SHIPPED)), without)
        nlp = make_pipeline(resources)
        yield from (annotate_paper(paper, nlp, resources) for paper in papers)
        return
    check_model(model or SHIPPED)
    stream = iter(papers)
    waiting: deque[Future[list[Annotation]]] = deque()
    with _one_thread_each(), ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        # A short queue that is always full: Executor.map would read all papers before the first result.
        while chunk := tuple(islice(stream, batch_size)):
            waiting.append(pool.submit(_annotate_chunk, chunk, tuple(vocabularies), model, tuple(without)))
            if len(waiting) >= processes * _CHUNKS_AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Keep the processes that are started within from using several threads: they would wait for each other's cores."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@cache
def model_hash(trained: str) -> str:
    """Return the SHA-256 of all data that the pipeline runs on: tables, configuration and what was trained.

    Args:
        trained: the digest of the trained model.
    """
    digest = hashlib.sha256(trained.encode())
    for path in [_CONFIG, *sorted(path for path in DATA.rglob("*") if path.is_file())]:
        digest.update(path.relative_to(_CONFIG.parent).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@cache
def _loaded(
    vocabularies: tuple[Path, ...], model: Path | None, without: tuple[Part, ...]
) -> tuple[Language, Resources]:
    resources = without_parts(Resources(load_vocabulary(vocabularies), load_model(model or SHIPPED)), without)
    nlp = make_pipeline(resources)
    gc.freeze()  # what is loaded stays: the collector need not go through it again and again
    return nlp, resources


def _annotate_chunk(
    papers: tuple[Paper, ...], vocabularies: tuple[Path, ...], model: Path | None, without: tuple[Part, ...]
) -> list[Annotation]:
    nlp, resources = _loaded(vocabularies, model, without)
    return [annotate_paper(paper, nlp, resources) for paper in papers]
