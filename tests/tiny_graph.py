"""A graph small enough to read, with every kind of node and fact in it: five papers on compression and retrieval."""

from __future__ import annotations

import re

from kg.graph.assemble import gather_statements
from kg.graph.evidence import Assertion
from kg.graph.knowledge_graph import KnowledgeGraph, make_graph
from kg.graph.results import result_links
from kg.iris import DEFAULT_BASE, Iris
from kg.model import Author, Entity, Evidence, Link, Paper, PaperNode, Person, Reference, Result, Span, Venue
from kg.names import fold
from kg.schema import EntityType, InferenceRule, Polarity

CARBERRY = "0000-0002-1825-0097"  # the id that ORCID keeps for examples

PAPERS = (
    Paper(
        id="p1",
        title="TinyNet: Distilling Small Networks",
        abstract="We introduce TinyNet, a student trained by knowledge distillation. TinyNet is based on BigNet."
        " TinyNet outperforms BigNet on ImageNet. TinyNet reaches 76.1\\% accuracy on ImageNet."
        " Knowledge distillation reduces latency. Self-teaching is a kind of knowledge distillation.",
        authors=(Author("Second Author", CARBERRY), Author("First Author")),
        year=2021,
        venue="Workshop on Small Models",
        doi="10.1234/tiny.1",
        url="https://papers.example/tiny?a=1&b=<2>",
        keywords=("compression", "distillation"),
        references=("id:p2", "doi:10.9999/elsewhere"),
    ),
    Paper(
        id="p2",
        title="BigNet for Image Classification",
        abstract="We propose BigNet for image classification. BigNet is evaluated on ImageNet and CIFAR-10."
        " BigNet does not outperform TinyNet. Image classification is measured by accuracy."
        " BigNet reaches 78.4\\% accuracy on ImageNet.",
        authors=(Author("First Author"),),
        year=2020,
        venue="Workshop on Small Models",
        arxiv="2001.00001",
    ),
    Paper(
        id="p3",
        title='Pruning "in" practice </script>',
        abstract="We prune BigNet with weight pruning. Weight pruning could improve accuracy."
        " We evaluate on CIFAR-10 for image classification. Quantization is compared with weight pruning."
        " CIFAR-10 is a benchmark for image classification.",
        authors=(Author("Third Author"), Author("Second Author", CARBERRY)),
        year=2022,
    ),
    Paper(
        id="4/odd id?",
        abstract="Distilled rankers serve passage retrieval. Knowledge distillation is used for passage retrieval."
        " We train TinyNet on MS MARCO and measure nDCG. TinyNet outperforms BigNet on it too, in nDCG.",
        year=2022,
    ),
    Paper(id="p5", title="An Editorial", abstract="This issue collects work on retrieval."),
)

_M, _D, _T, _X, _C = EntityType.METHOD, EntityType.DATASET, EntityType.TASK, EntityType.METRIC, EntityType.CONCEPT
_ENTITIES: dict[str, tuple[EntityType, str, tuple[str, ...], bool]] = {
    "accuracy": (_X, "accuracy", ("Accuracy",), True),
    "bignet": (_M, "BigNet", ("Big-Net",), False),
    "cifar-10": (_D, "CIFAR-10", (), True),
    "compression": (_C, "compression", (), False),
    "computer-vision": (_C, "computer vision", ("CV",), True),
    "efficiency": (_C, "efficiency", (), True),
    "image-classification": (_T, "image classification", (), True),
    "imagenet": (_D, "ImageNet", ("ILSVRC",), True),
    "knowledge-distillation": (_M, "knowledge distillation", ("KD", "distillation"), True),
    "latency": (_X, "latency", (), True),
    "model-compression": (_M, "model compression", ("compression of models",), True),
    "ms-marco": (_D, "MS MARCO", (), True),
    "ndcg": (_X, "nDCG", ("normalized discounted cumulative gain",), True),
    "passage-retrieval": (_T, "passage retrieval", (), True),
    "quantization": (_M, "quantization", ("quantisation", "Compression"), True),
    "self-teaching": (_M, "self-teaching", (), False),
    "tinynet": (_M, "TinyNet", (), False),
    "weight-pruning": (_M, "weight pruning", ("pruning",), True),
}
_BROADER = (
    ("image-classification", "computer-vision"),
    ("knowledge-distillation", "model-compression"),
    ("model-compression", "efficiency"),
    ("quantization", "model-compression"),
    ("weight-pruning", "model-compression"),
)
_AFFIRMED, _NEGATED, _HEDGED = Polarity.AFFIRMED, Polarity.NEGATED, Polarity.HEDGED
# paper, predicate, entity
_ROLES = (
    ("p1", "introduces", "tinynet"),
    ("p1", "uses", "knowledge-distillation"),
    ("p1", "comparesWith", "bignet"),
    ("p1", "evaluatesOn", "imagenet"),
    ("p1", "measures", "accuracy"),
    ("p1", "measures", "latency"),
    ("p1", "mentions", "self-teaching"),
    ("p2", "introduces", "bignet"),
    ("p2", "addresses", "image-classification"),
    ("p2", "evaluatesOn", "imagenet"),
    ("p2", "evaluatesOn", "cifar-10"),
    ("p2", "comparesWith", "tinynet"),
    ("p2", "measures", "accuracy"),
    ("p3", "uses", "bignet"),
    ("p3", "uses", "weight-pruning"),
    ("p3", "mentions", "quantization"),
    ("p3", "evaluatesOn", "cifar-10"),
    ("p3", "addresses", "image-classification"),
    ("p3", "mentions", "accuracy"),
    ("4/odd id?", "addresses", "passage-retrieval"),
    ("4/odd id?", "uses", "knowledge-distillation"),
    ("4/odd id?", "uses", "tinynet"),
    ("4/odd id?", "trainsOn", "ms-marco"),
    ("4/odd id?", "measures", "ndcg"),
    ("4/odd id?", "mentions", "bignet"),
)
# paper, sentence that begins so, head, relation, tail, polarity, confidence
_RELATIONS = (
    ("p1", "TinyNet is based", "tinynet", "basedOn", "bignet", _AFFIRMED, 0.8),
    ("p1", "TinyNet outperforms", "tinynet", "outperforms", "bignet", _AFFIRMED, 0.912),
    ("p1", "TinyNet outperforms", "tinynet", "evaluatedOn", "imagenet", _AFFIRMED, 0.7),
    ("p1", "Knowledge", "knowledge-distillation", "reduces", "latency", _AFFIRMED, 0.9),
    ("p1", "Self-teaching", "self-teaching", "isA", "knowledge-distillation", _AFFIRMED, 0.85),
    ("p2", "We propose", "bignet", "usedFor", "image-classification", _AFFIRMED, 0.95),
    ("p2", "BigNet is", "bignet", "evaluatedOn", "imagenet", _AFFIRMED, 0.9),
    ("p2", "BigNet is", "bignet", "evaluatedOn", "cifar-10", _AFFIRMED, 0.9),
    ("p2", "BigNet does", "bignet", "outperforms", "tinynet", _NEGATED, 0.85),
    ("p2", "Image", "image-classification", "measuredBy", "accuracy", _AFFIRMED, 0.8),
    ("p3", "Weight", "weight-pruning", "improves", "accuracy", _HEDGED, 0.6),
    ("p3", "Quantization", "quantization", "comparedWith", "weight-pruning", _AFFIRMED, 0.75),
    ("p3", "CIFAR-10 is", "cifar-10", "benchmarkFor", "image-classification", _AFFIRMED, 1.0),
    ("4/odd id?", "Knowledge", "knowledge-distillation", "usedFor", "passage-retrieval", _AFFIRMED, 0.9),
    ("4/odd id?", "We train", "tinynet", "trainedOn", "ms-marco", _AFFIRMED, 0.8),
    ("4/odd id?", "TinyNet outperforms", "tinynet", "outperforms", "bignet", _AFFIRMED, 0.65),
)
# paper and relation → the data sets and metrics that it holds on and in
_CONDITIONS: dict[tuple[str, str, str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {
    ("p1", "tinynet", "outperforms", "bignet"): (("imagenet",), ()),
    ("4/odd id?", "tinynet", "outperforms", "bignet"): (("ms-marco",), ("ndcg",)),
}
_RESULTS = (
    ("p1", "TinyNet reaches", "76.1\\%", 76.1, "%", "accuracy", "imagenet", "tinynet"),
    ("p2", "BigNet reaches", "78.4\\%", 78.4, "%", "accuracy", "imagenet", "bignet"),
)


def sentence_spans(text: str) -> tuple[Span, ...]:
    """Cut a fixture's text at full stops and blank lines."""
    return tuple(Span(m.start(), m.end()) for m in re.finditer(r"\S.*?(?:\.(?=\s|$)|(?=\n)|$)", text))


def make_tiny_graph(base: str = DEFAULT_BASE, only: tuple[str, ...] = ()) -> KnowledgeGraph:
    """Build the graph under a base IRI, of all papers or of some."""
    iris = Iris(base)
    chosen = only or tuple(paper.id for paper in PAPERS)
    papers = [PaperNode(iris.paper(p.id), p, sentence_spans(p.text)) for p in PAPERS if p.id in chosen]
    assertions = [_role(iris, *row) for row in _ROLES if row[0] in chosen]
    assertions += [_relation(iris, *row) for row in _RELATIONS if row[0] in chosen]
    results = [_result(iris, *row) for row in _RESULTS if row[0] in chosen]
    affirmed, denied, evidence = gather_statements(assertions)
    evidence |= {result.iri: (found,) for result, found in results}
    nodes = [*papers, *_entities(iris, assertions), *_people(iris), *(result for result, _ in results)]
    inferred = [_inferred(iris)] if "p1" in chosen else []
    links = [*_links(iris), *inferred, *(link for result, _ in results for link in result_links(result))]
    absent = {iris.paper(paper.id) for paper in PAPERS if paper.id not in chosen}
    links = [link for link in links if not {link.subject, link.object} & absent]
    return make_graph(nodes, [*affirmed, *links], evidence, denied)


def _paper(paper_id: str) -> Paper:
    return next(paper for paper in PAPERS if paper.id == paper_id)


def _entities(iris: Iris, assertions: list[Assertion]) -> list[Entity]:
    return [
        Entity(
            iri=(iri := iris.entity(key)),
            key=key,
            type=type_,
            name=name,
            aliases=aliases,
            types=((type_, 1),),
            papers=(papers := len({a.evidence.paper for a in assertions if a.object == iri})),
            mentions=papers,
            concept=key if curated else None,
            exact_match=("https://elsewhere.example/KD",) if key == "knowledge-distillation" else (),
        )
        for key, (type_, name, aliases, curated) in _ENTITIES.items()
    ]


def _people(iris: Iris) -> list[Person | Venue | Reference]:
    elsewhere = "doi:10.9999/elsewhere"
    return [
        Person(iris.person(fold("First Author")), "First Author"),
        Person(iris.person(CARBERRY), "Second Author", CARBERRY),
        Person(iris.person(fold("Third Author")), "Third Author"),
        Venue(iris.venue("workshop-on-small-model"), "Workshop on Small Models"),
        Reference(iris.reference(elsewhere), elsewhere),
    ]


def _links(iris: Iris) -> list[Link]:
    venue = iris.venue("workshop-on-small-model")
    first, second, third = (iris.person(key) for key in (fold("First Author"), CARBERRY, fold("Third Author")))
    authors = {"p1": (first, second), "p2": (first,), "p3": (second, third)}
    return [
        *(Link(iris.paper(paper), "author", person) for paper, people in authors.items() for person in people),
        *(Link(iris.paper(paper), "venue", venue) for paper in ("p1", "p2")),
        Link(iris.paper("p1"), "cites", iris.paper("p2")),
        Link(iris.paper("p1"), "cites", iris.reference("doi:10.9999/elsewhere")),
        *(Link(iris.entity(narrow), "broader", iris.entity(broad)) for narrow, broad in _BROADER),
    ]


def _inferred(iris: Iris) -> Link:
    """What the `isA` of the first paper lets infer."""
    ends = iris.entity("self-teaching"), iris.entity("knowledge-distillation")
    return Link(ends[0], "inferredBroader", ends[1], InferenceRule.FROM_IS_A)


def _find(text: str, key: str, start: int = 0) -> Span:
    """The first place, in whatever case, where an entity's name stands."""
    name = _ENTITIES[key][1].casefold()
    place = text.casefold().index(name, start)
    return Span(place, place + len(name))


def _sentence(paper: Paper, start: int) -> Span:
    return next(span for span in sentence_spans(paper.text) if span.start <= start < span.end)


def _role(iris: Iris, paper_id: str, role: str, key: str) -> Assertion:
    paper = _paper(paper_id)
    ends = (None, _find(paper.text, key))
    return _assertion(iris, paper, (iris.paper(paper_id), role, iris.entity(key)), ends, Polarity.AFFIRMED, 0.9)


def _relation(
    iris: Iris, paper_id: str, opening: str, head: str, relation: str, tail: str, polarity: Polarity, confidence: float
) -> Assertion:
    paper = _paper(paper_id)
    start = paper.text.index(opening, len(paper.title))
    ends = (_find(paper.text, head, start), _find(paper.text, tail, start))
    fact = (iris.entity(head), relation, iris.entity(tail))
    held = (tuple(map(iris.entity, keys)) for keys in _CONDITIONS.get((paper_id, head, relation, tail), ((), ())))
    return _assertion(iris, paper, fact, ends, polarity, confidence, *held)


def _assertion(
    iris: Iris,
    paper: Paper,
    fact: tuple[str, str, str],
    ends: tuple[Span | None, Span],
    polarity: Polarity,
    confidence: float,
    datasets: tuple[str, ...] = (),
    metrics: tuple[str, ...] = (),
) -> Assertion:
    claim, iri = iris.claim(*fact), iris.paper(paper.id)
    place = _sentence(paper, ends[1].start)
    evidence = Evidence(
        id=iris.evidence(claim, iri, place.start, place.end, str(ends), polarity.value),
        claim=claim,
        paper=iri,
        start=place.start,
        end=place.end,
        head=ends[0],
        tail=ends[1],
        sentence=paper.text[place.start : place.end],
        confidence=confidence,
        producer="rule:patterns" if ends[0] else "vocabulary",
        polarity=polarity,
        datasets=datasets,
        metrics=metrics,
    )
    return Assertion(*fact, evidence)


def _result(
    iris: Iris, paper_id: str, opening: str, value: str, number: float, unit: str, *ends: str
) -> tuple[Result, Evidence]:
    metric, dataset, subject = ends
    paper = _paper(paper_id)
    place = _sentence(paper, paper.text.index(opening))
    iri = iris.result(paper_id, value, metric, dataset, subject)
    text = f"{value} {metric}"
    result = Result(iri, iris.paper(paper_id), value, number, unit, text, 0.8, *map(iris.entity, ends))
    evidence = Evidence(
        id=iris.evidence(iri, result.paper, place.start, place.end),
        claim=iri,
        paper=result.paper,
        start=place.start,
        end=place.end,
        head=None,
        tail=None,
        sentence=paper.text[place.start : place.end],
        confidence=0.8,
        producer="rule:results",
        polarity=Polarity.AFFIRMED,
    )
    return result, evidence
