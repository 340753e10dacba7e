"""What a build can be told, with its defaults; names equal the options of the command line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kg.iris import DEFAULT_BASE


class TextPolicy(StrEnum):
    """How much of an abstract the published files hold."""

    NONE = "none"
    SENTENCE = "sentence"
    FULL = "full"


class Part(StrEnum):
    """A part of the extraction that can be switched off, to measure what it is worth."""

    VOCABULARY = "vocabulary"
    NETWORK = "network"
    FEATURES = "features"
    RELATION_NETWORK = "relation-network"


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of a build.

    Args:
        base: what every instance IRI starts with.
        text: how much of each abstract is published.
        min_confidence: mentions and relations below it are dropped, in [0, 1].
        vocabularies: SKOS files to add to the shipped vocabulary.
        curation: the curation file, if there is one.
        model: the folder of a trained model; the shipped one where None.
        processes: how many processes extract; 0 means one per core.
        layout_from: the folder of a former build whose pictures the new ones are to resemble, if there is one.
        without: parts of the extraction that are switched off.
    """

    base: str = DEFAULT_BASE
    text: TextPolicy = TextPolicy.FULL
    min_confidence: float = 0.0
    vocabularies: tuple[Path, ...] = ()
    curation: Path | None = None
    model: Path | None = None
    processes: int = 1
    layout_from: Path | None = None
    without: tuple[Part, ...] = ()
