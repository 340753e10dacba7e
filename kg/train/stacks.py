"""Fitting of the stacks: how far to trust the network and how far the features, on papers that neither has seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.loglinear import LogLinear
from kg.extract.mentions import CORE, NONE, OPTIONAL, candidate_opinions
from kg.extract.network import TYPES
from kg.extract.relation_features import Scene
from kg.extract.relations import judge_pairs, kind_opinions
from kg.extract.roles import role_opinions
from kg.extract.stacking import Opinions
from kg.extract.trained import TrainedModel
from kg.extract.view import view_of
from kg.train.examples import TrainingPaper, directed_relations
from kg.train.gold_entities import GoldDocument
from kg.train.loglinear import fit_stack
from kg.train.relations import link_class, pair_ends

STRENGTH = 0.3


@dataclass(frozen=True, slots=True)
class PaperCases:
    """What the models say of some cases of one paper, and what is right.

    Args:
        id: the paper's id.
        cases: opinions and the right class.
    """

    id: str
    cases: tuple[tuple[Opinions, str], ...]


def fit_cases(papers: Sequence[PaperCases]) -> LogLinear:
    """Fit a stack.

    Args:
        papers: cases of models that had not seen these papers.
    """
    cases = [case for paper in papers for case in paper.cases]
    return fit_stack([opinions for opinions, _ in cases], [label for _, label in cases], strength=STRENGTH)


def mention_cases(paper: TrainingPaper, model: TrainedModel) -> tuple[PaperCases, PaperCases]:
    """Return what is said of the candidates of a paper: whether they are due, and of which type the due ones are.

    Args:
        paper: a gold paper whose document is encoded.
        model: what has not seen it.
    """
    opinions = list(candidate_opinions(paper.candidates, paper.around, paper.doc._.encoding, model))
    judged = list(zip(opinions, paper.labels, strict=True))
    due = tuple((said[1], label if label in (NONE, OPTIONAL) else CORE) for said, label in judged)
    return PaperCases(paper.id, due), PaperCases(
        paper.id, tuple((said[2], label) for said, label in judged if label in TYPES)
    )


def role_cases(document: GoldDocument, model: TrainedModel) -> PaperCases:
    """Return what is said of the roles of the core entities of a paper.

    Args:
        document: a document with entities, vectors and gold.
        model: what has not seen it.
    """
    opinions = role_opinions(view_of(document.doc), document.doc._.entity_vectors, model)
    golds = [document.gold.get(entity.id, {}) for entity in document.doc._.entities]
    return PaperCases(
        document.id,
        tuple(
            (said, gold["role"]) for said, gold in zip(opinions, golds, strict=True) if gold.get("salience") == "core"
        ),
    )


def relation_cases(document: GoldDocument, model: TrainedModel) -> tuple[PaperCases, PaperCases]:
    """Return what is said of the pairs of a paper: whether they are related, and how the related ones are.

    Args:
        document: a document with entities, roles, vectors and gold.
        model: what has not seen it.
    """
    due = directed_relations(document.paper, optional=False)
    allowed = directed_relations(document.paper, optional=True)
    links, kinds = [], []
    for judged in judge_pairs(document.doc, Scene(view_of(document.doc)), model):
        ends = pair_ends(document, judged.first, judged.second)
        links.append((judged.link, link_class(due.get(ends, ()), allowed.get(ends, ()))))
        kinds += [(kind_opinions(judged, model), label) for label in due.get(ends, ())[:1]]
    return PaperCases(document.id, tuple(links)), PaperCases(document.id, tuple(kinds))
