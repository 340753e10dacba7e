"""Which labels need their capitals."""

import pytest

from kg.schema import EntityType
from kg.vocabulary.capitals import Capitals, has_capitals, needed_capitals


@pytest.mark.parametrize(
    ("label", "needed"),
    [
        ("pruning", Capitals.NONE),
        ("stochastic gradient descent", Capitals.NONE),
        ("Bidirectional Encoder Representations from Transformers", Capitals.NONE),
        ("CIFAR-10", Capitals.NONE),
        ("word2vec", Capitals.NONE),
        ("Adam", Capitals.ALL),
        ("ImageNet", Capitals.FIRST),
        ("ComplEx", Capitals.ALL),
        ("SICK", Capitals.ALL),
        ("mAP", Capitals.ALL),
        ("C4", Capitals.ALL),
    ],
)
def test_the_shape_of_a_label_says_which_capitals_it_needs(label, needed):
    assert needed_capitals(label, EntityType.METHOD) is needed


def test_a_data_set_of_few_words_needs_its_first_capital():
    assert not has_capitals("natural questions", "Natural Questions", EntityType.DATASET)
    assert has_capitals("Natural questions", "Natural Questions", EntityType.DATASET)
    assert has_capitals("natural questions", "Natural Questions", EntityType.METHOD)


@pytest.mark.parametrize(
    ("surface", "label", "fits"),
    [
        ("SICK", "SICK", True),
        ("Sick", "SICK", False),
        ("sick", "SICK", False),
        ("adam", "Adam", False),
        ("ADAM", "Adam", True),
        ("Imagenet", "ImageNet", True),
        ("imagenet", "ImageNet", False),
        ("Complex", "ComplEx", False),
        ("map", "mAP", False),
        ("CNNs", "CNN", True),
        ("Pruning", "pruning", True),
        ("cifar 10", "CIFAR-10", True),
    ],
)
def test_a_surface_must_have_the_capitals_that_the_label_needs(surface, label, fits):
    assert has_capitals(surface, label, EntityType.METHOD) is fits
