"""The network behind mentions, roles and relations: one encoder and small heads that read its vectors.

`kg/train/network.py` holds the same heads for training; a test proves that both compute the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extract.arrays import PairArray, SpanArray
from kg.extract.encoder import Encoder, Encoding
from kg.extract.reading import Reading
from kg.schema import EntityType, RelationType, Role

Floats = NDArray[np.float32]

SALIENCE = ("none", "optional", "core")
LINKED = ("apart", "optional", "linked")
TYPES = tuple(kind.value for kind in EntityType)
ROLES = tuple(role.value for role in Role)
FORWARD, BACKWARD = ">", "<"
DIRECTED = tuple(
    kind.value + arrow
    for arrow in (FORWARD, BACKWARD)
    for kind in RelationType
    if not (kind == RelationType.COMPARED_WITH and arrow == BACKWARD)
)
HEADS_OF_ATTENTION = 6
LONGEST_SPAN = 8
MOST_SPANS = 5
_PAIRS_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class EntityVectors:
    """The entities of a text as the heads see them.

    Args:
        mentions: a row per span.
        ends: a row per entity, as an end of a pair.
        roles: a row per entity: how likely each of `ROLES` is.
    """

    mentions: Floats
    ends: Floats
    roles: Floats


class Network:
    """Encoder and heads.

    Args:
        encoder: what turns a text into vectors.
        weights: the weights of the heads by name.
    """

    def __init__(self, encoder: Encoder, weights: Mapping[str, Floats]) -> None:
        self._encoder, self._weights = encoder, weights

    def encode(self, reading: Reading) -> Encoding:
        """Return the vectors of a text.

        Args:
            reading: the text.
        """
        return self._encoder.encode(reading)

    def silenced(self, heads: Iterable[str]) -> Network:
        """Return a network with heads that find every class equally likely.

        Args:
            heads: names of the last layers of these heads.
        """
        names = [f"{head}.{part}" for head in heads for part in ("weight", "bias")]
        return Network(self._encoder, {**self._weights, **{n: np.zeros_like(self._weights[n]) for n in names}})

    def score_candidates(self, encoding: Encoding, spans: SpanArray) -> tuple[Floats, Floats]:
        """Return how likely each candidate is due, and as what.

        Args:
            encoding: the text.
            spans: the spans of the candidates.

        Returns:
            A row of `SALIENCE` and a row of `TYPES` per candidate.
        """
        pooled = self._pool(self._spans(encoding, spans, "candidate_span"), spans)
        hidden = self._hidden("candidate", np.hstack([pooled, self._count_vectors(spans)]))
        return softmax(self._linear("candidate_salience", hidden)), softmax(self._linear("candidate_type", hidden))

    def read_entities(self, encoding: Encoding, spans: SpanArray, types: NDArray[np.int64]) -> EntityVectors:
        """Return the vectors of entities, and their roles.

        Args:
            encoding: the text.
            spans: the spans of the entities.
            types: the index of each entity's type in `TYPES`.
        """
        mentions = self._spans(encoding, spans, "mention_span")
        pooled = self._pool(mentions, spans)
        type_vectors = self._weights["type_vectors.weight"][types]
        of_text = np.tile(encoding.vectors[0], (spans.count, 1))
        of_entity = np.hstack([pooled, type_vectors, self._count_vectors(spans), of_text])
        roles = softmax(self._linear("role", self._hidden("role_hidden", of_entity)))
        width = mentions.shape[1]
        ends = np.hstack([pooled[:, :width], type_vectors, roles @ self._weights["role_vectors.weight"].T])
        return EntityVectors(mentions, ends, roles)

    def score_pairs(self, encoding: Encoding, entities: EntityVectors, pairs: PairArray) -> tuple[Floats, Floats]:
        """Return how likely the entities of a pair are related, and how.

        Args:
            encoding: the text.
            entities: its entities.
            pairs: the pairs to judge.

        Returns:
            A row of `LINKED` and a row of `DIRECTED` per pair; `>` runs from the pair's first entity to its second.
        """
        hidden = [
            self._pair_hidden(encoding, entities, pairs, slice(at, at + _PAIRS_AT_ONCE))
            for at in range(0, len(pairs.ends), _PAIRS_AT_ONCE)
        ]
        rows = np.vstack(hidden) if hidden else np.zeros((0, len(self._weights["link.weight"][0])), dtype=np.float32)
        return softmax(self._linear("link", rows)), softmax(self._linear("relation", rows))

    def _pair_hidden(self, encoding: Encoding, entities: EntityVectors, pairs: PairArray, rows: slice) -> Floats:
        sums = encoding.running_sums
        first, second, left, right = pairs.ends[rows].T
        start, end = pairs.between[rows].T
        between = (sums[end] - sums[start]) / np.maximum(end - start, 1)[:, None].astype(np.float32)
        nearest = np.hstack([entities.mentions[left], entities.mentions[right]])
        context = self._context(encoding.vectors, nearest, pairs.between[rows], pairs.around[rows])
        distance = np.hstack(
            [
                self._weights["apart_vectors.weight"][pairs.apart[rows]],
                self._weights["gap_vectors.weight"][pairs.gap[rows]],
            ]
        )
        of_pair = [entities.ends[first], entities.ends[second], nearest, between, context, distance]
        return self._hidden("pair", np.hstack(of_pair))

    def _context(
        self, vectors: Floats, nearest: Floats, between: NDArray[np.int64], around: NDArray[np.int64]
    ) -> Floats:
        """Attend from each pair to the pieces of the text, with a learned leaning to those between and around it."""
        query, key, value = (
            self._linear(name, rows).reshape(len(rows), HEADS_OF_ATTENTION, -1)
            for name, rows in (("query", nearest), ("key", vectors), ("value", vectors))
        )
        scores = np.einsum("phd,thd->pht", query, key, optimize=True) / np.float32(query.shape[2] ** 0.5)
        for leaning, ranges in zip(self._weights["leaning"], (between, around), strict=True):
            places = np.arange(len(vectors))[None]
            inside = (places >= ranges[:, :1]) & (places < ranges[:, 1:])
            scores += inside[:, None] * leaning[None, :, None]
        mixed: Floats = np.einsum("pht,thd->phd", softmax(scores), value, optimize=True)
        return mixed.reshape(len(nearest), -1)

    def _spans(self, encoding: Encoding, spans: SpanArray, head: str) -> Floats:
        first, last, length = spans.rows.T
        vectors, sums = encoding.vectors, encoding.running_sums
        mean = (sums[last + 1] - sums[first]) / (last + 1 - first)[:, None].astype(np.float32)
        before, after = vectors[np.maximum(first - 1, 0)], vectors[np.minimum(last + 1, len(vectors) - 1)]
        lengths = self._weights["length_vectors.weight"][np.minimum(length, LONGEST_SPAN)]
        return self._hidden(head, np.hstack([vectors[first], vectors[last], mean, before, after, lengths]))

    def _pool(self, rows: Floats, spans: SpanArray) -> Floats:
        """Return mean and maximum of the rows of each owner; the rows of one owner are neighbours."""
        if not spans.count:
            return np.zeros((0, 2 * rows.shape[1]), dtype=np.float32)
        counts = np.bincount(spans.owners, minlength=spans.count)
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        mean = np.add.reduceat(rows, starts, axis=0) / counts[:, None].astype(np.float32)
        return np.hstack([mean, np.maximum.reduceat(rows, starts, axis=0)])

    def _count_vectors(self, spans: SpanArray) -> Floats:
        counts = np.bincount(spans.owners, minlength=spans.count)
        return self._weights["count_vectors.weight"][np.minimum(counts, MOST_SPANS)]

    def _linear(self, name: str, rows: Floats) -> Floats:
        product: Floats = rows @ self._weights[f"{name}.weight"].T
        product += self._weights[f"{name}.bias"]
        return product

    def _hidden(self, name: str, rows: Floats) -> Floats:
        product = self._linear(name, rows)
        return np.maximum(product, 0, out=product)


def softmax(scores: Floats) -> Floats:
    """Return the probabilities of scores, along the last axis.

    Args:
        scores: any array with one row per case.
    """
    powers: Floats = np.exp(scores - scores.max(axis=-1, keepdims=True))
    powers /= powers.sum(axis=-1, keepdims=True)
    return powers


def load_network(folder: Path) -> Network:
    """Read a trained network.

    Args:
        folder: holds `encoder.onnx`, `pieces.txt` and `heads.npz`.
    """
    with np.load(folder / "heads.npz", allow_pickle=False) as packed:
        weights = {name: packed[name].astype(np.float32) for name in packed.files}
    return Network(Encoder(folder / "encoder.onnx", folder / "pieces.txt"), weights)
