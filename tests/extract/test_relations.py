"""Candidate pairs, contexts, references, and what the shipped relation models make of plain sentences."""

from annotated import annotated, read

from kg.extract.coreference import references
from kg.extract.relation_features import Scene, candidate_pairs, contexts, pair_features
from kg.extract.relations import find_relations
from kg.extract.view import view_of
from kg.schema import Polarity, RelationType

TEXT = "We propose Foo, a network for parsing. Foo is trained on Bar. Our method outperforms Baz in accuracy."
ENTITIES = {"Foo": "Method", "parsing": "Task", "Bar": "Dataset", "Baz": "Method", "accuracy": "Metric"}
ROLES = {"Foo": "introduces", "parsing": "addresses", "Bar": "trainsOn", "Baz": "comparesWith", "accuracy": "measures"}


def scene_of(text=TEXT, entities=ENTITIES, roles=ROLES, title=""):
    return Scene(view_of(annotated(text, entities, title, roles)))


def relations_of(model, threshold, text=TEXT, entities=ENTITIES, roles=ROLES):
    doc = read(annotated(text, entities, "", roles))
    return find_relations(doc, Scene(view_of(doc)), model, threshold)


def test_every_pair_is_a_candidate_once():
    pairs = list(candidate_pairs(scene_of().view))
    assert len(pairs) == len({frozenset(pair) for pair in pairs}) == 10


def test_our_method_refers_to_what_is_introduced():
    scene = scene_of()
    named = {(scene.view.text[p.start : p.end], scene.view.entities[p.entity].name) for p in references(scene.view)}
    assert ("Our method", "Foo") in named
    assert ("We", "Foo") in named


def test_nothing_refers_where_nothing_is_introduced():
    assert references(scene_of(roles={}).view) == ()


def test_a_reference_brings_two_entities_together():
    scene = scene_of()
    index = {entity.name: i for i, entity in enumerate(scene.view.entities)}
    nearest = contexts(scene, index["Foo"], index["Baz"])[0]
    assert nearest.apart == 0
    assert scene.view.text[nearest.first.start : nearest.first.end] == "Our method"


def test_entities_that_never_stand_together_have_no_context():
    text = "Foo is old. Nobody uses it. Many years went by. Bar is new."
    scene = scene_of(text, {"Foo": "Method", "Bar": "Method"}, {})
    assert contexts(scene, 0, 1) == ()


def test_plain_sentences_give_their_relations(model):
    found = {(r.head, r.type.value, r.tail) for r in relations_of(model, 0.2)}
    assert ("Foo", "usedFor", "parsing") in found
    assert ("Foo", "trainedOn", "Bar") in found
    assert ("Foo", "outperforms", "Baz") in found


def test_evidence_is_one_or_two_sentences_that_hold_both_ends(model):
    scene = scene_of()
    starts = {span.start for span in scene.view.sentences}
    ends = {span.end for span in scene.view.sentences}
    for relation in relations_of(model, 0.0):
        for evidence in relation.evidence:
            assert evidence.start in starts
            assert evidence.end in ends
            assert sum(evidence.start <= span.start < evidence.end for span in scene.view.sentences) <= 2
            for end in (evidence.head, evidence.tail):
                assert evidence.start <= end.start < end.end <= evidence.end


def test_a_denied_relation_is_negated(model):
    text = "We propose Foo for parsing. Foo does not outperform Baz."
    found = relations_of(model, 0.0, text, {"Foo": "Method", "parsing": "Task", "Baz": "Method"})
    (relation,) = [r for r in found if {r.head, r.tail} == {"Foo", "Baz"}]
    assert relation.polarity == Polarity.NEGATED


def test_confidence_is_rounded_and_reaches_the_threshold(model):
    for relation in relations_of(model, 0.15):
        assert 0.15 <= relation.confidence <= 1
        assert relation.confidence == round(relation.confidence, 3)


def test_the_models_know_every_relation_type(model):
    assert {label[:-1] for label in model.tables["relations"].labels} == {kind.value for kind in RelationType}


def test_features_are_the_same_every_time():
    scenes = scene_of(), scene_of()
    one, other = (pair_features(scene, 0, 1, contexts(scene, 0, 1)) for scene in scenes)
    assert one == other


def test_a_text_without_entities_has_no_relations(model):
    assert relations_of(model, 0.0, "Nothing.", {}, {}) == ()
    assert relations_of(model, 0.0, "", {}, {}) == ()
