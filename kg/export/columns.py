"""The property graph's one table: labels, relationship types and typed columns, shared by GEXF, GraphML, Neo4j and CSV.

No column bears a name that GEXF or its readers keep for themselves (`id`, `label`, `pid`, `parents`, `start`, `end`,
`viz`; on edges also `type`, `kind`, `weight`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from kg.schema import EntityType, Polarity, RelationType, Role

Value = str | int | float | tuple[str, ...]

JOINER = " | "
"""Stands between the elements of an array in formats that know only scalars."""


class ColumnType(StrEnum):
    """What a column holds: one type in every row."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    STRINGS = "strings"


@dataclass(frozen=True, slots=True)
class Column:
    """A property: its name, its type, the labels of the nodes that may bear it, and what it says."""

    name: str
    type: ColumnType
    labels: tuple[str, ...]
    meaning: str


_STRING, _INTEGER = ColumnType.STRING, ColumnType.INTEGER
_NUMBER, _STRINGS = ColumnType.NUMBER, ColumnType.STRINGS
_PAPER, _ENTITY, _RESULT, _REFERENCE = "Paper", "Entity", "Result", "Reference"
_ALL = (_PAPER, _ENTITY, _RESULT, "Person", "Venue", _REFERENCE)

ENTITY_LABELS: tuple[str, ...] = tuple(type_.value for type_ in EntityType)
"""The second labels of entities: their kinds."""

LABEL_SETS: tuple[tuple[str, ...], ...] = (
    (_PAPER,),
    *((_ENTITY, kind) for kind in ENTITY_LABELS),
    (_RESULT,),
    ("Person",),
    ("Venue",),
    (_REFERENCE,),
    ("Claim",),
    ("Evidence",),
)
"""Every set of labels that a node can bear, main label first."""

NODE_COLUMNS: tuple[Column, ...] = (
    Column("name", _STRING, _ALL, "what the node is called, as a person would read it"),
    Column("kind", _STRING, _ALL, "Paper, the type of an entity, Result, Person, Venue or Reference"),
    Column("source_id", _STRING, (_PAPER, _REFERENCE), "the id in the source record"),
    Column("authors", _STRINGS, (_PAPER,), "names of the authors in their order"),
    Column("year", _INTEGER, (_PAPER,), "year of publication"),
    Column("doi", _STRING, (_PAPER, _REFERENCE), "DOI"),
    Column("arxiv", _STRING, (_PAPER, _REFERENCE), "arXiv id"),
    Column("url", _STRING, (_PAPER,), "web address in the source record"),
    Column("keywords", _STRINGS, (_PAPER,), "keywords of the source record"),
    Column("abstract", _STRING, (_PAPER,), "the abstract (only with --text full)"),
    Column("key", _STRING, (_ENTITY,), "what entities were merged by"),
    Column("aliases", _STRINGS, (_ENTITY,), "other names"),
    Column("types", _STRINGS, (_ENTITY,), "types and the number of papers that voted for each, as Method=3"),
    Column("paper_count", _INTEGER, (_ENTITY,), "papers that name it"),
    Column("mention_count", _INTEGER, (_ENTITY,), "places that name it"),
    Column("concept", _STRING, (_ENTITY,), "the vocabulary's concept, if it is one"),
    Column("exact_match", _STRINGS, (_ENTITY,), "IRIs of the same thing elsewhere"),
    Column("value", _STRING, (_RESULT,), "the reported value as written"),
    Column("number", _NUMBER, (_RESULT,), "the reported value as a number"),
    Column("unit", _STRING, (_RESULT,), "its unit"),
    Column("confidence", _NUMBER, (_RESULT,), "how sure the extraction is, from 0 to 1"),
    Column("sentences", _STRINGS, (_RESULT,), "the sentences that report it, best first (not with --text none)"),
    Column("sentence_count", _INTEGER, (_RESULT,), "how many such sentences there are"),
    Column("orcid", _STRING, ("Person",), "ORCID"),
)

STATEMENT_COLUMNS: tuple[Column, ...] = (
    Column("claim", _STRING, (), "IRI of the claim; evidence hangs on it"),
    Column("support", _INTEGER, (), "papers that affirm it"),
    Column("confidence", _NUMBER, (), "the best confidence of its evidence, from 0 to 1"),
    Column("datasets", _STRINGS, (), "names of the data sets that it holds on, where a paper says so"),
    Column("metrics", _STRINGS, (), "names of the metrics that it holds in, where a paper says so"),
    Column("papers", _STRINGS, (), "IRIs of the papers that affirm it"),
    Column("sentences", _STRINGS, (), "up to five sentences that affirm it, best first (not with --text none)"),
    Column("sentence_count", _INTEGER, (), "how many sentences affirm it"),
)
"""Properties of relationships that papers state; the others (authors, citations, hierarchy) have none."""

INFERENCE_COLUMNS: tuple[Column, ...] = (
    Column("rule", _STRING, (), "how it was inferred: fromIsA (papers affirm IS_A) or fromHeadWord (its name ends so)"),
)
"""Properties of relationships that are inferred."""

EDGE_COLUMNS: tuple[Column, ...] = (*STATEMENT_COLUMNS, *INFERENCE_COLUMNS)
"""Properties that any relationship may have, in formats with one table of edges."""

CLAIM_COLUMNS: tuple[Column, ...] = (
    Column("relation", _STRING, ("Claim",), "type of the relationship that it is"),
    Column("support", _INTEGER, ("Claim",), "papers that affirm it; 0 where they only deny it or hope for it"),
    Column("confidence", _NUMBER, ("Claim",), "the best confidence of its evidence, from 0 to 1"),
)

EVIDENCE_COLUMNS: tuple[Column, ...] = (
    Column("start_offset", _INTEGER, ("Evidence",), "first code point in title + blank line + abstract"),
    Column("end_offset", _INTEGER, ("Evidence",), "code point after the last"),
    Column("head_start", _INTEGER, ("Evidence",), "where the subject is named; none where it is the paper"),
    Column("head_end", _INTEGER, ("Evidence",), "code point after it"),
    Column("tail_start", _INTEGER, ("Evidence",), "where the object is named"),
    Column("tail_end", _INTEGER, ("Evidence",), "code point after it"),
    Column("sentence", _STRING, ("Evidence",), "the sentence or two, LaTeX included (not with --text none)"),
    Column("datasets", _STRINGS, ("Evidence",), "names of the data sets that it says the claim holds on"),
    Column("metrics", _STRINGS, ("Evidence",), "names of the metrics that it says the claim holds in"),
    Column("confidence", _NUMBER, ("Evidence",), "how sure the extraction is, from 0 to 1"),
    Column("producer", _STRING, ("Evidence",), "what found it"),
    Column("polarity", _STRING, ("Evidence",), "affirmed, negated or hedged"),
)

_LINKS = (
    "author",
    "venue",
    "cites",
    "reports",
    "resultMetric",
    "resultDataset",
    "resultSubject",
    "broader",
    "inferredBroader",
)


def _upper_snake(predicate: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", predicate).upper()


STATEMENT_TYPES: dict[str, str] = {p.value: _upper_snake(p.value) for p in (*Role, *RelationType)}
"""Predicate → relationship type, for what papers state."""

LINK_TYPES: dict[str, str] = {predicate: _upper_snake(predicate) for predicate in _LINKS}
"""Predicate → relationship type, for what records, the vocabulary and results say, and what is inferred."""

EVIDENCE_TYPES: dict[Polarity, str] = {
    Polarity.AFFIRMED: "SUPPORTS",
    Polarity.NEGATED: "DENIES",
    Polarity.HEDGED: "HEDGES",
}
"""How a piece of evidence stands to its claim or result."""


@lru_cache
def columns_of(label: str) -> tuple[Column, ...]:
    """Return the columns that nodes with a main label may have.

    Args:
        label: the first label of one of `LABEL_SETS`.
    """
    return tuple(c for c in (*NODE_COLUMNS, *CLAIM_COLUMNS, *EVIDENCE_COLUMNS) if label in c.labels)


@lru_cache
def flat_column(column: Column) -> Column:
    """Return a column as formats without arrays have it: joined, and of the sentences the best one.

    Args:
        column: any column.
    """
    if column.name == "sentences":
        return replace(column, name="sentence", type=ColumnType.STRING, meaning="the best sentence")
    return replace(column, type=ColumnType.STRING) if column.type is ColumnType.STRINGS else column


def flat_value(column: Column, value: Value) -> str | int | float:
    """Return a value as formats without arrays hold it.

    Args:
        column: the column as the table has it.
        value: a value of its type.
    """
    if not isinstance(value, tuple):
        return value
    return value[0] if column.name == "sentences" else JOINER.join(value)
