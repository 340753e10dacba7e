"""Fitting of the stacks: how far to trust the network and how far the features, on papers that neither has seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.loglinear import LogLinear
from kg.extract.mentions import CORE, NONE, OPTIONAL, candidate_opinions
from kg.extract.network import TYPES
from kg.extract.relation_features import Scene
from kg.extract.relations import judge_pairs, kind_opinions
from kg.extract.roles import entity_rows, role_opinions
from kg.extract.stacking import Opinions
from kg.extract.trained import TrainedModel
from kg.extract.view import view_of
from kg.train.examples import TrainingPaper, directed_relations
from kg.train.gold_entities import GoldDocument, taught_role
from kg.train.loglinear import fit_stack
from kg.train.relations import link_class, pair_ends

STRENGTH = 0.3


@dataclass(frozen=True, slots=True)
class PaperCases:
    """What the models say of some cases of one paper, and what is right.

    Args:
        id: the paper's id.
        opinions: what they say.
        labels: the right class of each case.
    """

    id: str
    opinions: Opinions
    labels: tuple[str, ...]


def fit_cases(papers: Sequence[PaperCases]) -> LogLinear:
    """Fit a stack.

    Args:
        papers: cases of models that had not seen these papers.
    """
    labels = [label for paper in papers for label in paper.labels]
    return fit_stack([paper.opinions for paper in papers], labels, strength=STRENGTH)


def _known_cases(paper: str, opinions: Opinions, labels: Sequence[str | None]) -> PaperCases:
    """Return the cases whose class is known."""
    known = [index for index, label in enumerate(labels) if label is not None]
    return PaperCases(paper, opinions.take(known), tuple(label for label in labels if label is not None))


def mention_cases(paper: TrainingPaper, model: TrainedModel) -> tuple[PaperCases, PaperCases]:
    """Return what is said of the candidates of a paper: whether they are due, and of which type the due ones are.

    Args:
        paper: a gold paper whose document is encoded.
        model: what has not seen it.
    """
    opinions = candidate_opinions(paper.candidates, paper.around, paper.doc._.encoding, model)
    due = tuple(label if label in (NONE, OPTIONAL) else CORE for label in paper.labels)
    types = [label if label in TYPES else None for label in paper.labels]
    return PaperCases(paper.id, opinions.due, due), _known_cases(paper.id, opinions.types, types)


def role_cases(document: GoldDocument, model: TrainedModel) -> PaperCases:
    """Return what is said of the roles of the core entities of a paper.

    Args:
        document: a document with entities, vectors and gold.
        model: what has not seen it.
    """
    golds = [document.gold.get(entity.id, {}) for entity in document.doc._.entities]
    roles = [taught_role(gold) if gold.get("salience") == "core" else None for gold in golds]
    rows = entity_rows(view_of(document.doc), model.tables["roles"])
    opinions = role_opinions(rows, document.doc._.entity_vectors, model)
    return _known_cases(document.id, opinions, roles)


def relation_cases(document: GoldDocument, model: TrainedModel) -> tuple[PaperCases, PaperCases]:
    """Return what is said of the pairs of a paper: whether they are related, and how the related ones are.

    Args:
        document: a document with entities, roles, vectors and gold.
        model: what has not seen it.
    """
    due = directed_relations(document.paper, optional=False)
    allowed = directed_relations(document.paper, optional=True)
    judged = judge_pairs(document.doc, Scene(view_of(document.doc)), model)
    ends = [pair_ends(document, pair.first, pair.second) for pair in judged.pairs]
    links = tuple(link_class(due.get(pair, ()), allowed.get(pair, ())) for pair in ends)
    kinds = [next(iter(due.get(pair, ())), None) for pair in ends]
    opinions = kind_opinions(judged, range(len(ends)), model)
    return PaperCases(document.id, judged.link, links), _known_cases(document.id, opinions, kinds)
