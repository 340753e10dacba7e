"""Linking answers one question: which entity is this?

A pure key per entity of a paper, an associative and commutative merge by key, then one global pass that may attach a
key to a centre. The person's curation file has the last word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg.link.attach import Attachment, attach_keys
from kg.link.curate import apply_curation
from kg.link.keys import EntityKey, entity_key
from kg.link.merge import KeyTable, merge_keys
from kg.model import Annotation, CurationLine, Homograph, Links, Merge
from kg.vocabulary.lookup import Vocabulary

__all__ = ["KeyTable", "entity_key", "link_entities", "merge_keys"]


def link_entities(
    annotations: Iterable[Annotation], vocabulary: Vocabulary, curation: Sequence[CurationLine] = ()
) -> Links:
    """Decide which entities of which papers are one thing.

    Args:
        annotations: what the papers say, in any order.
        vocabulary: the concepts that names are linked to first.
        curation: a person's merges and splits; other actions are left to the assembling of the graph.

    Returns:
        The key of every entity of every paper, the merge ledger sorted by entity and surface, the homographs that
        stayed open, and warnings about curation lines that matched nothing.
    """
    table = KeyTable()
    found: dict[tuple[str, str], EntityKey] = {}
    for annotation in annotations:
        for entity in annotation.entities:
            key = entity_key(annotation, entity, vocabulary)
            found[annotation.paper.id, entity.id] = key
            table.count(key)
    attached = attach_keys(table, vocabulary)
    keys = {place: attached[f.key].centre if f.key in attached else f.key for place, f in found.items()}
    surfaces = {place: f.surfaces for place, f in found.items()}
    curated, moves, warnings = apply_curation(keys, surfaces, curation)
    return Links(
        keys=curated,
        merges=tuple(sorted([*_ledger(table, attached), *moves], key=_ledger_order)),
        homographs=tuple(sorted(_open_homographs(found, curated), key=lambda h: (h.surface, h.paper))),
        warnings=warnings,
    )


def _ledger(table: KeyTable, attached: Mapping[str, Attachment]) -> Iterable[Merge]:
    for (key, surface, rule, score), papers in table.surfaces.items():
        if attachment := attached.get(key):
            rule, score = f"{rule}; {attachment.rule}", min(score, attachment.score)
            key = attachment.centre
        yield Merge(key, surface, rule, score, papers)


def _ledger_order(merge: Merge) -> tuple[str, str, str, float, int]:
    return merge.entity, merge.surface, merge.rule, merge.score, merge.papers


def _open_homographs(
    found: Mapping[tuple[str, str], EntityKey], keys: Mapping[tuple[str, str], str]
) -> Iterable[Homograph]:
    """What neither the paper nor the global pass nor a person moved to a key of its own."""
    for place, key in found.items():
        if key.open_homograph and keys[place] == key.key:
            yield Homograph(key.surfaces[0], place[0], key.open_homograph)
