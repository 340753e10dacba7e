"""What a comparison or a change holds on and in, read from its clause."""

from __future__ import annotations

import pytest
from annotated import annotated
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.conditions import Conditions, find_conditions
from kg.extract.relation_features import Scene
from kg.extract.view import view_of
from kg.schema import RelationType

OUTPERFORMS, IMPROVES, REDUCES = RelationType.OUTPERFORMS, RelationType.IMPROVES, RelationType.REDUCES
KINDS = {
    **dict.fromkeys(("Foo", "Goo", "Baz"), "Method"),
    **dict.fromkeys(("GLUE", "SQuAD", "COCO"), "Dataset"),
    **dict.fromkeys(("F1", "BLEU", "accuracy", "latency", "memory", "AP"), "Metric"),
}


def conditions_of(text, kind, head, tail):
    """The conditions of a relation between the first mentions of two names."""
    named = {name: type_ for name, type_ in KINDS.items() if name in text}
    scene = Scene(view_of(annotated(text, named)))
    ends = [next(p for p in scene.view.places if scene.view.entities[p.entity].id == name) for name in (head, tail)]
    return find_conditions(scene, kind, *ends)


@pytest.mark.parametrize(
    ("text", "datasets", "metrics"),
    [
        ("Foo outperforms Baz on GLUE and SQuAD in terms of F1.", ("GLUE", "SQuAD"), ("F1",)),
        ("Foo surpasses Baz across GLUE, SQuAD, and COCO.", ("GLUE", "SQuAD", "COCO"), ()),
        ("Foo beats Baz in all eleven tasks of the GLUE benchmark.", ("GLUE",), ()),
        ("Foo is better than Baz with respect to F1 and BLEU.", (), ("F1", "BLEU")),
        ("Foo outperforms Baz by 2.5 BLEU.", (), ("BLEU",)),
        ("Foo outperforms Baz by 4.8% (AP on COCO).", ("COCO",), ("AP",)),
        ("Foo outperforms Baz with an accuracy of 83.1% on GLUE.", ("GLUE",), ("accuracy",)),
        ("Foo outperforms Baz on GLUE accuracy.", ("GLUE",), ("accuracy",)),
        ("On the GLUE test set, Foo surpasses Baz.", ("GLUE",), ()),
        ("Experiments on GLUE and SQuAD show that Foo outperforms Baz.", ("GLUE", "SQuAD"), ()),
        ("Foo is evaluated using GLUE, where it outperforms Baz.", ("GLUE",), ()),
        ("Foo achieves 34.3 AP on COCO, clearly outperforming Baz.", ("COCO",), ("AP",)),
        ("Foo reaches 83% accuracy on GLUE, which surpasses Baz.", ("GLUE",), ("accuracy",)),
    ],
)
def test_a_comparison_holds_on_and_in_what_its_clause_names(text, datasets, metrics):
    assert conditions_of(text, OUTPERFORMS, "Foo", "Baz") == Conditions(datasets, metrics)


@pytest.mark.parametrize(
    "text",
    [
        "Foo outperforms Baz trained on GLUE.",
        "Foo outperforms Baz, while Goo reaches 83% accuracy on GLUE.",
        "Foo outperforms Baz and achieves a new state of the art on GLUE.",
        "Foo outperforms Baz and reduces latency on COCO.",
        "Experiments show that Foo on GLUE outperforms Baz.",
        "GLUE is hard, yet Foo outperforms Baz.",
        "Foo outperforms Baz for high accuracy settings.",
        "Foo outperforms Baz. We also report F1 on GLUE.",
        "Foo and Baz are tested on GLUE.",
    ],
)
def test_nothing_is_taken_from_another_clause_or_another_word(text):
    assert conditions_of(text, OUTPERFORMS, "Foo", "Baz") == Conditions()


def test_experiments_give_way_to_what_the_verb_itself_names():
    text = "Experiments on COCO show that Foo outperforms Baz on GLUE."
    assert conditions_of(text, OUTPERFORMS, "Foo", "Baz").datasets == ("GLUE",)


def test_what_a_change_improves_or_reduces_is_not_repeated():
    assert conditions_of("Foo improves accuracy by 2% on GLUE.", IMPROVES, "Foo", "accuracy") == Conditions(("GLUE",))
    assert conditions_of("Foo reduces latency on COCO.", REDUCES, "Foo", "latency") == Conditions(("COCO",))


@pytest.mark.parametrize(("tail", "datasets"), [("latency", ("GLUE",)), ("memory", ("COCO",))])
def test_objects_with_phrases_of_their_own_keep_them(tail, datasets):
    text = "Foo reduces latency on GLUE by 3x and memory on COCO."
    assert conditions_of(text, REDUCES, "Foo", tail).datasets == datasets


@pytest.mark.parametrize(
    ("tail", "kind", "datasets"), [("accuracy", IMPROVES, ("GLUE",)), ("latency", REDUCES, ("COCO",))]
)
def test_each_verb_has_its_own_data_sets(tail, kind, datasets):
    assert (
        conditions_of("Foo improves accuracy on GLUE and reduces latency on COCO.", kind, "Foo", tail).datasets
        == datasets
    )


def test_of_two_sentences_the_one_that_states_the_relation_is_read():
    assert conditions_of("Baz is strong. Foo outperforms it on GLUE.", OUTPERFORMS, "Foo", "Baz").datasets == ("GLUE",)
    text = "It outperforms Baz by far. Foo is also better on GLUE."
    assert conditions_of(text, OUTPERFORMS, "Foo", "Baz") == Conditions()


def test_only_comparisons_and_changes_have_conditions():
    text = "Foo outperforms Baz on GLUE."
    assert [kind for kind in RelationType if conditions_of(text, kind, "Foo", "Baz").datasets] == [
        OUTPERFORMS,
        IMPROVES,
    ]


words = st.sampled_from(
    [*KINDS, "outperforms", "improves", "on", "in", "terms", "of", "and", ",", "by", "0.5", "while", "."]
)


@settings(max_examples=50, deadline=None)
@given(st.lists(words, max_size=14), st.sampled_from((OUTPERFORMS, IMPROVES, REDUCES)))
def test_conditions_are_other_entities_of_the_right_type_in_the_order_of_the_text(found, kind):
    text = " ".join(["Foo", *found, "Baz"])
    held = conditions_of(text, kind, "Foo", "Baz")
    for names, type_ in ((held.datasets, "Dataset"), (held.metrics, "Metric")):
        assert {KINDS[name] for name in names} <= {type_}
        assert sorted(set(names), key=names.index) == list(names)
        assert set(names) <= set(found)
    assert held == conditions_of(text, kind, "Foo", "Baz")
