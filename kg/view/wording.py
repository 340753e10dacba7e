"""How predicates read on a page, from either end: one table."""

from __future__ import annotations

from dataclasses import dataclass

from kg.schema import RelationType, Role


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of a predicate seen from its subject and from its object, and the list that it is filtered in."""

    forward: str
    backward: str
    group: str


_ROLES = "What papers do"
_RELATIONS = "How things relate"
_RECORDS = "Other links"

WORDING: dict[str, Wording] = {
    RelationType.USED_FOR: Wording("used for", "approached with", _RELATIONS),
    RelationType.IS_A: Wording("is a kind of", "has as a kind", _RELATIONS),
    RelationType.PART_OF: Wording("part of", "has as a part", _RELATIONS),
    RelationType.BASED_ON: Wording("based on", "basis of", _RELATIONS),
    RelationType.EVALUATED_ON: Wording("evaluated on", "used to evaluate", _RELATIONS),
    RelationType.TRAINED_ON: Wording("trained on", "used to train", _RELATIONS),
    RelationType.OUTPERFORMS: Wording("outperforms", "outperformed by", _RELATIONS),
    RelationType.COMPARED_WITH: Wording("compared with", "compared with", _RELATIONS),
    RelationType.BENCHMARK_FOR: Wording("benchmark for", "benchmarked by", _RELATIONS),
    RelationType.MEASURED_BY: Wording("measured by", "measure of", _RELATIONS),
    RelationType.IMPROVES: Wording("improves", "improved by", _RELATIONS),
    RelationType.REDUCES: Wording("reduces", "reduced by", _RELATIONS),
    Role.INTRODUCES: Wording("introduces", "introduced in", _ROLES),
    Role.USES: Wording("uses", "used in", _ROLES),
    Role.TRAINS_ON: Wording("trains on", "trained on in", _ROLES),
    Role.EVALUATES_ON: Wording("evaluates on", "evaluated on in", _ROLES),
    Role.ADDRESSES: Wording("addresses", "addressed in", _ROLES),
    Role.COMPARES_WITH: Wording("compares with", "compared with in", _ROLES),
    Role.MEASURES: Wording("measures", "measured in", _ROLES),
    Role.MENTIONS: Wording("mentions", "mentioned in", _ROLES),
    "broader": Wording("broader concept", "narrower concept", _RECORDS),
    "inferredBroader": Wording("kind of (inferred)", "kinds (inferred)", _RECORDS),
    "reports": Wording("reports", "reported in", _RECORDS),
    "resultMetric": Wording("measured as", "results by it", _RECORDS),
    "resultDataset": Wording("on the data set", "results on it", _RECORDS),
    "resultSubject": Wording("result of", "results of it", _RECORDS),
    "author": Wording("written by", "author of", _RECORDS),
    "venue": Wording("published in", "published", _RECORDS),
    "cites": Wording("cites", "cited by", _RECORDS),
}
"""Predicate → words, in the order of the filter list."""
