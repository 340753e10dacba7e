"""What the components of the pipeline write to a spaCy document, and where: the contract of this room.

doc._.title_end       int: where the title ends in the text; 0 where there is none
doc._.reading         the text as plain lists (`reading_of`)
doc._.encoding        the vectors of the text
doc._.view            words, sentences and the mentions of the entities by index (`view_of`)
doc._.scene           the same with references (`scene_of`)
doc._.abbreviations   tuple of (short form, long form), both spans of the document
doc.spans["mentions"] spans labelled with an entity type; overlaps allowed
    span._.confidence float in [0, 1], three decimals
    span._.producer   str: what found it (`vocabulary`, `model:mentions`, `rule:coordination`)
    span._.spelled_out str: the name with the words that it shares with another mention; empty where it shares none
doc._.entities        tuple of PaperEntity, ids e1… in order of first mention
doc._.entity_vectors  the vectors of the entities, in their order
doc._.relations       tuple of Relation
doc._.results         tuple of ReportedResult
"""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Doc, Span

MENTIONS = "mentions"


def register_extensions() -> None:
    """Register the extension attributes; may be called any number of times."""
    for name, default in _DOCUMENT.items():
        Doc.set_extension(name, default=default, force=True)
    for name, default in _SPAN.items():
        Span.set_extension(name, default=default, force=True)


_DOCUMENT: Mapping[str, object] = {
    "title_end": 0,
    "reading": None,
    "encoding": None,
    "entity_vectors": None,
    "abbreviations": (),
    "entities": (),
    "view": None,
    "scene": None,
    "relations": (),
    "results": (),
}
_SPAN: Mapping[str, object] = {"confidence": 0.0, "producer": "", "spelled_out": ""}
