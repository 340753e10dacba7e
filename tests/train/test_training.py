"""Training from annotated papers to a model that extracts, with a network far too small to be good."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("torch")
pytest.importorskip("sklearn")

from train.made_up_papers import gold_paper

from kg.errors import ModelError
from kg.evaluate import evaluate_gold
from kg.evaluate.distances import gold_text
from kg.extract import extract_annotations
from kg.extract.background import text_digest
from kg.extract.trained import CARD, FILES, check_model
from kg.model import Paper
from kg.settings import Settings
from kg.train.fit_network import NetworkSettings, device_name
from kg.train.folds import fold_of
from kg.train.network import Sizes
from kg.train.pretrained import Pretrained, find_pretrained
from kg.train.selection import Selection
from kg.train.training import train
from kg.vocabulary.load import load_vocabulary

SIZES = Sizes(pieces=60, width=24, inner=48, layers=1, heads=2, hidden=16, pair=24)
SETTINGS = NetworkSettings(epochs=2, batch=4, encoder_rate=1e-3, sizes=SIZES)


@pytest.fixture(scope="module")
def gold(tmp_path_factory):
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    path.write_text("".join(json.dumps(gold_paper(n)) + "\n" for n in range(12)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def pretrained(tmp_path_factory):
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    pieces = ["[CLS]", "[SEP]", "[UNK]", *letters, *(f"##{letter}" for letter in "aeiounrstlmdcpgh"), ".", ",", ":"]
    path = tmp_path_factory.mktemp("pieces") / "vocab.txt"
    path.write_text("\n".join(pieces) + "\n", encoding="utf-8")
    return Pretrained(None, path, "random weights")


@pytest.fixture(scope="module")
def model(gold, pretrained, tmp_path_factory):
    out = tmp_path_factory.mktemp("model")
    log: list[str] = []
    train([gold], out, load_vocabulary(), pretrained, settings=SETTINGS, log=log.append)
    assert any("epoch 2 of 2" in line for line in log)
    assert any("trained on CPU" in line or "trained on GPU" in line for line in log)
    return out


@pytest.mark.slow
def test_a_trained_model_extracts(model):
    text = "We propose Net99X for image classification. Trained on ImageNet, Net99X reaches an accuracy of 91.5%."
    annotation = next(iter(extract_annotations([Paper("p", "", text)], load_vocabulary(), model=model)))
    assert annotation.entities
    assert annotation.text_hash and len(annotation.model_hash) == 64


@pytest.mark.slow
def test_the_card_says_what_the_model_is_made_of(model, gold):
    card = json.loads((model / CARD).read_text(encoding="utf-8"))
    assert set(card["files"]) == set(FILES)
    assert card["data"]["papers"] == 12 and card["data"]["titled"] == 6
    assert card["data"]["texts"] == sorted(text_digest(gold_text(gold_paper(number))) for number in range(12))
    assert list(card["data"]["files"]) == [gold.name]
    assert card["network"]["seed"] == 1 and "torch" in card["versions"]
    assert card["processor"] == device_name()
    assert 0 <= card["figures"]["f1"]["entities"] <= 1


@pytest.mark.slow
def test_a_model_is_not_praised_for_papers_that_it_was_trained_on(model, gold):
    warnings = evaluate_gold(gold, settings=Settings(model=model)).warnings
    assert warnings[0].startswith("12 of 12 papers were read in training")
    assert warnings[1].startswith("its card says, on the 12 papers of training, each annotated by models that had not")


@pytest.mark.slow
def test_one_fold_can_be_scored_by_a_model_of_a_few_others(gold, pretrained, tmp_path):
    selection = Selection(papers=6, held_out=0)
    evaluation = train([gold], tmp_path, load_vocabulary(), pretrained, settings=SETTINGS, selection=selection)
    scored = [gold_paper(number) for number in range(12) if fold_of(f"g{number}") == 0]
    assert [score.errors.paper for score in evaluation.scores] == [paper["id"] for paper in scored]
    card = json.loads((tmp_path / CARD).read_text(encoding="utf-8"))
    assert card["data"]["papers"] == len(card["data"]["texts"]) == 6
    assert card["figures"]["on"] == f"{len(scored)} other papers (fold 0)"
    assert not {text_digest(gold_text(paper)) for paper in scored} & set(card["data"]["texts"])


@pytest.mark.slow
def test_the_same_papers_and_seed_give_the_same_bytes(model, gold, pretrained, tmp_path):
    train([gold], tmp_path, load_vocabulary(), pretrained, settings=SETTINGS)
    for name in (*FILES, CARD):
        assert (tmp_path / name).read_bytes() == (model / name).read_bytes()


@pytest.mark.slow
def test_a_model_that_was_tampered_with_is_refused(model, tmp_path):
    for path in model.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    check_model(tmp_path)
    (tmp_path / "pieces.txt").write_text("[CLS]\n", encoding="utf-8")
    with pytest.raises(ModelError, match=r"pieces\.txt is not the file that card\.json describes"):
        check_model(tmp_path)
    (tmp_path / "heads.npz").unlink()
    with pytest.raises(ModelError, match=r"heads\.npz is missing"):
        check_model(tmp_path)


def test_too_few_papers_are_refused_in_words(tmp_path, pretrained):
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(gold_paper(1)) + "\n", encoding="utf-8")
    with pytest.raises(ModelError, match="1 annotated papers are too few"):
        train([gold], tmp_path / "model", load_vocabulary(), pretrained, settings=SETTINGS)


def test_a_vocabulary_that_does_not_ship_is_told_of(tmp_path, pretrained, small_vocabulary):
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(gold_paper(1)) + "\n", encoding="utf-8")
    for vocabulary, told in ((small_vocabulary, True), (load_vocabulary(), False)):
        log: list[str] = []
        with pytest.raises(ModelError):
            train([gold], tmp_path / "model", vocabulary, pretrained, settings=SETTINGS, log=log.append)
        assert any("name the same one wherever the model is used" in line for line in log) == told


def test_an_encoder_folder_without_weights_is_refused_in_words(tmp_path):
    with pytest.raises(ModelError, match=r"model\.safetensors is missing"):
        find_pretrained(tmp_path)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "holds no model"),
        ("{", "is not JSON"),
        ("[]", "is no model card"),
        ('{"format": "x"}', "train the model anew"),
    ],
)
def test_a_folder_that_is_no_model_is_refused_in_words(tmp_path, content, complaint):
    if content is not None:
        (tmp_path / CARD).write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=complaint):
        check_model(tmp_path)
