"""The data set says what the graph says: nothing twice, nothing blank, everything with its evidence."""

from __future__ import annotations

from collections import Counter

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store
from rdflib import DCTERMS, PROV, RDF, SKOS, VOID, URIRef
from rdflib.collection import Collection
from tiny_graph import make_tiny_graph

from kg.iris import Iris
from kg.rdf.dataset import iter_quads, oxigraph_dataset, sorted_quads, surer_quads, to_dataset
from kg.rdf.description import Build, current_build
from kg.rdf.namespace import BIBO, KG, OA, SCHEMA
from kg.schema import Role
from kg.settings import Settings, TextPolicy

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

SETTINGS, BUILD = Settings(), Build("0.0.0")
IRIS = Iris(SETTINGS.base)


@pytest.fixture(scope="module")
def quads(tiny_graph):
    return list(iter_quads(tiny_graph, SETTINGS, BUILD))


@pytest.fixture(scope="module", params=["Oxigraph", "default"])
def dataset(request, tiny_graph):
    return to_dataset(tiny_graph, SETTINGS, BUILD, engine=request.param)


def _store(quads):
    store = Store()
    store.extend(quads)
    return store


def _entity(key):
    return URIRef(IRIS.entity(key))


def test_no_quad_comes_twice(quads):
    assert [quad for quad, count in Counter(quads).items() if count > 1] == []


def test_there_are_no_blank_nodes(quads):
    assert not any(
        isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object, quad.graph_name)
    )


def test_language_tags_are_lower_case(quads):
    tags = {quad.object.language for quad in quads if isinstance(quad.object, Literal)}
    assert tags == {None, "en"}


def test_oxigraph_changes_no_literal(quads):
    assert set(_store(quads)) == set(quads)


def test_both_engines_hold_the_same(tiny_graph):
    oxigraph, default = (to_dataset(tiny_graph, SETTINGS, BUILD, engine=name) for name in ("Oxigraph", "default"))
    assert {tuple(map(str, triple)) for triple in oxigraph} == {tuple(map(str, triple)) for triple in default}


def test_every_entity_has_one_preferred_label_that_is_no_alias(dataset):
    for entity in dataset.subjects(RDF.type, SKOS.Concept):
        (label,) = dataset.objects(entity, SKOS.prefLabel)
        assert label not in set(dataset.objects(entity, SKOS.altLabel))


def test_labels_are_shown_without_latex():
    result = next(q for q in iter_quads(make_tiny_graph(), SETTINGS, BUILD) if "76.1%" in str(q.object))
    assert result.object.value == "76.1% accuracy"


def test_every_role_comes_with_mentions(dataset):
    for role in Role:
        for paper, entity in dataset.subject_objects(KG[role.value]):
            assert (paper, KG.mentions, entity) in dataset


def test_what_is_only_denied_or_hoped_for_is_a_claim_but_no_fact(dataset):
    assert (_entity("bignet"), KG.outperforms, _entity("tinynet")) not in dataset
    claim = URIRef(IRIS.claim(IRIS.entity("bignet"), "outperforms", IRIS.entity("tinynet")))
    assert dataset.value(claim, KG.support).toPython() == 0


def test_support_counts_papers_and_confidence_is_the_best(dataset):
    claim = URIRef(IRIS.claim(IRIS.entity("tinynet"), "outperforms", IRIS.entity("bignet")))
    assert dataset.value(claim, KG.support).toPython() == 2
    assert str(dataset.value(claim, KG.confidence)) == "0.912"
    assert len(set(dataset.objects(claim, PROV.wasDerivedFrom))) == 2


def test_broader_is_stated_both_ways_and_at_any_distance(dataset):
    distillation, compression, top = map(_entity, ("knowledge-distillation", "model-compression", "efficiency"))
    assert (distillation, SKOS.broader, compression) in dataset
    assert (compression, SKOS.narrower, distillation) in dataset
    assert set(dataset.objects(distillation, SKOS.broaderTransitive)) == {compression, top}
    assert (top, SKOS.topConceptOf, URIRef(IRIS.scheme("vocabulary"))) in dataset


def test_found_entities_stand_in_their_own_scheme(dataset):
    assert (_entity("tinynet"), SKOS.inScheme, URIRef(IRIS.scheme("found"))) in dataset


def test_concepts_of_others_are_exact_matches(dataset):
    assert URIRef("https://elsewhere.example/KD") in set(
        dataset.objects(_entity("knowledge-distillation"), SKOS.exactMatch)
    )


def test_authors_stand_in_order(dataset):
    start = dataset.value(URIRef(IRIS.paper("p1")), BIBO.authorList)
    names = [str(dataset.value(person, SCHEMA.name)) for person in Collection(dataset.default_graph, start)]
    assert names == ["Second Author", "First Author"]


def test_the_default_graph_is_not_the_union(dataset):
    assert not list(dataset.subjects(RDF.type, OA.TextQuoteSelector))


def test_counts_of_the_description_are_true(quads):
    about = NamedNode(IRIS.about("dataset"))
    default = [quad for quad in quads if isinstance(quad.graph_name, DefaultGraph)]
    (triples,) = [q.object.value for q in default if q.subject == about and q.predicate.value == str(VOID.triples)]
    assert int(triples) == len(default)
    evidence = NamedNode(IRIS.about("dataset", "evidence"))
    (named,) = [q.object.value for q in default if q.subject == evidence and q.predicate.value == str(VOID.triples)]
    assert int(named) == len(quads) - len(default)


def test_quotations_equal_their_slice_of_the_published_text(tiny_graph):
    store = _store(iter_quads(tiny_graph, SETTINGS, BUILD))
    rows = list(
        store.query(
            f"SELECT ?text ?start ?end ?exact WHERE {{ GRAPH ?g {{ ?e <{OA.hasSource}>/<{RDF.value}> ?text ;"
            f" <{OA.hasSelector}> ?p , ?q . ?p <{OA.start}> ?start ; <{OA.end}> ?end . ?q <{OA.exact}> ?exact }} }}"
        )
    )
    assert len(rows) > 30
    assert all(r["text"].value[int(r["start"].value) : int(r["end"].value)] == r["exact"].value for r in rows)


@pytest.mark.parametrize(
    ("policy", "published"),
    [
        (TextPolicy.FULL, {"value": True, "exact": True, "prefix": True, "label": True}),
        (TextPolicy.SENTENCE, {"value": False, "exact": True, "prefix": False, "label": True}),
        (TextPolicy.NONE, {"value": False, "exact": False, "prefix": False, "label": False}),
    ],
)
def test_the_text_policy_decides_how_much_text_leaves(tiny_graph, policy, published):
    quads = list(iter_quads(tiny_graph, Settings(text=policy), BUILD))
    terms = {"value": str(RDF.value), "exact": str(OA.exact), "prefix": str(OA.prefix)}
    found = {name: any(quad.predicate.value == term for quad in quads) for name, term in terms.items()}
    found["label"] = any("76.1% accuracy" in str(quad.object) for quad in quads)
    assert found == published
    if policy is TextPolicy.NONE:
        assert not any("student trained by" in str(quad.object) for quad in quads)


def test_no_clock_time_unless_it_is_given(tiny_graph, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert not any("endedAtTime" in str(q.predicate) for q in iter_quads(tiny_graph, SETTINGS, current_build()))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    times = [q.object.value for q in iter_quads(tiny_graph, SETTINGS, current_build()) if "endedAt" in str(q.predicate)]
    assert times == ["1970-01-01T00:00:00Z"]


def test_another_base_changes_only_the_base():
    def lines(base):
        quads = sorted_quads(make_tiny_graph(base), Settings(base=base), BUILD)
        return Counter(quad.predicate.value for quad in quads)

    assert lines("https://kg.example/id/") == lines("https://library.example/graph/")


def test_a_paper_says_what_is_known_of_it(dataset):
    paper = URIRef(IRIS.paper("p1"))
    assert str(dataset.value(paper, DCTERMS.issued)) == "2021"
    assert set(dataset.objects(paper, SCHEMA.sameAs)) == {URIRef("https://doi.org/10.1234/tiny.1")}


def test_what_is_not_sure_enough_can_be_left_out(tiny_graph, quads):
    least = 0.85
    kept = oxigraph_dataset(surer_quads(_store(quads), least))
    sure = {(s.subject, s.predicate, s.object) for s in tiny_graph.statements() if s.confidence >= least}
    unsure = [s for s in tiny_graph.statements() if s.confidence < least]
    assert unsure and sure
    assert {float(value) for value in kept.default_graph.objects(None, KG.confidence)} <= {
        c / 1000 for c in range(850, 1001)
    }
    for statement in tiny_graph.statements():
        triple = (URIRef(statement.subject), KG[statement.predicate], URIRef(statement.object))
        stays = (statement.subject, statement.predicate, statement.object) in sure
        if statement.predicate != "mentions":
            assert (triple in kept.default_graph) == stays
    for paper, _, entity in kept.default_graph.triples((None, KG.mentions, None)):
        assert any((str(paper), role.value, str(entity)) in sure for role in Role)


@pytest.mark.parametrize(("least", "stays"), [(0.8, True), (0.9, False)])
def test_what_is_inferred_goes_with_the_claim_that_it_was_inferred_from(quads, least, stays):
    kept = oxigraph_dataset(surer_quads(_store(quads), least)).default_graph
    assert ((None, KG.inferredBroader, None) in kept) == stays
    assert ((None, RDF.type, KG.Inference) in kept) == stays


def test_what_is_inferred_is_no_part_of_the_vocabulary_and_says_why(dataset):
    kind, above = _entity("self-teaching"), _entity("knowledge-distillation")
    inference = URIRef(IRIS.inference(str(kind), "inferredBroader", str(above)))
    assert (kind, KG.inferredBroader, above) in dataset
    assert (kind, SKOS.broader, None) not in dataset
    assert (kind, SKOS.broaderTransitive, None) not in dataset
    assert dataset.value(inference, KG.rule) == KG.fromIsA
    assert dataset.value(inference, PROV.wasDerivedFrom) == URIRef(IRIS.claim(str(kind), "isA", str(above)))


def test_a_claim_no_longer_holds_on_what_only_an_unsure_statement_says(quads):
    claim = URIRef(IRIS.claim(IRIS.entity("tinynet"), "outperforms", IRIS.entity("bignet")))

    def held(least):
        graph = oxigraph_dataset(surer_quads(_store(quads), least)).default_graph
        return {str(end) for term in (KG.onDataset, KG.inMetric) for end in graph.objects(claim, term)}

    assert held(0.0) == {IRIS.entity(key) for key in ("imagenet", "ms-marco", "ndcg")}
    assert held(0.85) == {IRIS.entity("imagenet")}


def test_leaving_nothing_out_keeps_every_quad(quads):
    assert set(surer_quads(_store(quads), 0.0)) == set(quads)
