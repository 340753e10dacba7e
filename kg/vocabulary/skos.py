"""A SKOS concept as a file states it, in plain strings: what reading yields and compiling and extending take."""

from __future__ import annotations

from dataclasses import dataclass

VOCABULARY = "https://kg.example/vocabulary/"


@dataclass(frozen=True, slots=True)
class SkosConcept:
    """One concept of a SKOS file.

    `name` is the preferred label, in English where there is one; `labels` are all other preferred and alternative
    labels (abbreviations among them), `hidden` those that are found but never shown. `kinds` are local names of the
    ontology's five classes. `broader` and `exact_match` are IRIs. Every tuple is sorted and holds nothing twice.
    """

    iri: str
    name: str
    labels: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    exact_match: tuple[str, ...] = ()
