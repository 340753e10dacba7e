"""Training of the two log-linear models behind relations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.loglinear import LogLinear
from kg.extract.relation_features import Scene, candidate_pairs, contexts, pair_features
from kg.extract.relations import APART, OPTIONAL, RELATED
from kg.extract.view import view_of
from kg.train.examples import directed_relations
from kg.train.gold_entities import GoldDocument
from kg.train.loglinear import fit_loglinear

LINK_STRENGTH = 0.1
TYPE_STRENGTH = 0.1


@dataclass(frozen=True, slots=True)
class PairSample:
    """A pair of entities of a document with what gold says of it.

    Args:
        features: what `pair_features` returned.
        due: directed types of the core relations of the pair.
        allowed: directed types of the optional ones.
    """

    features: list[str]
    due: tuple[str, ...]
    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperPairs:
    """The pairs of one paper."""

    id: str
    samples: tuple[PairSample, ...]


def paper_pairs(document: GoldDocument) -> PaperPairs:
    """Return the pairs of entities of a document that stand together somewhere.

    Args:
        document: a document with entities, roles and their gold.
    """
    return PaperPairs(document.id, tuple(_samples(document)))


def _samples(document: GoldDocument) -> Iterator[PairSample]:
    scene = Scene(view_of(document.doc))
    due = directed_relations(document.paper, optional=False)
    allowed = directed_relations(document.paper, optional=True)
    for first, second in candidate_pairs(scene.view):
        if found := contexts(scene, first, second):
            ends = pair_ends(document, first, second)
            yield PairSample(pair_features(scene, first, second, found), due.get(ends, ()), allowed.get(ends, ()))


def pair_ends(document: GoldDocument, first: int, second: int) -> tuple[str, str]:
    """Return the gold ids of two entities; empty where gold knows none.

    Args:
        document: a document with its gold.
        first: index of one entity.
        second: index of the other.
    """
    one, other = (document.gold.get(document.doc._.entities[i].id, {}).get("id", "") for i in (first, second))
    return one, other


def link_class(due: Sequence[str], allowed: Sequence[str]) -> str:
    """Return the class of a pair among `LINKED`.

    Args:
        due: the core relations of the pair.
        allowed: its optional ones.
    """
    return RELATED if due else OPTIONAL if allowed else APART


def fit_links(papers: Sequence[PaperPairs]) -> LogLinear:
    """Fit the model that says whether a pair is related.

    Args:
        papers: the pairs of some papers.
    """
    samples = [sample for paper in papers for sample in paper.samples]
    return fit_loglinear(
        [sample.features for sample in samples], [link_class(s.due, s.allowed) for s in samples], strength=LINK_STRENGTH
    )


def fit_relation_types(papers: Sequence[PaperPairs]) -> LogLinear:
    """Fit the model that says which relation a related pair has; optional ones teach it too.

    Args:
        papers: the pairs of some papers.
    """
    typed = [(s.features, label) for paper in papers for s in paper.samples for label in (s.due or s.allowed)]
    return fit_loglinear([features for features, _ in typed], [label for _, label in typed], strength=TYPE_STRENGTH)
