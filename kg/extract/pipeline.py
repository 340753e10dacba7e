"""The pipeline put together, and run over papers in one process or several."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from spacy.language import Language
from spacy.util import load_config, load_model_from_config

# The components register themselves when their modules are imported.
from kg.extract import abbreviations, entities, mentions, relations, results, roles, sentences, vocabulary_mentions
from kg.extract.candidates import DATA
from kg.extract.collect import collect_annotation
from kg.extract.document import register_extensions
from kg.extract.tagger import load_tagger
from kg.model import Annotation, Paper
from kg.vocabulary.load import load_vocabulary
from kg.vocabulary.lookup import Vocabulary

_CONFIG = Path(__file__).parent / "pipeline.cfg"
_COMPONENTS = (abbreviations, entities, mentions, relations, results, roles, sentences, vocabulary_mentions)
_CHUNKS_AHEAD = 4  # per process, so that papers stream and memory stays bounded


def make_pipeline(vocabulary: Vocabulary, *, until: str | None = None) -> Language:
    """Make the pipeline that `pipeline.cfg` describes.

    Args:
        vocabulary: the concepts to look for.
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
    for _, component in nlp.pipeline:
        if isinstance(component, vocabulary_mentions.VocabularyMatcher | mentions.MentionFinder):
            component.use(vocabulary)
    return nlp


def annotate_paper(paper: Paper, nlp: Language, vocabulary_hash: str) -> Annotation:
    """Return what one paper says; a function of its text, the model and the vocabulary alone.

    Args:
        paper: any paper, however short.
        nlp: what `make_pipeline` made.
        vocabulary_hash: what identifies the vocabulary.
    """
    nlp.max_length = max(nlp.max_length, len(paper.text) + 1)
    doc = nlp.make_doc(paper.text)
    doc._.title_end = len(paper.title)
    return collect_annotation(nlp(doc), paper, model_hash(), vocabulary_hash)


def extract_annotations(
    papers: Iterable[Paper],
    vocabulary: Vocabulary,
    *,
    processes: int = 1,
    batch_size: int = 64,
    vocabularies: Sequence[Path] = (),
) -> Iterator[Annotation]:
    """Yield the annotation of each paper, in the order of the papers.

    Texts are read one at a time, so that neither batch nor process count changes a byte.

    Args:
        papers: papers as read.
        vocabulary: the concepts to look for.
        processes: how many processes share the work; with more than one, each loads its own vocabulary.
        batch_size: papers that are handed to a process at once.
        vocabularies: the SKOS files that `vocabulary` was loaded with.
    """
    if processes <= 1:
        nlp = make_pipeline(vocabulary)
        yield from (annotate_paper(paper, nlp, vocabulary.content_hash) for paper in papers)
        return
    stream = iter(papers)
    chunks = iter(lambda: tuple(islice(stream, batch_size)), ())
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        # islice keeps the queue short: Executor.map would read all papers before the first result.
        while ahead := tuple(islice(chunks, processes * _CHUNKS_AHEAD)):
            for found in pool.map(_annotate_chunk, ahead, [tuple(vocabularies)] * len(ahead)):
                yield from found


@cache
def model_hash() -> str:
    """Return the SHA-256 of all data that the pipeline runs on: weights, tables and configuration."""
    digest = hashlib.sha256()
    for path in [_CONFIG, *sorted(path for path in DATA.rglob("*") if path.is_file())]:
        digest.update(path.relative_to(_CONFIG.parent).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@cache
def _loaded(vocabularies: tuple[Path, ...]) -> tuple[Language, str]:
    vocabulary = load_vocabulary(vocabularies)
    return make_pipeline(vocabulary), vocabulary.content_hash


def _annotate_chunk(papers: tuple[Paper, ...], vocabularies: tuple[Path, ...]) -> list[Annotation]:
    nlp, vocabulary_hash = _loaded(vocabularies)
    return [annotate_paper(paper, nlp, vocabulary_hash) for paper in papers]
