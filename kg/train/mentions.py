"""Training of the mention model: gold entities of annotated papers against all that could be a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.background import Background, save_background
from kg.extract.candidates import candidate_spans
from kg.extract.grouping import Candidate, name_key
from kg.extract.loglinear import LogLinear, save_loglinear
from kg.extract.mention_features import candidate_features, is_free
from kg.extract.mentions import NONE, OPTIONAL, find_candidates
from kg.extract.pipeline import make_pipeline
from kg.extract.reading import Reading, read_document
from kg.train.gold_entities import Gold, gold_text, read_gold
from kg.train.loglinear import fit_loglinear
from kg.vocabulary.load import load_vocabulary
from kg.vocabulary.lookup import Vocabulary

STRENGTH = 0.3
LEAST_PAPERS = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """A candidate of a gold paper: its features and its class."""

    features: tuple[str, ...]
    label: str


def train_mentions(gold: Path, collection: Path, out: Path, *, strength: float = STRENGTH) -> LogLinear:
    """Train the mention model and count the names of a collection; write `mentions.tsv.gz` and `background.tsv.gz`.

    Args:
        gold: annotated papers, as JSON Lines.
        collection: papers whose names are counted, as JSON Lines with `abstract`; gold papers among them do not count
            their own names.
        out: the folder to write to.
        strength: inverse of the penalty on weights.

    Returns:
        The model.
    """
    vocabulary = load_vocabulary()
    nlp = make_pipeline(vocabulary, until="kg_vocabulary")
    counts = count_names(read_text(nlp, paper) for paper in read_gold(collection))
    save_background(counts, out / "background.tsv.gz", least=LEAST_PAPERS)
    own = {gold_text(paper) for paper in read_gold(collection)}
    samples = list(mention_samples(read_gold(gold), nlp, vocabulary, counts, own))
    model = fit_loglinear(
        [sample.features for sample in samples], [sample.label for sample in samples], strength=strength
    )
    save_loglinear(model, out / "mentions.tsv.gz")
    return model


def read_text(nlp: Language, paper: Gold) -> Doc:
    """Return a paper's document.

    Args:
        nlp: a pipeline.
        paper: a record with an abstract, maybe a title.
    """
    doc = nlp.make_doc(gold_text(paper))
    doc._.title_end = len(paper.get("title") or "")
    return nlp(doc)


def count_names(docs: Iterable[Doc]) -> dict[str, tuple[int, int]]:
    """Count in how many texts each candidate name stands, and in how many it is no part of a longer phrase.

    Args:
        docs: tagged documents with sentence borders.
    """
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for doc in docs:
        reading = read_document(doc)
        stands_free: dict[str, bool] = {}
        for span in candidate_spans(reading):
            key = name_key(reading.slice(*span))
            stands_free[key] = stands_free.get(key, False) or is_free(reading, span)
        for key, free in stands_free.items():
            counts[key][0] += 1
            counts[key][1] += free
    return {key: (papers, free) for key, (papers, free) in counts.items() if papers >= LEAST_PAPERS}


def mention_samples(
    papers: Iterable[Gold],
    nlp: Language,
    vocabulary: Vocabulary,
    counts: Mapping[str, tuple[int, int]],
    own: frozenset[str] | set[str],
) -> Iterator[Sample]:
    """Yield the candidates of gold papers with features and class.

    Args:
        papers: gold papers.
        nlp: the pipeline up to the vocabulary.
        vocabulary: the vocabulary that it uses.
        counts: document frequencies of names.
        own: the texts that were counted.
    """
    for paper in papers:
        background = Background(counts, own=int(gold_text(paper) in own))
        reading, candidates, around = find_candidates(read_text(nlp, paper), vocabulary.concepts, background)
        for candidate in candidates:
            label = gold_class(candidate, reading, paper["entities"])
            yield Sample(tuple(sorted(candidate_features(candidate, around))), label)


def gold_class(candidate: Candidate, reading: Reading, entities: Sequence[Gold]) -> str:
    """Return what a candidate is in gold: a type where it is due, `optional` or `none`.

    At least half of the candidate's names must be names of the gold entity.

    Args:
        candidate: one thing of the text.
        reading: the text.
        entities: the gold entities of the paper.
    """
    names = {name_key(reading.slice(*span)) for span in candidate.spans}
    best: tuple[bool, int, str] = (False, 0, NONE)
    for entity in entities:
        shared = len(names & {name_key(name) for name in (entity["name"], *entity["surface"])})
        if shared and 2 * shared >= len(names):
            due = entity["salience"] == "core"
            best = max(best, (due, shared, entity["type"] if due else OPTIONAL))
    return best[2]
