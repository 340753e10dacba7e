"""Training of the mention model: gold entities of annotated papers against all that could be a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.evaluate.distances import gold_text
from kg.extract.background import Background, save_background, text_digest
from kg.extract.candidates import candidate_spans
from kg.extract.grouping import Candidate, name_key
from kg.extract.loglinear import LogLinear
from kg.extract.mention_features import candidate_features, is_free
from kg.extract.mentions import NONE, OPTIONAL, find_candidates
from kg.extract.pipeline import make_pipeline
from kg.extract.reading import Reading, reading_of
from kg.extract.resources import Resources
from kg.train.examples import TrainingPaper
from kg.train.gold_entities import Gold, read_gold
from kg.train.loglinear import fit_loglinear
from kg.vocabulary.load import load_vocabulary
from kg.vocabulary.lookup import Vocabulary

STRENGTH = 0.3
LEAST_PAPERS = 3


def write_background(collection: Path, out: Path) -> None:
    """Count the names of a collection of papers; the counts tell terms of a field from phrases of one text.

    Args:
        collection: JSON Lines with `abstract`.
        out: the folder to write to.
    """
    nlp = make_pipeline(Resources(load_vocabulary()), until="kg_vocabulary")
    papers = read_gold(collection)
    counts = count_names(read_text(nlp, paper) for paper in papers)
    texts = frozenset(text_digest(gold_text(paper)) for paper in papers)
    save_background(Background(counts, texts), out, least=LEAST_PAPERS)


def fit_mentions(papers: Sequence[TrainingPaper]) -> LogLinear:
    """Fit the log-linear mention model.

    Args:
        papers: gold papers with the candidates of their texts.
    """
    samples = [features for paper in papers for features in paper.features]
    return fit_loglinear(samples, [label for paper in papers for label in paper.labels], strength=STRENGTH)


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
        reading = reading_of(doc)
        stands_free: dict[str, bool] = {}
        for span in candidate_spans(reading):
            key = name_key(reading.slice(*span))
            stands_free[key] = stands_free.get(key, False) or is_free(reading, span)
        for key, free in stands_free.items():
            counts[key][0] += 1
            counts[key][1] += free
    return {key: (papers, free) for key, (papers, free) in counts.items() if papers >= LEAST_PAPERS}


def training_paper(gold: Gold, nlp: Language, vocabulary: Vocabulary, background: Background) -> TrainingPaper:
    """Return a gold paper with the candidates of its text.

    Args:
        gold: the gold paper.
        nlp: the pipeline up to the vocabulary.
        vocabulary: the vocabulary that it uses.
        background: document frequencies of names, without the paper's own.
    """
    doc = read_text(nlp, gold)
    reading, candidates, around = find_candidates(doc, vocabulary.concepts, background)
    features = (tuple(sorted(candidate_features(candidate, around))) for candidate in candidates)
    labels = (gold_class(candidate, reading, gold["entities"]) for candidate in candidates)
    return TrainingPaper(gold, doc, around, tuple(candidates), tuple(features), tuple(labels))


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
