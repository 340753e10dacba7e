"""What "our method", "it" and "we" stand for: the one thing that the paper introduces."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.view import Place, View, view_of
from kg.model import Mention, PaperEntity
from kg.schema import EntityType, Role

PRODUCER = "rule:coreference"
_DETERMINER = r"(?:our|the proposed|this|the presented|the new|the resulting|the introduced|the suggested)"
_ADJECTIVE = r"(?:(?:proposed|new|novel|simple|best|final|full|end-to-end|unified|general|single|own|trained) )?"
_NOUNS = {
    EntityType.METHOD: "approach|method|model|framework|algorithm|architecture|system|technique|network|strategy|scheme"
    "|pipeline|mechanism|procedure|solution|tool|toolkit|library|paradigm|formulation|module|models|methods",
    EntityType.DATASET: "dataset|data set|corpus|benchmark|collection|resource|suite|datasets|database",
    EntityType.TASK: "task|problem|challenge|shared task",
}
_AUTHORS = re.compile(
    r"\b(?:we|our|this (?:paper|work|study|article)|in this (?:paper|work|study|article))\b", re.IGNORECASE
)
_PRONOUN = re.compile(r"(?:(?<=[.;!?] )|(?<=\n))(?:It|Its)\b|(?<=, )it\b|(?<=\bthat )it\b")


def introduced(entities: tuple[PaperEntity, ...], kind: EntityType) -> int | None:
    """Return the index of the first entity of a type that the paper introduces.

    Args:
        entities: the entities of a paper, with roles.
        kind: the type looked for.
    """
    return next((i for i, e in enumerate(entities) if e.type == kind and Role.INTRODUCES in e.roles), None)


def references(view: View) -> tuple[Place, ...]:
    """Find the expressions that refer to what the paper introduces, without naming it.

    "our dataset" refers to the introduced data set, "our method" to the introduced method; "it" and the authors
    themselves ("we", "this paper") to the method, else to the data set, for authors act through what they propose.

    Args:
        view: a document whose entities have roles.

    Returns:
        Places with mention -1, by offset; none inside a mention.
    """
    found: set[Place] = set()
    for kind, nouns in _NOUNS.items():
        index = introduced(view.entities, kind)
        index = _addressed(view) if index is None and kind == EntityType.TASK else index
        if index is not None:
            pattern = re.compile(rf"\b{_DETERMINER} {_ADJECTIVE}(?:{nouns})\b", re.IGNORECASE)
            found |= {view.place(*match.span(), index, -1) for match in pattern.finditer(view.text)}
    subject = introduced(view.entities, EntityType.METHOD)
    subject = introduced(view.entities, EntityType.DATASET) if subject is None else subject
    if subject is not None:
        for pattern in (_AUTHORS, _PRONOUN):
            found |= {view.place(*match.span(), subject, -1) for match in pattern.finditer(view.text)}
    return tuple(sorted(place for place in found if not _covered(place, view, found)))


def _addressed(view: View) -> int | None:
    """The task that the title names, if the paper addresses it."""
    tasks = [p.entity for p in view.places if view.entities[p.entity].type == EntityType.TASK and view.in_title(p)]
    return next((i for i in tasks if Role.ADDRESSES in view.entities[i].roles), None)


def _covered(place: Place, view: View, others: set[Place]) -> bool:
    named = any(p.start <= place.start < p.end for p in view.places)
    return named or any(o != place and o.start <= place.start and place.end <= o.end for o in others)


def add_references(doc: Doc) -> Doc:
    """Add to the mentions of an entity what refers to it without naming it; the authors themselves are no mention.

    Args:
        doc: a document whose entities have roles.
    """
    view = view_of(doc)
    found: dict[int, list[Mention]] = {}
    for place in references(view):
        text = view.text[place.start : place.end]
        if not _AUTHORS.fullmatch(text):
            entity = view.entities[place.entity]
            mention = Mention(place.start, place.end, text, entity.type, entity.confidence, PRODUCER, coreferent=True)
            found.setdefault(place.entity, []).append(mention)
    doc._.entities = tuple(
        replace(entity, mentions=(*entity.mentions, *found.get(index, ())))
        for index, entity in enumerate(view.entities)
    )
    return doc


@Language.component("kg_coreference", requires=["doc._.entities"], assigns=["doc._.entities"])
def _kg_coreference(doc: Doc) -> Doc:
    return add_references(doc)
