"""The network in torch and as shipped files: both compute the same, and training repeats."""

from __future__ import annotations

from dataclasses import replace

import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

import numpy as np
import torch

from kg.extract.arrays import pair_array, span_array
from kg.extract.encoder import split_text
from kg.extract.network import load_network
from kg.extract.reading import Reading
from kg.extract.wordpieces import WordPieces
from kg.train.examples import Example
from kg.train.export import export_network, to_bytes
from kg.train.fit_network import NetworkSettings, fit_network
from kg.train.network import Sizes, TorchNetwork

PIECES = ["[CLS]", "[SEP]", "[UNK]", *"we train a small net on data with loss and test it .".split(), "##s"]
SMALL = Sizes(pieces=len(PIECES), width=24, inner=48, layers=2, heads=2, hidden=16, pair=24)
WORDS = "We train a small net on data . We test it on data with loss .".split()
ENTITIES = [[(3, 5)], [(6, 7), (12, 13)], [(14, 15)]]


def reading() -> Reading:
    starts = tuple(sum(len(word) + 1 for word in WORDS[:i]) for i in range(len(WORDS)))
    ends = tuple(start + len(word) for start, word in zip(starts, WORDS, strict=True))
    lower = tuple(word.lower() for word in WORDS)
    blank = (False,) * len(WORDS)
    return Reading(
        " ".join(WORDS), tuple(WORDS), lower, ("NN",) * len(WORDS), starts, ends, blank, (0,) * 8 + (1,) * 8, 0
    )


def example(name: str = "p1") -> Example:
    text = split_text(reading(), WordPieces(PIECES))
    pairs = [(0, 1), (0, 2), (1, 2)]
    return Example(
        id=name,
        text=text,
        titled=False,
        candidates=span_array(text, [*ENTITIES, [(0, 1)]]),
        salience=np.array([2, 2, 1, 0]),
        candidate_types=np.array([0, 1, 3, -100]),
        entities=span_array(text, ENTITIES),
        entity_types=np.array([0, 1, 3]),
        roles=np.array([0, 2, -100]),
        pairs=pair_array(reading(), text, ENTITIES, pairs),
        links=np.array([2, 0, 1]),
        relations=np.array([5, -100, -100]),
    )


@pytest.fixture
def pieces(tmp_path):
    path = tmp_path / "vocab.txt"
    path.write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    return path


def trained(tmp_path, epochs=3, name="state", **settings):
    options = NetworkSettings(epochs=epochs, batch=2, encoder_rate=1e-3, sizes=SMALL, **settings)
    log: list[str] = []
    network = fit_network(
        [example("p1"), example("p2"), example("p3")], None, options, tmp_path / f"{name}.pt", log.append
    )
    return network, log


def weights_of(network) -> dict[str, np.ndarray]:
    return {name: weight.numpy() for name, weight in network.state_dict().items()}


def test_the_files_compute_what_torch_computes(tmp_path, pieces):
    torch.manual_seed(0)
    network = TorchNetwork(SMALL).eval()
    export_network(network, pieces, tmp_path / "model")
    shipped = load_network(tmp_path / "model")
    one = example()
    encoding = shipped.encode(reading())
    with torch.no_grad():
        vectors = network.encode([(one.text.numbers, one.text.shapes)])[0]
        candidates = network.score_candidates(vectors, one.candidates)
        entities = network.score_entities(vectors, one.entities, torch.from_numpy(one.entity_types), one.pairs)
    read = shipped.read_entities(encoding, one.entities, one.entity_types)
    found = [*shipped.score_candidates(encoding, one.candidates), read.roles]
    found += shipped.score_pairs(encoding, read, one.pairs)
    assert np.abs(encoding.vectors - vectors.numpy()).max() < 0.1  # weights are stored as bytes
    for mine, theirs in zip(found, [*candidates, *entities], strict=True):
        assert mine.shape == tuple(theirs.shape)
        assert np.abs(mine - theirs.softmax(-1).numpy()).max() < 0.02


def test_heads_agree_to_the_last_digits_on_the_same_vectors(tmp_path, pieces):
    torch.manual_seed(1)
    network = TorchNetwork(SMALL).eval()
    export_network(network, pieces, tmp_path / "model")
    shipped = load_network(tmp_path / "model")
    with torch.no_grad():  # as precise as what is stored
        for weight in network.parameters():
            weight.copy_(weight.half().float())
        one, encoding = example(), shipped.encode(reading())
        theirs = network.score_entities(
            torch.from_numpy(encoding.vectors),
            one.entities,
            torch.from_numpy(one.entity_types),
            one.pairs,
        )
    read = shipped.read_entities(encoding, one.entities, one.entity_types)
    for mine, scores in zip([read.roles, *shipped.score_pairs(encoding, read, one.pairs)], theirs, strict=True):
        assert np.allclose(mine, scores.softmax(-1).numpy(), atol=1e-5)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_weights(tmp_path):
    one, other = (weights_of(trained(tmp_path, name=name)[0]) for name in ("one", "other"))
    assert all(np.array_equal(one[name], other[name]) for name in one)
    third = weights_of(trained(tmp_path, name="third", seed=2)[0])
    assert any(not np.array_equal(one[name], third[name]) for name in one)


def test_training_lowers_the_losses(tmp_path):
    _, log = trained(tmp_path, epochs=30)
    first, last = ([float(loss) for loss in line.split("losses ")[1].split()] for line in (log[0], log[-1]))
    assert all(after < before for before, after in zip(first, last, strict=True))


def test_an_interrupted_run_goes_on_and_ends_alike(tmp_path):
    whole = weights_of(trained(tmp_path, epochs=4, name="whole")[0])

    def stop(line):
        if line.startswith("epoch 3"):
            raise KeyboardInterrupt

    options = NetworkSettings(epochs=4, batch=2, encoder_rate=1e-3, sizes=SMALL)
    examples = [example("p1"), example("p2"), example("p3")]
    with pytest.raises(KeyboardInterrupt):
        fit_network(examples, None, options, tmp_path / "cut.pt", stop)
    log: list[str] = []
    resumed = weights_of(fit_network(examples, None, options, tmp_path / "cut.pt", log.append))
    assert [line[:7] for line in log] == ["epoch 3", "epoch 4"]
    assert all(np.array_equal(whole[name], resumed[name]) for name in whole)


def test_a_checkpoint_of_other_papers_is_not_used(tmp_path):
    trained(tmp_path, epochs=2)
    options = NetworkSettings(epochs=2, batch=2, encoder_rate=1e-3, sizes=SMALL)
    log: list[str] = []
    fit_network([example("p9")], None, options, tmp_path / "state.pt", log.append)
    assert [line.split(":")[0] for line in log[1:]] == ["epoch 1 of 2", "epoch 2 of 2"]
    assert log[0] == "state.pt is of other papers, another vocabulary or other settings: begun anew"


def test_weights_as_bytes_keep_two_digits():
    matrix = np.random.default_rng(0).normal(size=(8, 32)).astype(np.float32)
    packed, scale = to_bytes(matrix, 1)
    assert packed.dtype == np.int8
    assert np.abs(packed * scale - matrix).max() <= np.abs(matrix).max() / 127 / 2 * 1.01


def test_a_paper_without_pairs_teaches_what_it_can(tmp_path):
    text = split_text(reading(), WordPieces(PIECES))
    none = np.zeros(0, dtype=np.int64)
    lonely = replace(
        example("p4"),
        entities=span_array(text, []),
        entity_types=none,
        roles=none,
        pairs=pair_array(reading(), text, [], []),
        links=none,
        relations=none,
    )
    log: list[str] = []
    fit_network([lonely], None, NetworkSettings(epochs=1, sizes=SMALL), tmp_path / "lonely.pt", log.append)
    losses = [float(loss) for loss in log[0].split("losses ")[1].split()]
    assert losses[0] > 0 and losses[2:] == [0, 0, 0]


def test_a_checkpoint_of_other_candidates_is_not_used(tmp_path):
    trained(tmp_path, epochs=1)
    options = NetworkSettings(epochs=1, batch=2, encoder_rate=1e-3, sizes=SMALL)
    others = [replace(example(name), salience=np.array([2, 2, 1, 1])) for name in ("p1", "p2", "p3")]
    log: list[str] = []
    fit_network(others, None, options, tmp_path / "state.pt", log.append)
    assert "begun anew" in log[0]
