"""Roles of a paper's entities, and the mention that shows each."""

import pytest
from annotated import annotated, read

from kg.extract.role_features import role_features
from kg.extract.roles import assign_roles
from kg.extract.view import view_of
from kg.schema import Role

TITLE = "Foo: Fast Parsing with Transformers"
TEXT = (
    "Parsing is hard. In this paper, we propose Foo, a new parser that uses attention. "
    "We train Foo on Bar. Experiments on Baz show that Foo outperforms Qux in terms of accuracy."
)
ENTITIES = {
    "Foo": "Method",
    "attention": "Method",
    "Bar": "Dataset",
    "Baz": "Dataset",
    "Qux": "Method",
    "accuracy": "Metric",
    "Parsing": "Task",
}


def entities_with_roles(model, threshold, text=TEXT, entities=ENTITIES, title=TITLE):
    doc = read(annotated(text, entities, title))
    return assign_roles(view_of(doc), doc._.entity_vectors, model, threshold)


@pytest.fixture(scope="module")
def entities(model):
    return {entity.name: entity for entity in entities_with_roles(model, 0.25)}


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("Foo", "introduces"),
        ("attention", "uses"),
        ("Baz", "evaluatesOn"),
        ("Qux", "comparesWith"),
        ("accuracy", "measures"),
        ("Parsing", "addresses"),
    ],
)
def test_plain_sentences_give_their_roles(entities, name, role):
    assert entities[name].role == role


def test_several_roles_are_sorted_by_strength_and_each_has_its_mention(model):
    order = list(Role)
    for entity in entities_with_roles(model, 0.01):
        assert list(entity.roles) == sorted(set(entity.roles), key=order.index)
        assert len(entity.roles) == len(entity.role_mentions)
        assert all(0 <= i < len(entity.mentions) for i in entity.role_mentions)


def test_a_role_is_shown_by_the_sentence_that_says_it(entities):
    foo = entities["Foo"]
    shown = foo.mentions[foo.role_mentions[0]]
    before = f"{TITLE}\n\n{TEXT}"[: shown.start]
    assert before.endswith("we propose ") or before == ""


def test_further_roles_are_weaker_than_the_most_probable(model):
    alone = entities_with_roles(model, 1.1)
    several = entities_with_roles(model, 0.05)
    assert [e.role for e in alone] == [e.role for e in several]


def test_features_are_the_same_every_time():
    first, second = (view_of(annotated(TEXT, ENTITIES, TITLE)) for _ in range(2))
    assert role_features(first, 0) == role_features(second, 0)


def test_a_text_without_entities_stays_empty(model):
    assert entities_with_roles(model, 0.25, "Nothing.", {}, "") == ()
