"""The shipped model: whole, small, described by its card, and loaded once."""

import json

import numpy as np

from kg.extract.trained import CARD, FILES, SHIPPED, check_model, load_model, model_digest


def test_the_shipped_model_is_what_its_card_says():
    check_model(SHIPPED)
    assert {path.name for path in SHIPPED.iterdir()} == {*FILES, CARD}
    assert load_model().digest == model_digest(SHIPPED)


def test_the_shipped_model_is_loaded_once():
    assert load_model(SHIPPED) is load_model(SHIPPED)


def test_the_shipped_model_is_small():
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= 40_000_000


def test_the_heads_are_plain_numbers():
    with np.load(SHIPPED / "heads.npz", allow_pickle=False) as heads:
        assert {heads[name].dtype for name in heads.files} == {np.dtype(np.float16)}


def test_the_card_names_data_seed_versions_and_figures():
    card = json.loads((SHIPPED / CARD).read_text(encoding="utf-8"))
    assert card["data"]["papers"] > 400 and all(len(digest) == 64 for digest in card["data"]["files"].values())
    assert card["network"]["seed"] == 1
    assert {"torch", "onnx", "onnxruntime", "scikit-learn", "spacy", "numpy"} == set(card["versions"])
    assert "Apache-2.0" in card["pretrained"]
    assert card["figures"]["f1"]["entities"] > 0.8
