"""Training of the two models behind relations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.language import Language

from kg.extract.loglinear import save_loglinear
from kg.extract.relation_features import Scene, candidate_pairs, pair_features
from kg.extract.relations import APART, LINKED, LINKS_MODEL, TYPES_MODEL, RelationModel, directed
from kg.extract.roles import assign_roles
from kg.extract.view import View, view_of
from kg.schema import RelationType
from kg.train.gold_entities import Gold, GoldDocument, gold_document, read_gold
from kg.train.loglinear import fit_loglinear
from kg.train.roles import fit_roles

LINK_STRENGTH = 0.1
TYPE_STRENGTH = 0.1
_FOLDS = 3
_FURTHER_ROLES = 0.25


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


def fold_of(paper: Gold) -> int:
    """Return the fold of a paper in cross-validation, from its id alone."""
    return int(hashlib.sha256(str(paper["id"]).encode()).hexdigest(), 16) % _FOLDS


def views_with_roles(documents: Sequence[GoldDocument]) -> list[View]:
    """Give every document the roles of a model that has not seen it, as at run time.

    Args:
        documents: documents with entities and their gold.
    """
    views: list[View] = [view_of(document.doc) for document in documents]
    for fold in range(_FOLDS):
        model = fit_roles([d for d in documents if fold_of(d.paper) != fold])
        for i, document in enumerate(documents):
            if fold_of(document.paper) == fold:
                views[i] = replace(views[i], entities=assign_roles(views[i], model, _FURTHER_ROLES))
    return views


def pair_samples(document: GoldDocument, view: View) -> Iterator[PairSample]:
    """Yield a sample per pair of entities.

    Args:
        document: the document and its gold.
        view: the document as the model sees it, with roles.
    """
    scene = Scene(view)
    due = _directed_types(document.paper, optional=False)
    allowed = _directed_types(document.paper, optional=True)
    for first, second in candidate_pairs(view):
        golds = [document.gold.get(view.entities[i].id) for i in (first, second)]
        ids = tuple(gold["id"] if gold else "" for gold in golds)
        yield PairSample(pair_features(scene, first, second), due.get(ids, ()), allowed.get(ids, ()))


def _directed_types(paper: Gold, *, optional: bool) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    table: dict[tuple[str, ...], tuple[str, ...]] = {}
    for relation in paper["relations"]:
        if (relation.get("salience") == "optional") == optional:
            for forward in (True, False):
                ends = (relation["head"], relation["tail"]) if forward else (relation["tail"], relation["head"])
                label = directed(RelationType(relation["type"]), forward=forward)
                table[ends] = (*table.get(ends, ()), label)
    return table


def fit_relations(samples: Sequence[PairSample]) -> RelationModel:
    """Fit both models.

    Args:
        samples: pairs; optional relations are out of the loss of the first model, and teach the second.
    """
    judged = [s for s in samples if s.due or not s.allowed]
    links = fit_loglinear(
        [s.features for s in judged], [LINKED if s.due else APART for s in judged], strength=LINK_STRENGTH
    )
    typed = [(s.features, label) for s in samples for label in (s.due or s.allowed)]
    types = fit_loglinear([features for features, _ in typed], [label for _, label in typed], strength=TYPE_STRENGTH)
    return RelationModel(links, types)


def train_relations(gold: Path, nlp: Language, links: Path = LINKS_MODEL, types: Path = TYPES_MODEL) -> None:
    """Train the relation models that ship with the package, and write them.

    Args:
        gold: annotated papers, JSON Lines.
        nlp: a pipeline that splits sentences.
        links: where the weights of the first model go.
        types: where those of the second go.
    """
    documents = [gold_document(paper, nlp, core_only=True) for paper in read_gold(gold)]
    views = views_with_roles(documents)
    model = fit_relations([s for d, v in zip(documents, views, strict=True) for s in pair_samples(d, v)])
    save_loglinear(model.links, links)
    save_loglinear(model.types, types)
