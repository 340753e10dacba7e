"""The key of one entity: the vocabulary's concept, else the long form, else the tightest name."""

import pytest
from builders import DATASET, METHOD, METRIC, annotate, defined, naming, thing

from kg.link.keys import entity_key
from kg.vocabulary import load_vocabulary


def _key(annotation, vocabulary, index=0):
    return entity_key(annotation, annotation.entities[index], vocabulary)


@pytest.mark.parametrize("name", ["PLM", "pre-trained language models", "Pretrained Language Model", "PLMs"])
def test_all_spellings_of_a_concept_get_its_id(name, small_vocabulary):
    assert _key(naming("p", name), small_vocabulary).key == "pretrained-language-model"


def test_two_models_of_one_family_keep_two_keys(small_vocabulary):
    keys = {_key(naming("p", name), small_vocabulary).key for name in ("BERT", "RoBERTa")}
    assert keys == {"bert", "roberta"}


def test_a_long_form_decides_a_homograph(small_vocabulary):
    paper = annotate("p", "A masked autoencoder (MAE) learns.", defined("masked autoencoder", "MAE"))
    assert _key(paper, small_vocabulary).key == "masked-autoencoder"


def test_a_long_form_that_nearly_is_a_label_decides_too(small_vocabulary):
    paper = annotate("p", "A masked autoencoder model (MAE) learns.", defined("masked autoencoder model", "MAE"))
    assert _key(paper, small_vocabulary).key == "masked-autoencoder"


def test_words_of_one_stem_make_a_long_form_a_label(small_vocabulary):
    paper = annotate("p", "A masking autoencoder (MAE) learns.", defined("masking autoencoder", "MAE"))
    assert _key(paper, small_vocabulary).key == "masked-autoencoder"


def test_a_long_form_that_exchanges_a_word_of_a_label_is_something_else():
    paper = annotate("p", "A kernel graph attention network (KGAT).", defined("kernel graph attention network", "KGAT"))
    assert _key(paper, load_vocabulary()).key == "kernel-graph-attention-network"


def test_a_data_set_is_not_the_task_that_its_letters_stand_for():
    paper = annotate("p", "On brain tumor segmentation (BraTS).", defined("brain tumor segmentation", "BraTS", DATASET))
    assert _key(paper, load_vocabulary()).key == "brat"


def test_a_shared_short_form_never_overrules_its_long_form(small_vocabulary):
    paper = annotate("p", "The mean absolute error (MAE).", defined("mean absolute error", "MAE"))
    assert _key(paper, small_vocabulary).key == "mean-absolute-error"


def test_a_coined_name_is_known_whatever_it_is_said_to_stand_for():
    paper = annotate(
        "p", "The adaptive gradient algorithm (AdaGrad).", defined("adaptive gradient algorithm", "AdaGrad")
    )
    assert _key(paper, load_vocabulary()).key == "adagrad"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("face detection task", "face-detection"),
        ("quantization techniques", "quantization"),
        ("CIFAR-10 dataset", "cifar-10"),
        ("quantization dataset", "quantization-dataset"),
    ],
)
def test_a_word_for_its_kind_is_left_out_of_the_name_of_a_concept(name, key):
    assert _key(naming("p", name), load_vocabulary()).key == key


def test_a_version_keeps_a_key_of_its_own():
    names = ("ResNet", "ResNet-50", "ResNet50", "MoCo", "MoCo v2", "BERT", "BERT-large")
    shipped = load_vocabulary()
    keys = [_key(naming("p", name), shipped).key for name in names]
    assert keys == ["resnet", "resnet-50", "resnet-50", "moco", "moco-v2", "bert", "bert-large"]


def test_an_unknown_long_form_is_its_own_key_even_under_a_known_short_form(small_vocabulary):
    paper = annotate("p", "The market adaptation engine (MAE) trades.", defined("market adaptation engine", "MAE"))
    found = _key(paper, small_vocabulary)
    assert (found.key, found.rule) == ("market-adaptation-engine", "long form")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("In forecasting we report MAE.", "mean-absolute-error"),
        ("MAE learns from image patches.", "masked-autoencoder"),
        ("We report MAE, the mean absolute error.", "mean-absolute-error"),
    ],
)
def test_words_of_the_paper_decide_a_homograph(text, key, small_vocabulary):
    assert _key(annotate("p", text, thing("MAE", type=METRIC)), small_vocabulary).key == key


def test_a_homograph_without_long_form_and_cue_stays_open(small_vocabulary):
    found = _key(annotate("p", "We look at MAE.", thing("MAE", type=METRIC)), small_vocabulary)
    assert found.key == "mae"
    assert found.open_homograph == ("masked-autoencoder", "mean-absolute-error")


def test_the_concept_of_the_entity_type_wins_over_one_with_more_mentions(small_vocabulary):
    paper = annotate("p", "accuracy and accuracy of BERT", thing("accuracy", "BERT", type=METHOD))
    assert _key(paper, small_vocabulary).key == "bert"


def test_the_tightest_name_is_the_key_of_what_no_vocabulary_knows(small_vocabulary):
    paper = annotate("p", "Our TinyNet model, or TinyNet, is small.", thing("TinyNet model", "TinyNet"))
    assert _key(paper, small_vocabulary).key == "tinynet"


def test_surfaces_come_most_frequent_first(small_vocabulary):
    paper = annotate("p", "Tiny-Net. TinyNet and TinyNet.", thing("Tiny-Net", "TinyNet"))
    assert _key(paper, small_vocabulary).surfaces == ("TinyNet", "Tiny-Net")


def test_an_ordinary_word_is_kept_apart_from_the_name_it_is_spelled_like():
    shipped = load_vocabulary()
    assert _key(naming("p", "SICK"), shipped).key == "sick"
    assert _key(naming("p", "sick"), shipped).key == "sick-term"
