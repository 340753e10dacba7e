"""Entity types, roles, relations and their usual ends: one table for extraction, RDF, shapes and exports."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EntityType(StrEnum):
    """The five kinds of thing that a paper names."""

    METHOD = "Method"
    DATASET = "Dataset"
    TASK = "Task"
    METRIC = "Metric"
    CONCEPT = "Concept"


class Role(StrEnum):
    """How a paper stands to an entity, strongest first."""

    INTRODUCES = "introduces"
    USES = "uses"
    TRAINS_ON = "trainsOn"
    EVALUATES_ON = "evaluatesOn"
    ADDRESSES = "addresses"
    COMPARES_WITH = "comparesWith"
    MEASURES = "measures"
    MENTIONS = "mentions"


class RelationType(StrEnum):
    """How two entities stand to each other."""

    USED_FOR = "usedFor"
    IS_A = "isA"
    PART_OF = "partOf"
    BASED_ON = "basedOn"
    EVALUATED_ON = "evaluatedOn"
    TRAINED_ON = "trainedOn"
    OUTPERFORMS = "outperforms"
    COMPARED_WITH = "comparedWith"
    BENCHMARK_FOR = "benchmarkFor"
    MEASURED_BY = "measuredBy"
    IMPROVES = "improves"
    REDUCES = "reduces"


class Polarity(StrEnum):
    """Whether the text claims a relation, denies it or only hopes for it."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"
    HEDGED = "hedged"


class InferenceRule(StrEnum):
    """How a broader link was inferred that no vocabulary states."""

    FROM_IS_A = "fromIsA"
    FROM_HEAD_WORD = "fromHeadWord"


@dataclass(frozen=True, slots=True)
class Ends:
    """The types of entity that a relation usually joins, and whether it has a direction."""

    heads: frozenset[EntityType]
    tails: frozenset[EntityType]
    symmetric: bool = False


_M, _D, _T, _X, _C = EntityType.METHOD, EntityType.DATASET, EntityType.TASK, EntityType.METRIC, EntityType.CONCEPT
_ALL = frozenset(EntityType)


def _ends(heads: frozenset[EntityType] | set[EntityType], tails: frozenset[EntityType] | set[EntityType]) -> Ends:
    return Ends(frozenset(heads), frozenset(tails))


# Wide enough for 98 % of the annotated core relations; a test keeps them so.
RELATION_ENDS: dict[RelationType, Ends] = {
    RelationType.USED_FOR: _ends({_M, _C, _T}, {_T, _C, _M}),
    RelationType.IS_A: _ends({_M, _T, _C, _D}, {_M, _T, _C, _D}),
    RelationType.PART_OF: _ends({_M, _C, _T, _D}, {_M, _T, _C, _D}),
    RelationType.BASED_ON: _ends({_M, _C, _D, _T}, {_M, _C, _D, _T}),
    RelationType.EVALUATED_ON: _ends({_M, _C, _T}, {_D, _T}),
    RelationType.TRAINED_ON: _ends({_M, _C, _T}, {_D, _C}),
    RelationType.OUTPERFORMS: _ends({_M, _C}, {_M, _C}),
    RelationType.COMPARED_WITH: Ends(frozenset({_M, _C, _T}), frozenset({_M, _C, _T}), symmetric=True),
    RelationType.BENCHMARK_FOR: _ends({_D}, {_T, _C}),
    RelationType.MEASURED_BY: _ends({_M, _T, _C}, {_X, _C}),
    RelationType.IMPROVES: _ends({_M, _C}, {_X, _C, _T}),
    RelationType.REDUCES: _ends({_M, _C, _T}, {_X, _C}),
}
