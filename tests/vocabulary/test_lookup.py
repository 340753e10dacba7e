"""Concepts are found by any label; homographs are told apart by the words around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.vocabulary.lookup import cue_form


def ids(found):
    return [concept.id for concept in found]


@pytest.mark.parametrize("surface", ["autoencoder", "Autoencoders", "auto-encoders", "AUTOENCODER", "auto associator"])
def test_spelling_variants_of_a_label_find_its_concept(small, surface):
    assert ids(small.lookup(surface)) == ["autoencoder"]


def test_a_name_is_found_whatever_separates_its_parts(small):
    assert ids(small.lookup("Code-BERT")) == ids(small.lookup("Code BERT")) == ["codebert"]


def test_a_name_is_not_found_in_an_ordinary_word(small):
    assert small.lookup("sick") == ()
    assert ids(small.lookup("SICK")) == ["sick"]


def test_the_adjective_of_a_field_is_not_the_field(shipped):
    assert ids(shipped.lookup("Semantics")) == ["semantic"]
    assert shipped.lookup("semantic") == ()


def test_a_hidden_label_lifts_the_rule_of_capitals(small):
    assert ids(small.lookup("transformers")) == ["transformer"]
    assert "transformer" not in small.concepts["transformer"].labels


def test_the_exact_spelling_of_one_label_wins_over_a_folded_one(small):
    assert ids(small.lookup("HANS")) == ["hans"]
    assert ids(small.lookup("HANs")) == ["hierarchical-attention-network"]


def test_the_plural_of_a_short_acronym_is_found(small):
    assert ids(small.lookup("MAEs")) == ["masked-autoencoder", "mean-absolute-error"]


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("We pre-train a MAE on ImageNet.", "masked-autoencoder"),
        ("Errors fell for MAE and RMSE.", "mean-absolute-error"),
        ("The masked autoencoder (MAE) lowers the RMSE of a regression.", "masked-autoencoder"),
        ("MAE is low.", "mean-absolute-error"),
    ],
)
def test_long_form_then_cues_then_the_usual_sense_resolve_a_homograph(small, text, sense):
    assert small.resolve("MAE", text).id == sense


def test_cues_that_say_different_things_resolve_nothing(small):
    assert small.resolve("MAE", "On ImageNet as a regression.") is None


def test_a_name_with_one_meaning_needs_no_cue(small):
    assert small.resolve("autoencoders", "").id == "autoencoder"
    assert small.resolve("no such thing", "") is None


def test_ancestors_and_narrower_follow_broader_both_ways(small):
    assert small.ancestors("masked-autoencoder") == ("autoencoder",)
    assert small.ancestors("autoencoder") == ()
    assert small.narrower("autoencoder") == ("masked-autoencoder",)


def test_every_label_is_listed_and_found(small):
    listed = list(small.labels())
    assert ("transformer", small.concepts["transformer"]) in listed
    assert all(concept in small.lookup(label) for label, concept in listed)


def test_max_words_counts_words_and_marks(small):
    assert small.max_words == 3


@given(st.text(max_size=60))
def test_any_text_can_be_looked_up_and_searched_for_cues(text):
    form = cue_form(text)
    assert form.startswith(" ")
    assert form.endswith(" ")


@given(surface=st.text(max_size=30))
def test_looking_up_never_fails_and_is_sorted(small, surface):
    found = ids(small.lookup(surface))
    assert found == sorted(set(found))
