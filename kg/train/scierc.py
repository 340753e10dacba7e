"""The network trained on SciERC (Luan et al. 2018), to compare the architecture with the literature; never shipped."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

import numpy as np
import torch

from kg.errors import AnnotationError
from kg.evaluate.figures import Counts
from kg.extract.arrays import Integers, pair_array, span_array
from kg.extract.encoder import LONGEST, PieceText, first_window, split_text
from kg.extract.grouping import TokenSpan
from kg.extract.reading import Reading
from kg.extract.wordpieces import WordPieces, load_wordpieces
from kg.tables import Table, Value
from kg.train.examples import IGNORED, Example
from kg.train.fit_network import Log, NetworkSettings, device_name, encode_batch, fit_network, timed
from kg.train.network import TorchNetwork
from kg.train.pretrained import Pretrained

GENERIC = "Generic"
TYPES = ("Task", "Method", "Metric", "Material", "OtherScientificTerm", GENERIC)
COLUMNS = ("type", "f1", "precision", "recall", "right", "wrong", "missed")
_CLASSES = ("", *TYPES)
_LONGEST_NAME = 8  # words; of the names in the part for training 99.3 % are no longer
_BATCH = 16  # sentences are shorter than abstracts
_LEAST = 0.3  # F1 is best where chances from half of it on are taken (Lipton et al. 2014), and 0.6 is to be reached


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the corpus.

    Args:
        tokens: its words.
        entities: the type of each span of words that is an entity.
    """

    tokens: tuple[str, ...]
    entities: Mapping[TokenSpan, str]


def train_scierc(
    training: Sequence[Path], development: Path, out: Path, pretrained: Pretrained, settings: NetworkSettings, log: Log
) -> Table:
    """Train encoder and candidate head on SciERC alone, and score them; an interrupted run goes on where it stopped.

    Every run of words that is no longer than a name can be is a candidate.

    Args:
        training: sentences to train on, JSON Lines with `tokens` and `entities` (start, end, type; end excluded).
        development: the same, to score.
        out: the folder of what an interrupted run goes on from.
        pretrained: the encoder to start from.
        settings: how to train.
        log: told about the progress.

    Returns:
        F1 of exact spans with exact types, by type and over all; then without the type `Generic`, and of spans alone.

    Raises:
        AnnotationError: a line cannot be used.
    """
    log = timed(log)
    sizes = replace(settings.sizes, types=len(_CLASSES))
    settings = replace(settings, batch=_BATCH, sizes=sizes)
    pieces = load_wordpieces(pretrained.pieces)
    known = [sentence for path in training for sentence in read_scierc(path)]
    log(f"trained on {device_name()}: {len(known)} sentences")
    examples = [scierc_example(f"s{number}", sentence, pieces) for number, sentence in enumerate(known)]
    network = fit_network(examples, pretrained.weights, settings, out / "training" / "scierc.pt", log)
    due = read_scierc(development)
    found = [find_entities(network, scierc_example("", sentence, pieces)) for sentence in due]
    return score_sentences([sentence.entities for sentence in due], found)


def read_scierc(path: Path) -> list[Sentence]:
    """Read sentences.

    Args:
        path: JSON Lines.

    Raises:
        AnnotationError: a line holds no sentence of this form; says which and why.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    return [_sentence(line, f"{path}:{number}") for number, line in enumerate(lines, start=1) if line.strip()]


def _sentence(line: str, place: str) -> Sentence:
    try:
        record = json.loads(line)
        tokens = tuple(str(token) for token in record["tokens"])
        entities = {(int(start), int(end)): TYPES[TYPES.index(kind)] for start, end, kind in record["entities"]}
    except (ValueError, KeyError, TypeError) as error:
        raise AnnotationError(f"{place}: not a sentence with tokens and entities ({error})") from error
    if not tokens or not all(tokens) or not all(0 <= start < end <= len(tokens) for start, end in entities):
        raise AnnotationError(f"{place}: a token is empty or an entity is not inside the sentence")
    return Sentence(tokens, entities)


def scierc_example(name: str, sentence: Sentence, pieces: WordPieces) -> Example:
    """Return what the network learns from a sentence: of each candidate, its type or that it is none.

    Args:
        name: what identifies the sentence.
        sentence: the sentence.
        pieces: the vocabulary of the encoder.
    """
    reading = _reading(sentence.tokens)
    text = split_text(reading, pieces)
    spans = candidate_spans(text)
    return Example(
        id=name,
        text=first_window(text),
        titled=False,
        candidates=span_array(text, [[span] for span in spans]),
        salience=np.full(len(spans), IGNORED, dtype=np.int64),
        candidate_types=np.array([_CLASSES.index(sentence.entities.get(span, "")) for span in spans], dtype=np.int64),
        entities=span_array(text, []),
        entity_types=_none(),
        roles=_none(),
        pairs=pair_array(reading, text, [], []),
        links=_none(),
        relations=_none(),
    )


def candidate_spans(text: PieceText) -> list[TokenSpan]:
    """Return all runs of words that may be a name.

    Args:
        text: the pieces of a sentence; what does not fit the encoder's window holds none.
    """
    words = sum(last < LONGEST - 1 for last in text.last)
    return [(start, end) for start in range(words) for end in range(start + 1, min(start + _LONGEST_NAME, words) + 1)]


def _none() -> Integers:
    return np.zeros(0, dtype=np.int64)


def _reading(tokens: tuple[str, ...]) -> Reading:
    ends = tuple(accumulate((len(token) + 1 for token in tokens), initial=-1))[1:]
    starts = tuple(end - len(token) for end, token in zip(ends, tokens, strict=True))
    lower = tuple(token.lower() for token in tokens)
    unknown, apart, first = ("",) * len(tokens), (False,) * len(tokens), (0,) * len(tokens)
    return Reading(" ".join(tokens), tokens, lower, unknown, starts, ends, apart, first, 0)


def find_entities(network: TorchNetwork, example: Example) -> dict[TokenSpan, str]:
    """Return the spans that are likely enough of a type; of those that overlap, the likeliest.

    Args:
        network: what was trained.
        example: a sentence as the network takes it.
    """
    with torch.no_grad():
        _, scores = network.score_candidates(encode_batch(network, [example])[0], example.candidates)
    chances, types = (column.tolist() for column in scores.float().softmax(-1)[:, 1:].max(-1))
    named = zip(candidate_spans(example.text), chances, types, strict=True)
    found: dict[TokenSpan, str] = {}
    for (start, end), chance, kind in sorted(named, key=lambda item: (-item[1], item[0])):
        apart = all(end <= other_start or other_end <= start for other_start, other_end in found)
        if chance >= _LEAST and apart:
            found[start, end] = TYPES[kind]
    return found


def score_sentences(due: Sequence[Mapping[TokenSpan, str]], found: Sequence[Mapping[TokenSpan, str]]) -> Table:
    """Return F1 of exact spans and types.

    Args:
        due: the entities of each sentence.
        found: what was found in each.
    """
    counts = {kind: _count(due, found, [kind]) for kind in TYPES}
    counts["all types"] = _count(due, found, TYPES)
    counts[f"all but {GENERIC}"] = _count(due, found, [kind for kind in TYPES if kind != GENERIC])
    counts["spans alone"] = _count(_untyped(due), _untyped(found), [""])
    return Table(COLUMNS, [_row(name, counted) for name, counted in counts.items()])


def _untyped(sentences: Sequence[Mapping[TokenSpan, str]]) -> list[dict[TokenSpan, str]]:
    return [dict.fromkeys(spans, "") for spans in sentences]


def _row(name: str, counts: Counts) -> tuple[Value, ...]:
    figures = (round(figure, 3) for figure in (counts.f1, counts.precision, counts.recall))
    return name, *figures, counts.right, counts.wrong, counts.missed


def _count(
    due: Sequence[Mapping[TokenSpan, str]], found: Sequence[Mapping[TokenSpan, str]], kinds: Sequence[str]
) -> Counts:
    wanted, seen = (
        {(number, span, kind) for number, spans in enumerate(side) for span, kind in spans.items() if kind in kinds}
        for side in (due, found)
    )
    return Counts(len(wanted & seen), len(seen - wanted), len(wanted - seen))
