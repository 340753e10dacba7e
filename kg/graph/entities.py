"""Entities across papers: names, types and aliases by the votes of the papers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.iris import Iris
from kg.model import Annotation, Entity, Link, Links, PaperEntity
from kg.names import clean_latex, fold
from kg.schema import EntityType, Role
from kg.vocabulary.lookup import Vocabulary

_SHORTEST_COINED_NAME = 3


@dataclass(slots=True)
class _Votes:
    """What papers say of one key; all parts are counters, so the order of papers does not matter."""

    names: Counter[str] = field(default_factory=Counter)
    types: Counter[EntityType] = field(default_factory=Counter)
    surfaces: Counter[str] = field(default_factory=Counter)
    coined: Counter[str] = field(default_factory=Counter)
    papers: set[str] = field(default_factory=set)
    mentions: int = 0

    def add(self, paper: str, entity: PaperEntity) -> None:
        self.names[clean_latex(entity.name)] += 1
        self.types[entity.type] += 1
        self.surfaces.update({clean_latex(m.text) for m in entity.mentions if m.is_name})
        if coined := _coined_name(entity):
            self.coined[coined] += 1
        self.papers.add(paper)
        self.mentions += sum(not mention.coreferent for mention in entity.mentions)


def collect_entities(
    annotations: Iterable[Annotation], links: Links, vocabulary: Vocabulary, iris: Iris
) -> tuple[list[Entity], list[Link]]:
    """Make one entity per key, and the broader concepts that the vocabulary knows above them.

    Args:
        annotations: what the papers say.
        links: the key of every entity of every paper.
        vocabulary: gives linked entities their name, type and broader concepts.
        iris: mints the IRIs.

    Returns:
        Entities (broader concepts that no paper names have 0 papers) and `broader` links between them.
    """
    votes: dict[str, _Votes] = defaultdict(_Votes)
    for annotation in annotations:
        for entity in annotation.entities:
            votes[links.keys[annotation.paper.id, entity.id]].add(annotation.paper.id, entity)
    known = {key for key in votes if key in vocabulary.concepts}
    entities = [_entity(key, votes[key], vocabulary, iris) for key in sorted(votes)]
    above, links_above = collect_concepts(known, known, vocabulary, iris)
    return [*entities, *above], [*_broader_links(known, vocabulary, iris), *links_above]


def collect_concepts(
    concepts: Iterable[str], known: Container[str], vocabulary: Vocabulary, iris: Iris
) -> tuple[list[Entity], list[Link]]:
    """Make entities of concepts that no paper names, and of those above them.

    Args:
        concepts: ids of the vocabulary.
        known: ids of concepts that are entities already; they are not made again.
        vocabulary: gives names, types and broader concepts.
        iris: mints the IRIs.

    Returns:
        The new entities, with 0 papers, and the `broader` links that start at them.
    """
    reached = {key for concept in concepts for key in (concept, *vocabulary.ancestors(concept))}
    new = sorted(key for key in reached if key not in known)
    return [_entity(key, _Votes(), vocabulary, iris) for key in new], _broader_links(new, vocabulary, iris)


def _broader_links(keys: Iterable[str], vocabulary: Vocabulary, iris: Iris) -> list[Link]:
    return [
        Link(iris.entity(key), "broader", iris.entity(parent))
        for key in sorted(keys)
        for parent in vocabulary.concepts[key].broader
    ]


def _entity(key: str, votes: _Votes, vocabulary: Vocabulary, iris: Iris) -> Entity:
    concept = vocabulary.concepts.get(key)
    name = concept.name if concept else _canonical_name(key, votes)
    labels = (*concept.labels, *concept.abbreviations) if concept else ()
    return Entity(
        iri=iris.entity(key),
        key=key,
        type=concept.type if concept else _strongest(votes.types),
        name=name,
        aliases=_aliases(name, labels, votes.surfaces),
        types=tuple(sorted(votes.types.items(), key=lambda item: (-item[1], item[0]))),
        papers=len(votes.papers),
        mentions=votes.mentions,
        concept=concept.id if concept else None,
        exact_match=concept.exact_match if concept else (),
    )


def _strongest(types: Counter[EntityType]) -> EntityType:
    order = list(EntityType)
    return min(types, key=lambda type_: (-types[type_], order.index(type_)))


def _coined_name(entity: PaperEntity) -> str | None:
    """The short form under which a paper introduces a thing and speaks of it from then on."""
    short = entity.short_form or ""
    if entity.role is not Role.INTRODUCES or len(short) < _SHORTEST_COINED_NAME:
        return None
    named = [mention.text for mention in entity.mentions if not mention.coreferent]
    return clean_latex(short) if 2 * named.count(short) > len(named) else None


def _canonical_name(key: str, votes: _Votes) -> str:
    """The name its authors coined; else the spelling that most papers use of those that fold to the key."""
    if 2 * votes.coined.total() >= len(votes.papers) and votes.coined:
        return min(votes.coined, key=lambda name: (-votes.coined[name], name))
    names = votes.names + votes.surfaces
    fitting = {name: n for name, n in names.items() if fold(name) == key} or names
    return min(fitting, key=lambda name: (-fitting[name], name.isupper(), len(name), name))


def _aliases(name: str, labels: Iterable[str], surfaces: Mapping[str, int]) -> tuple[str, ...]:
    """Every other spelling, one per case-folded form: the vocabulary's first, then the most frequent."""
    chosen: dict[str, str] = {name.casefold(): name}
    for label in (*labels, *sorted(surfaces, key=lambda s: (-surfaces[s], s))):
        chosen.setdefault(label.casefold(), label)
    return tuple(sorted(label for label in chosen.values() if label != name and label.strip()))


def rename(entity: Entity, name: str) -> Entity:
    """Return the entity under another preferred name; the old one stays an alias.

    Args:
        entity: the entity as papers and vocabulary name it.
        name: the name that a person wants.
    """
    aliases = sorted({entity.name, *entity.aliases} - {name})
    return replace(entity, name=name, aliases=tuple(aliases))


def retype(entity: Entity, type_: EntityType) -> Entity:
    """Return the entity with another type.

    Args:
        entity: the entity as papers and vocabulary type it.
        type_: the type that a person wants.
    """
    return replace(entity, type=type_)
