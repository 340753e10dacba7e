"""The network as it is trained: the encoder and heads of `kg/extract/network.py`, in torch."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from kg.extract.arrays import FARTHEST, GAPS, Integers, PairArray, SpanArray
from kg.extract.encoder import LONGEST, SHAPES
from kg.extract.network import (
    DIRECTED,
    HEADS_OF_ATTENTION,
    LINKED,
    LONGEST_SPAN,
    MOST_SPANS,
    ROLES,
    SALIENCE,
    TYPES,
)

_LAYER_NAMES = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "output",
    "attention.output.LayerNorm": "output_norm",
    "intermediate.dense": "inner",
    "output.dense": "outer",
    "output.LayerNorm": "outer_norm",
}
_EPSILON = 1e-12


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the parts of the network are.

    Args:
        pieces: word pieces of the vocabulary.
        width: numbers in the vector of a piece.
        inner: numbers between the two halves of a layer.
        layers: layers of the encoder.
        heads: attention heads of a layer.
        hidden: numbers in the vector of a mention.
        pair: numbers in the vector of a pair.
        types: types that a candidate may be of.
    """

    pieces: int = 30522
    width: int = 384
    inner: int = 1536
    layers: int = 6
    heads: int = 12
    hidden: int = 256
    pair: int = 384
    types: int = len(TYPES)


class Layer(nn.Module):
    """A layer of a BERT encoder (Devlin et al. 2019)."""

    def __init__(self, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = sizes.heads, dropout
        self.query, self.key, self.value, self.output = (nn.Linear(sizes.width, sizes.width) for _ in range(4))
        self.inner, self.outer = nn.Linear(sizes.width, sizes.inner), nn.Linear(sizes.inner, sizes.width)
        self.output_norm, self.outer_norm = (nn.LayerNorm(sizes.width, eps=_EPSILON) for _ in range(2))

    def forward(self, vectors: Tensor, mask: Tensor) -> Tensor:
        """Return the vectors after the layer; `mask` is true where a text has a piece."""
        texts, length, width = vectors.shape
        query, key, value = (
            part(vectors).view(texts, length, self.heads, -1).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        # without dropout of its own: with it, torch leaves its fast path
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None, :])
        mixed = self.output(mixed.transpose(1, 2).reshape(texts, length, width))
        vectors = self.output_norm(vectors + functional.dropout(mixed, self.dropout, self.training))
        inner = self.outer(functional.gelu(self.inner(vectors)))
        normed: Tensor = self.outer_norm(vectors + functional.dropout(inner, self.dropout, self.training))
        return normed


class TorchEncoder(nn.Module):
    """A BERT encoder that also sees how words are written.

    Args:
        sizes: how large it is.
        dropout: share of numbers that are dropped in training.
    """

    def __init__(self, sizes: Sizes, dropout: float) -> None:
        super().__init__()
        self.sizes, self.dropout = sizes, dropout
        self.words = nn.Embedding(sizes.pieces, sizes.width)
        self.positions = nn.Embedding(LONGEST, sizes.width)
        self.shapes = nn.Embedding(SHAPES, sizes.width)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(sizes.width, eps=_EPSILON)
        self.layers = nn.ModuleList(Layer(sizes, dropout) for _ in range(sizes.layers))

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Return the vectors of padded texts; `mask` is true where a text has a piece."""
        vectors: Tensor = self.norm(self.words(ids) + self.positions.weight[: ids.shape[1]] + self.shapes(shapes))
        vectors = functional.dropout(vectors, self.dropout, self.training)
        for layer in self.layers:
            vectors = layer(vectors, mask)
        return vectors

    def load_pretrained(self, path: Path) -> None:
        """Take the weights of a pre-trained BERT encoder.

        Args:
            path: a safetensors file with the names of the Hugging Face library.
        """
        given = {name.removeprefix("bert."): weight for name, weight in load_file(path).items()}
        own = {
            "words.weight": given["embeddings.word_embeddings.weight"],
            "positions.weight": given["embeddings.position_embeddings.weight"]
            + given["embeddings.token_type_embeddings.weight"][0],
            "shapes.weight": self.shapes.weight.detach(),
            "norm.weight": given["embeddings.LayerNorm.weight"],
            "norm.bias": given["embeddings.LayerNorm.bias"],
        }
        for number in range(self.sizes.layers):
            for theirs, ours in _LAYER_NAMES.items():
                for part in ("weight", "bias"):
                    own[f"layers.{number}.{ours}.{part}"] = given[f"encoder.layer.{number}.{theirs}.{part}"]
        self.load_state_dict(own)


class TorchNetwork(nn.Module):
    """Encoder and heads; the names of the heads' weights are those of the exported file.

    Args:
        sizes: how large the parts are.
        dropout: share of numbers that are dropped in the encoder in training.
        head_dropout: the same in the heads.
    """

    def __init__(self, sizes: Sizes, *, dropout: float = 0.1, head_dropout: float = 0.3) -> None:
        super().__init__()
        self.head_dropout = head_dropout
        self.encoder = TorchEncoder(sizes, dropout)
        width, hidden = sizes.width, sizes.hidden
        self.length_vectors = nn.Embedding(LONGEST_SPAN + 1, 32)
        self.count_vectors = nn.Embedding(MOST_SPANS + 1, 16)
        self.type_vectors = nn.Embedding(len(TYPES), 32)
        self.apart_vectors = nn.Embedding(FARTHEST + 1, 16)
        self.gap_vectors = nn.Embedding(GAPS, 16)
        self.role_vectors = nn.Linear(len(ROLES), 32, bias=False)
        self.candidate_span = nn.Linear(5 * width + 32, hidden)
        self.mention_span = nn.Linear(5 * width + 32, hidden)
        self.candidate = nn.Linear(2 * hidden + 16, hidden)
        self.candidate_salience = nn.Linear(hidden, len(SALIENCE))
        self.candidate_type = nn.Linear(hidden, sizes.types)
        self.role_hidden = nn.Linear(2 * hidden + width + 32 + 16, hidden)
        self.role = nn.Linear(hidden, len(ROLES))
        attention = width // 2
        self.query, self.key, self.value = (nn.Linear(n, attention) for n in (2 * hidden, width, width))
        self.leaning = nn.Parameter(torch.zeros(2, HEADS_OF_ATTENTION))
        self.pair = nn.Linear(2 * (hidden + 32 + 32) + 2 * hidden + width + attention + 32, sizes.pair)
        self.link = nn.Linear(sizes.pair, len(LINKED))
        self.relation = nn.Linear(sizes.pair, len(DIRECTED))

    def encode(self, texts: Sequence[tuple[Sequence[int], Sequence[int]]]) -> list[Tensor]:
        """Return the vectors of texts that fit one window each.

        Args:
            texts: numbers and shapes of the pieces of each.
        """
        longest = max(len(numbers) for numbers, _ in texts)
        ids, shapes = (torch.zeros(len(texts), longest, dtype=torch.long) for _ in range(2))
        mask = torch.zeros(len(texts), longest, dtype=torch.bool)
        for row, (numbers, forms) in enumerate(texts):
            ids[row, : len(numbers)] = torch.tensor(numbers)
            shapes[row, : len(numbers)] = torch.tensor(forms)
            mask[row, : len(numbers)] = True
        device = self.leaning.device
        vectors = self.encoder(ids.to(device), shapes.to(device), mask.to(device)).float()
        return [row[: len(numbers)] for row, (numbers, _) in zip(vectors, texts, strict=True)]

    def score_candidates(self, vectors: Tensor, spans: SpanArray) -> tuple[Tensor, Tensor]:
        """Return the scores of salience and of type, a row per candidate."""
        pooled = self._pool(self._spans(vectors, spans, self.candidate_span), spans)
        hidden = self._hidden(self.candidate, torch.cat([pooled, self._counts(spans)], 1))
        return self.candidate_salience(hidden), self.candidate_type(hidden)

    def score_entities(
        self, vectors: Tensor, spans: SpanArray, types: Tensor, pairs: PairArray
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return the scores of roles, a row per entity, and of links and relations, a row per pair."""
        mentions = self._spans(vectors, spans, self.mention_span)
        pooled = self._pool(mentions, spans)
        kinds = self.type_vectors(types)
        of_text = vectors[0].expand(spans.count, -1)
        of_entity = torch.cat([pooled, kinds, self._counts(spans), of_text], 1)
        roles = self.role(self._hidden(self.role_hidden, of_entity)).float()
        known = self.role_vectors(roles.softmax(-1).detach())
        of_end = torch.cat([pooled[:, : mentions.shape[1]], kinds, known], 1)
        hidden = self._pairs(vectors, mentions.float(), of_end, pairs)
        return roles, self.link(hidden), self.relation(hidden)

    def _pairs(self, vectors: Tensor, mentions: Tensor, of_end: Tensor, pairs: PairArray) -> Tensor:
        first, second, left, right = self._tensor(pairs.ends).T
        between, around = self._tensor(pairs.between), self._tensor(pairs.around)
        sums = _sums(vectors)
        start, end = between.T
        mean = (sums[end] - sums[start]) / (end - start).clamp(min=1)[:, None]
        nearest = torch.cat([mentions[left], mentions[right]], 1)
        context = self._context(vectors, nearest, (between, around))
        distance = [self.apart_vectors(self._tensor(pairs.apart)), self.gap_vectors(self._tensor(pairs.gap))]
        return self._hidden(self.pair, torch.cat([of_end[first], of_end[second], nearest, mean, context, *distance], 1))

    def _context(self, vectors: Tensor, nearest: Tensor, ranges: tuple[Tensor, Tensor]) -> Tensor:
        width = self.query.out_features // HEADS_OF_ATTENTION  # said aloud, for a paper without pairs
        query, key, value = (
            head(rows).view(len(rows), HEADS_OF_ATTENTION, width)
            for head, rows in ((self.query, nearest), (self.key, vectors), (self.value, vectors))
        )
        scores = torch.einsum("phd,thd->pht", query, key).float() / math.sqrt(query.shape[2])
        places = torch.arange(len(vectors), device=vectors.device)[None]
        for leaning, place in zip(self.leaning, ranges, strict=True):
            inside = ((places >= place[:, :1]) & (places < place[:, 1:])).float()
            scores = scores + inside[:, None] * leaning[None, :, None]
        return torch.einsum("pht,thd->phd", scores.softmax(-1), value.float()).flatten(1)

    def _spans(self, vectors: Tensor, spans: SpanArray, head: nn.Linear) -> Tensor:
        first, last, length = self._tensor(spans.rows).T
        sums = _sums(vectors)
        mean = (sums[last + 1] - sums[first]) / (last + 1 - first)[:, None]
        before, after = vectors[(first - 1).clamp(min=0)], vectors[(last + 1).clamp(max=len(vectors) - 1)]
        lengths = self.length_vectors(length.clamp(max=LONGEST_SPAN))
        return self._hidden(head, torch.cat([vectors[first], vectors[last], mean, before, after, lengths], 1))

    def _hidden(self, head: nn.Linear, rows: Tensor) -> Tensor:
        return functional.dropout(functional.relu(head(rows)), self.head_dropout, self.training)

    def _counts(self, spans: SpanArray) -> Tensor:
        vectors: Tensor = self.count_vectors(torch.bincount(self._tensor(spans.owners)).clamp(max=MOST_SPANS))
        return vectors

    def _pool(self, rows: Tensor, spans: SpanArray) -> Tensor:
        rows, owners = rows.float(), self._tensor(spans.owners)
        counts = torch.bincount(owners, minlength=spans.count)[:, None]
        mean = rows.new_zeros(spans.count, rows.shape[1]).index_add(0, owners, rows) / counts
        lowest = torch.full_like(mean, -torch.inf)
        return torch.cat([mean, lowest.scatter_reduce(0, owners[:, None].expand_as(rows), rows, "amax")], 1)

    def _tensor(self, array: Integers) -> Tensor:
        return torch.from_numpy(array).to(self.leaning.device)


def _sums(vectors: Tensor) -> Tensor:
    return torch.cat([torch.zeros_like(vectors[:1]), vectors.cumsum(0)])


def head_weights(network: TorchNetwork) -> Mapping[str, Tensor]:
    """Return the weights of the heads by name.

    Args:
        network: a trained network.
    """
    return {name: weight for name, weight in network.state_dict().items() if not name.startswith("encoder.")}
