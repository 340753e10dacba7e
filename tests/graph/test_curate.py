"""A person renames, retypes, rejects and adds; a line that matches nothing is a warning."""

import pytest
from builders import DATASET, IRIS, METHOD, METRIC, annotate, assemble, line, thing

from kg.graph.stats import graph_statistics, unusual_ends
from kg.schema import Polarity

PAPERS = [
    annotate(
        "p1",
        "TinyNet outperforms BERT. TinyNet has 76% accuracy on ImageNet.",
        "TinyNet",
        "BERT",
        thing("accuracy", type=METRIC),
        thing("ImageNet", type=DATASET),
        says=[
            ("TinyNet", "outperforms", "BERT", Polarity.AFFIRMED, 0.8, ("ImageNet",), ("accuracy",)),
            ("TinyNet", "evaluatedOn", "ImageNet"),
        ],
        reports=[("76%", "accuracy", "ImageNet", "TinyNet")],
    ),
    annotate(
        "p2",
        "TinyNet outperforms BERT too. BERT is compared with TinyNet.",
        "TinyNet",
        "BERT",
        says=[("TinyNet", "outperforms", "BERT"), ("BERT", "comparedWith", "TinyNet")],
    ),
]
TINY, BERT, IMAGENET, ACCURACY = (IRIS.entity(key) for key in ("tinynet", "bert", "imagenet", "accuracy"))


@pytest.fixture
def curated(small_vocabulary):
    return lambda *lines: assemble(PAPERS, small_vocabulary, lines)


def _facts(assembly):
    return {(s.subject, s.predicate, s.object): s.support for s in assembly.graph.statements()}


def test_a_rename_changes_the_label_and_not_the_iri(curated):
    for name in ("TinyNet", "tinynets", TINY):
        entity = curated(line("rename", name, object="Tiny Network")).graph.node(TINY)
        assert (entity.name, entity.aliases) == ("Tiny Network", ("TinyNet",))


def test_a_retype_overrules_votes_and_vocabulary(curated):
    assert curated(line("retype", "ImageNet", object="Method")).graph.node(IMAGENET).type is METHOD


def test_a_rejected_entity_takes_all_that_is_said_of_it_along(curated):
    assembly = curated(line("reject", "ImageNet"))
    assert IMAGENET not in assembly.graph.network
    assert all(IMAGENET not in (subject, obj) for subject, _, obj in _facts(assembly))


def test_a_claim_no_longer_holds_on_what_was_rejected(curated):
    def held(*lines):
        graph = curated(*lines).graph
        (claim,) = (s for s in graph.statements() if s.predicate == "outperforms")
        places = list(graph.evidence(claim.claim))
        assert {iri for place in places for iri in place.datasets} == set(claim.datasets)
        return claim.datasets, claim.metrics

    assert held() == ((IMAGENET,), (ACCURACY,))
    assert held(line("reject", "ImageNet")) == ((), (ACCURACY,))
    assert held(line("reject", "TinyNet", predicate="outperforms", object="BERT", paper="p1")) == ((), ())


def test_a_result_loses_an_end_that_was_rejected(curated):
    graph = curated(line("reject", "ImageNet")).graph
    (result,) = [graph.node(link.object) for link in graph.links() if link.predicate == "reports"]
    assert (result.dataset, result.subject) == (None, TINY)


def test_one_claim_can_be_rejected(curated):
    facts = _facts(curated(line("reject", "TinyNet", predicate="outperforms", object="BERT")))
    assert (TINY, "outperforms", BERT) not in facts
    assert (TINY, "evaluatedOn", IMAGENET) in facts


def test_a_claim_of_one_paper_can_be_rejected(curated):
    facts = _facts(curated(line("reject", "TinyNet", predicate="outperforms", object="BERT", paper="p2")))
    assert facts[TINY, "outperforms", BERT] == 1


def test_a_quote_narrows_a_rejection_to_its_sentence(curated):
    facts = _facts(curated(line("reject", "TinyNet", predicate="outperforms", quote="BERT too")))
    assert facts[TINY, "outperforms", BERT] == 1


def test_all_that_one_paper_says_of_an_entity_can_be_rejected(curated):
    facts = _facts(curated(line("reject", "BERT", paper="p2")))
    assert facts[TINY, "outperforms", BERT] == 1
    assert (IRIS.paper("p2"), "mentions", BERT) not in facts
    assert (IRIS.paper("p1"), "mentions", BERT) in facts


@pytest.mark.parametrize("ends", [("BERT", "TinyNet"), ("TinyNet", "BERT")])
def test_a_symmetric_claim_is_rejected_whoever_stands_first(curated, ends):
    facts = _facts(curated(line("reject", ends[0], predicate="comparedWith", object=ends[1])))
    assert not any(predicate == "comparedWith" for _, predicate, _ in facts)


def test_the_direction_of_other_claims_matters(curated):
    assert curated(line("reject", "BERT", predicate="outperforms", object="TinyNet")).warnings


def test_a_relation_can_be_added_with_its_sentence_as_evidence(curated):
    quote = "TinyNet has 76%"
    added = line("add", "TinyNet", predicate="basedOn", object="BERT", paper="p1", quote=quote, who="reader")
    graph = curated(added).graph
    (evidence,) = graph.evidence(IRIS.claim(TINY, "basedOn", BERT))
    assert evidence.sentence == "TinyNet has 76% accuracy on ImageNet."
    assert (evidence.producer, evidence.confidence) == ("person:reader", 1.0)


def test_a_role_can_be_added(curated):
    added = line("add", "p2", predicate="uses", object="BERT", paper="p2", quote="BERT too")
    assert _facts(curated(added))[IRIS.paper("p2"), "uses", BERT] == 1


@pytest.mark.parametrize("ends", [("BERT", "ImageNet"), ("ImageNet", "BERT")])
def test_an_added_symmetric_relation_is_one_claim(curated, ends):
    added = line("add", ends[0], predicate="comparedWith", object=ends[1], paper="p1", quote="TinyNet")
    assert (BERT, "comparedWith", IMAGENET) in _facts(curated(added))


NOTHING = [
    line("rename", "NoNet", object="x"),
    line("retype", "NoNet", object="Method"),
    line("reject", "NoNet"),
    line("reject", "TinyNet", predicate="outperforms", object="NoNet"),
    line("reject", "TinyNet", predicate="outperforms", object="BERT", paper="p9"),
    line("reject", "TinyNet", predicate="outperforms", quote="no such words"),
    line("add", "TinyNet", predicate="basedOn", object="NoNet", paper="p1", quote="TinyNet"),
    line("add", "TinyNet", predicate="basedOn", object="BERT", paper="p9", quote="TinyNet"),
    line("add", "TinyNet", predicate="basedOn", object="BERT", paper="p1", quote="no such words"),
    line("add", "TinyNet", predicate="basedOn", object="TinyNet", paper="p1", quote="TinyNet"),
    line("add", "TinyNet", predicate="uses", object="BERT", paper="p1", quote="TinyNet"),
]


@pytest.mark.parametrize("decision", NOTHING, ids=lambda item: f"{item.action} {item.predicate} {item.object}")
def test_a_line_that_matches_nothing_changes_nothing_and_is_a_warning(curated, decision):
    assembly = curated(decision)
    assert assembly.warnings == (f"curation line 2: {decision.action} {decision.subject!r} matches nothing any more",)
    assert _facts(assembly) == _facts(curated())


def test_lines_are_applied_in_order(curated):
    assembly = curated(line("rename", "TinyNet", object="Tiny Network"), line("reject", "Tiny Network"))
    assert TINY not in assembly.graph.network


def test_unusual_types_are_listed_and_stay(curated):
    graph = curated(line("retype", "BERT", object="Metric")).graph
    assert unusual_ends(graph) == (
        "BERT (Metric) comparedWith TinyNet (Method)",
        "TinyNet (Method) outperforms BERT (Metric)",
    )
    assert graph_statistics(graph).edges["outperforms"] == 1
