"""Documents with entities placed by hand, so that the relation half is tested without the mention half."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.document import register_extensions
from kg.extract.reading import reading_of
from kg.extract.roles import read_entities
from kg.extract.sentences import split_sentences
from kg.extract.trained import load_model
from kg.model import Mention, PaperEntity
from kg.schema import EntityType, Role


def annotated(text: str, entities: dict[str, str], title: str = "", roles: dict[str, str] | None = None) -> Doc:
    """Make a document: `entities` maps a name to its type, `roles` a name to its role (`mentions` where not given)."""
    register_extensions()
    whole = f"{title}\n\n{text}" if title else text
    doc = _tokenizer()(whole)
    doc._.title_end = len(title)
    split_sentences(doc)
    made = [_entity(whole, name, EntityType(kind)) for name, kind in entities.items()]
    made = [replace(entity, roles=(Role((roles or {}).get(entity.name, "mentions")),)) for entity in made]
    doc._.entities = tuple(sorted(made, key=lambda entity: entity.mentions[0].start))
    return doc


def read(doc: Doc) -> Doc:
    """Let the shipped network read a document, as the components in front of roles and relations do."""
    network = load_model().network
    doc._.encoding = network.encode(reading_of(doc))
    doc._.entity_vectors = read_entities(doc, network)
    return doc


@cache
def _tokenizer() -> Language:
    return spacy.blank("en")


def _entity(text: str, name: str, kind: EntityType) -> PaperEntity:
    found = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    mentions = tuple(Mention(m.start(), m.end(), name, kind, 1.0, "person") for m in found)
    return PaperEntity(name, kind, name, (name,), (Role.MENTIONS,), (0,), 1.0, mentions)
