"""The typed records that travel between the rooms of the package.

    source ──read──▶ Paper ──extract──▶ Annotation ──link──▶ Links ──assemble──▶ Graph

All are frozen. Offsets count Unicode code points in `Paper.text`; ends are exclusive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kg.schema import EntityType, InferenceRule, Polarity, RelationType, Role

BY_COORDINATION = "rule:coordination"  # the producer of mentions whose last words stand only in another mention


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a paper's text, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Author:
    """A person as a source names them."""

    name: str
    orcid: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as read: what the source says of it, normalised once.

    `references` are `doi:…`, `arxiv:…` or `id:…` (an id of the source itself).
    """

    id: str
    title: str = ""
    abstract: str = ""
    authors: tuple[Author, ...] = ()
    year: int | None = None
    venue: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    url: str | None = None
    keywords: tuple[str, ...] = ()
    references: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The annotated text, which every offset counts in."""
        return f"{self.title}\n\n{self.abstract}" if self.title else self.abstract


@dataclass(frozen=True, slots=True)
class Mention:
    """One string in one place that names an entity; `producer` says what found it (`vocabulary`, `model:…`)."""

    start: int
    end: int
    text: str
    type: EntityType
    confidence: float
    producer: str
    coreferent: bool = False

    @property
    def is_name(self) -> bool:
        """Whether its text alone is a name: "our method" is none, nor is "image" of "image and text retrieval"."""
        return not self.coreferent and self.producer != BY_COORDINATION


@dataclass(frozen=True, slots=True)
class PaperEntity:
    """One thing within one paper.

    `roles` are sorted by strength; `role_mentions[i]` is the index of the mention that shows `roles[i]`. `surface` are
    the distinct strings of the mentions. `long_form` and `short_form` are set where the text defines an abbreviation;
    `long_form` alone where the text never spells the name out in one piece.
    `node` and `name` are written after linking.
    """

    id: str
    type: EntityType
    name: str
    surface: tuple[str, ...]
    roles: tuple[Role, ...]
    role_mentions: tuple[int, ...]
    confidence: float
    mentions: tuple[Mention, ...]
    long_form: str | None = None
    short_form: str | None = None
    node: str | None = None

    @property
    def role(self) -> Role:
        """The strongest role."""
        return self.roles[0]


@dataclass(frozen=True, slots=True)
class RelationEvidence:
    """The shortest run of one or two sentences that carries a relation, and where its two ends stand.

    `datasets` and `metrics` are the local ids of what it holds on and in, as far as these sentences say so.
    """

    start: int
    end: int
    head: Span
    tail: Span
    datasets: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between two entities of one paper (`head` and `tail` are their local ids)."""

    head: str
    type: RelationType
    tail: str
    polarity: Polarity
    confidence: float
    producer: str
    evidence: tuple[RelationEvidence, ...]

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"relation {self.head} {self.type} {self.tail} has no evidence")


@dataclass(frozen=True, slots=True)
class ReportedResult:
    """A number that a paper reports of itself; the three ids are local, `evidence` is the sentence."""

    subject: str | None
    metric: str | None
    dataset: str | None
    value: str
    number: float | None
    unit: str
    text: str
    evidence: Span
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that one paper's text says, found from that text alone."""

    paper: Paper
    sentences: tuple[Span, ...]
    entities: tuple[PaperEntity, ...]
    relations: tuple[Relation, ...]
    results: tuple[ReportedResult, ...]
    text_hash: str
    model_hash: str
    vocabulary_hash: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that could not be used: where it stands and why (`line` counts from 1; None for a whole file)."""

    source: str
    line: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a SKOS vocabulary; `broader` and `exact_match` hold concept ids and IRIs."""

    id: str
    name: str
    type: EntityType
    labels: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    exact_match: tuple[str, ...] = ()


# ---------------------------------------------------------------- the graph


@dataclass(frozen=True, slots=True)
class PaperNode:
    """A paper as a node: the record, the IRI and the spans of its sentences."""

    iri: str
    paper: Paper
    sentences: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing across papers.

    `concept` is the vocabulary concept it was linked to; `types` counts the papers that voted for each type;
    `papers` and `mentions` are 0 for a broader concept that no paper names itself. `exact_match` holds IRIs elsewhere.
    """

    iri: str
    key: str
    type: EntityType
    name: str
    aliases: tuple[str, ...]
    types: tuple[tuple[EntityType, int], ...]
    papers: int
    mentions: int
    concept: str | None = None
    exact_match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """A reported result as a node; metric, dataset and subject are IRIs, its evidence is `evidence(iri)`."""

    iri: str
    paper: str
    value: str
    number: float | None
    unit: str
    text: str
    confidence: float
    metric: str | None
    dataset: str | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """An author; one person by ORCID, else by folded name."""

    iri: str
    name: str
    orcid: str | None = None


@dataclass(frozen=True, slots=True)
class Venue:
    """A journal, conference or other place of publication."""

    iri: str
    name: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited work that is not itself in the collection."""

    iri: str
    reference: str


Node = PaperNode | Entity | Result | Person | Venue | Reference


@dataclass(frozen=True, slots=True)
class Statement:
    """A fact that papers state: a role (paper → entity) or a relation (entity → entity).

    `evidence` are ids of the evidence table, best first, never none; `support` is the number of papers that affirm it;
    `confidence` is the best of them. What papers only deny or hope for has support 0 and is no edge. `datasets` and
    `metrics` are the sorted IRIs of what it holds on and in, by any paper that affirms it.
    """

    claim: str
    subject: str
    predicate: str
    object: str
    support: int
    confidence: float
    evidence: tuple[str, ...]
    datasets: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"statement {self.subject} {self.predicate} {self.object} has no evidence")


@dataclass(frozen=True, slots=True)
class Link:
    """A fact that needs no sentence: said by the source record, the vocabulary or a result node, or inferred.

    Predicates: `author`, `venue`, `cites` (paper → person, venue, paper or reference), `reports` (paper → result),
    `resultMetric`, `resultDataset`, `resultSubject` (result → entity), `broader` (entity → entity, vocabulary),
    `inferredBroader` (entity that no vocabulary knows → entity). `rule` says how it was inferred, if it was; where that
    is `fromIsA`, its evidence is that of the `isA` statement between the same two.
    """

    subject: str
    predicate: str
    object: str
    rule: InferenceRule | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why we believe a claim: a place in a paper.

    `claim` is the IRI of a claim or of a result; `paper` the IRI of the paper; `start`, `end` the sentence or two;
    `head`, `tail` where the ends of the claim stand (None where an end is the paper itself). `datasets` and `metrics`
    are the sorted IRIs of the entities that the claim holds on and in, as far as this place says so.
    """

    id: str
    claim: str
    paper: str
    start: int
    end: int
    head: Span | None
    tail: Span | None
    sentence: str
    confidence: float
    producer: str
    polarity: Polarity
    datasets: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()


class GraphReader(Protocol):
    """How exporters, RDF and verification see a graph, wherever it is kept. Iterators are sorted by IRI."""

    def __hash__(self) -> int:
        """Graphs are told apart by identity."""
        ...

    def nodes(self) -> Iterator[Node]:
        """All nodes, by IRI."""
        ...

    def node(self, iri: str) -> Node:
        """One node; raises GraphError where there is none."""
        ...

    def statements(self) -> Iterator[Statement]:
        """All affirmed facts, by (subject, predicate, object)."""
        ...

    def unaffirmed(self) -> Iterator[Statement]:
        """What papers only deny or hope for, by (subject, predicate, object); support is 0."""
        ...

    def links(self) -> Iterator[Link]:
        """What the records, the vocabulary and the results say, by (subject, predicate, object)."""
        ...

    def evidence(self, claim: str) -> Iterator[Evidence]:
        """The evidence of one claim or result, best first."""
        ...


# ---------------------------------------------------------------- linking and curation


class CurationAction(StrEnum):
    """What a line of the curation file asks for."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    RETYPE = "retype"
    REJECT = "reject"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class CurationLine:
    """A person's decision, applied at every build; `line` is its place in the file, from 1.

    `subject` and `object` are names, keys or IRIs of entities (an object of `rename` is a label, of `retype` a type);
    `paper` and `quote` narrow a `split` or `reject`, and are the evidence of an `add`.
    """

    line: int
    action: CurationAction
    subject: str
    predicate: str = ""
    object: str = ""
    paper: str = ""
    quote: str = ""
    who: str = ""
    when: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """One line of the merge ledger: why a name of some papers became part of an entity."""

    entity: str
    surface: str
    rule: str
    score: float
    papers: int


@dataclass(frozen=True, slots=True)
class Homograph:
    """A short name that could be several things and was not resolved."""

    surface: str
    paper: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """What linking decided: the key of each (paper id, local id), the ledger, and what stayed open."""

    keys: Mapping[tuple[str, str], str]
    merges: tuple[Merge, ...]
    homographs: tuple[Homograph, ...] = ()
    warnings: tuple[str, ...] = ()
