"""The trained network as files: an ONNX graph of the encoder, and the weights of the heads."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from pathlib import Path
from shutil import copyfile
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from kg.train.network import TorchNetwork, head_weights

_OPSET = 20
_IR = 10
_EPSILON = 1e-12

Weights = Mapping[str, NDArray[np.float32]]


def export_network(network: TorchNetwork, pieces: Path, folder: Path) -> None:
    """Write a network as `kg.extract.network.load_network` reads it.

    Args:
        network: what was trained.
        pieces: the vocabulary of word pieces, one a line.
        folder: where to; its network files are replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    encoder = {name: weight.detach().cpu().numpy() for name, weight in network.encoder.state_dict().items()}
    sizes = network.encoder.sizes
    graph = EncoderGraph(encoder, layers=sizes.layers, heads=sizes.heads)
    (folder / "encoder.onnx").write_bytes(graph.model().SerializeToString(deterministic=True))
    heads = {name: weight.cpu().numpy().astype(np.float16) for name, weight in sorted(head_weights(network).items())}
    np.savez_compressed(folder / "heads.npz", allow_pickle=False, **heads)
    copyfile(pieces, folder / "pieces.txt")


def to_bytes(matrix: NDArray[np.float32], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Round a matrix to a byte a number, with one scale per row or column.

    Args:
        matrix: weights.
        axis: the axis that one scale runs along.

    Returns:
        The bytes and the scales; their product is near the matrix.
    """
    largest = np.abs(matrix).max(axis=axis, keepdims=True)
    scale = np.where(largest > 0, largest / 127, 1).astype(np.float32)
    return np.clip(np.rint(matrix / scale), -127, 127).astype(np.int8), scale


class EncoderGraph:
    """Builds the ONNX graph of a BERT encoder that reads one text.

    Weights are stored as bytes and multiplied out when the graph is loaded: a quarter of the size, while all arithmetic
    stays in floating point and a text's vectors stay its own.

    Args:
        weights: the weights of `TorchEncoder`.
        layers: number of layers.
        heads: attention heads of a layer.
    """

    def __init__(self, weights: Weights, *, layers: int, heads: int) -> None:
        self._weights, self._layers, self._heads = weights, layers, heads
        self._width = weights["norm.weight"].shape[0]
        self._nodes: list[onnx.NodeProto] = []
        self._tensors: list[onnx.TensorProto] = []
        self._names = (f"value{number}" for number in count())

    def model(self) -> onnx.ModelProto:
        """Return the graph; inputs `ids`, `shapes`, `positions`, output `vectors`, a row per piece."""
        words = self._rows("words.weight", "ids")
        vectors = self._add(words, self._node("Gather", self._tensor("shapes.weight"), "shapes"))
        vectors = self._add(vectors, self._node("Gather", self._tensor("positions.weight"), "positions"))
        vectors = self._norm(vectors, "norm")
        for number in range(self._layers):
            vectors = self._layer(vectors, f"layers.{number}")
        self._nodes.append(helper.make_node("Identity", [vectors], ["vectors"]))
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["pieces"])
            for name in ("ids", "shapes", "positions")
        ]
        output = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["pieces", self._width])
        graph = helper.make_graph(self._nodes, "encoder", inputs, [output], self._tensors)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)

    def _layer(self, vectors: str, name: str) -> str:
        query, key, value = (self._heads_of(vectors, f"{name}.{part}") for part in ("query", "key", "value"))
        scale = self._constant(np.array((self._width // self._heads) ** -0.5, dtype=np.float32))
        scores = self._node("MatMul", self._node("Mul", query, scale), self._node("Transpose", key, perm=[0, 2, 1]))
        mixed = self._node("MatMul", self._node("Softmax", scores, axis=-1), value)
        rows = self._constant(np.array([-1, self._width], dtype=np.int64))
        mixed = self._node("Reshape", self._node("Transpose", mixed, perm=[1, 0, 2]), rows)
        vectors = self._norm(self._add(vectors, self._linear(mixed, f"{name}.output")), f"{name}.output_norm")
        inner = self._node("Gelu", self._linear(vectors, f"{name}.inner"))
        return self._norm(self._add(vectors, self._linear(inner, f"{name}.outer")), f"{name}.outer_norm")

    def _heads_of(self, vectors: str, name: str) -> str:
        shape = self._constant(np.array([-1, self._heads, self._width // self._heads], dtype=np.int64))
        return self._node("Transpose", self._node("Reshape", self._linear(vectors, name), shape), perm=[1, 0, 2])

    def _linear(self, vectors: str, name: str) -> str:
        packed, scale = to_bytes(self._weights[f"{name}.weight"].T, 0)
        weight = self._node("Mul", self._float(self._constant(packed)), self._constant(scale))
        return self._add(self._node("MatMul", vectors, weight), self._tensor(f"{name}.bias"))

    def _rows(self, name: str, numbers: str) -> str:
        packed, scale = to_bytes(self._weights[name], 1)
        rows = self._float(self._node("Gather", self._constant(packed), numbers))
        return self._node("Mul", rows, self._node("Gather", self._constant(scale), numbers))

    def _norm(self, vectors: str, name: str) -> str:
        parts = [self._tensor(f"{name}.{part}") for part in ("weight", "bias")]
        return self._node("LayerNormalization", vectors, *parts, axis=-1, epsilon=_EPSILON)

    def _add(self, one: str, other: str) -> str:
        return self._node("Add", one, other)

    def _float(self, value: str) -> str:
        return self._node("Cast", value, to=TensorProto.FLOAT)

    def _node(self, operator: str, *inputs: str, **attributes: Any) -> str:  # noqa: ANN401 - as in onnx
        name = next(self._names)
        self._nodes.append(helper.make_node(operator, list(inputs), [name], **attributes))
        return name

    def _tensor(self, name: str) -> str:
        return self._constant(self._weights[name])

    def _constant(self, array: NDArray[np.generic]) -> str:
        name = next(self._names)
        # ascontiguousarray would make a scalar one-dimensional
        self._tensors.append(numpy_helper.from_array(array if array.ndim == 0 else np.ascontiguousarray(array), name))
        return name
