"""When a predicted entity or number is the one that an annotator listed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Mapping, Sequence

from kg.evaluate.records import Record

Same = Callable[[Record, Record], bool]
ResultKey = tuple[str, str | None]

_COMMAND = re.compile(r"\\[a-z]+")
_WORD = re.compile(r"[a-z0-9+]+")
_LONG_PLURAL = re.compile(r"(ss|x|ch|sh)es$")
_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)")
_RANGE = re.compile(r"(?<=\d)\s*[-–]\s*(?=\d)")
_PERCENT = re.compile(r"%|per ?cent")
_TIMES = re.compile(r"\d\s?(x|×|times|fold|\$?times)\b|×")


def folded(text: str) -> str:
    """Fold a name so that case, accents, hyphens, spaces and a plural ending do not tell names apart.

    Coarser than `kg.names.fold`, since it judges names that people wrote by hand.

    Args:
        text: a name.
    """
    words = _words(text)
    return "".join([*words[:-1], _singular(words[-1])]) if words else ""


def entities_in_text(entities: Sequence[Record], text: str) -> list[Record]:
    """Return predicted entities with those of their surfaces that stand in a text, whatever the case and the spaces.

    Args:
        entities: predicted ones.
        text: title and abstract; all surfaces are kept where it is empty.
    """
    folded_text = _fold_space(text)
    if not folded_text:
        return list(entities)
    return [{**e, "surface": [s for s in e.get("surface", []) if _fold_space(s) in folded_text]} for e in entities]


def same_thing(gold: Record, predicted: Record) -> bool:
    """Whether at least half of what the prediction lumps together is the gold entity.

    Args:
        gold: an annotated entity.
        predicted: a predicted one.
    """
    own = {key for key in map(folded, _surfaces(predicted)) if key}
    names = [gold.get("name") or gold.get("label") or "", *gold.get("surface", [])]
    return bool(own) and 2 * len(own & {key for key in map(folded, names) if key}) >= len(own)


def overlap(gold: Record, predicted: Record) -> bool:
    """Whether at least half of the prediction's surfaces share half of their words with a name of the gold entity.

    Args:
        gold: an annotated entity.
        predicted: a predicted one.
    """
    names = [{_singular(w) for w in _words(n)} for n in [gold.get("name") or "", *gold.get("surface", [])]]
    own = [{_singular(w) for w in _words(n)} for n in _surfaces(predicted)]
    own = [words for words in own if words]
    near = sum(any(2 * len(words & name) >= len(words | name) for name in names if name) for words in own)
    return bool(own) and 2 * near >= len(own)


def match_entities(
    golds: Sequence[Record], predicted: Sequence[Record], same: Same, is_core: Callable[[Record], bool]
) -> dict[str, str]:
    """Pair predicted with gold entities, one to one: as many core ones as possible, then optional ones.

    Args:
        golds: annotated entities.
        predicted: predicted ones.
        same: whether two may be paired.
        is_core: whether a gold entity is due.

    Returns:
        Predicted id → gold id (a maximum bipartite matching by augmenting paths, Kuhn 1955).
    """
    edges = [[j for j, p in enumerate(predicted) if same(gold, p)] for gold in golds]
    owner: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j in edges[i]:
            if j in tried:
                continue
            tried.add(j)
            if j not in owner or place(owner[j], tried):
                owner[j] = i
                return True
        return False

    for i in sorted(range(len(golds)), key=lambda i: not is_core(golds[i])):
        place(i, set())
    return {predicted[j]["id"]: golds[i]["id"] for j, i in owner.items()}


def number_key(value: object) -> str:
    """Return all numbers of a value and its unit in one spelling ("8-10x" → "8.0 10.0x", "44.78%" → "44.78%").

    Args:
        value: a value as written.
    """
    text = unicodedata.normalize("NFKC", str(value)).replace("−", "-").replace("\\", "")
    numbers = _NUMBER.findall(_RANGE.sub(" ", text))
    if not numbers:
        return folded(text)
    unit = "%" if _PERCENT.search(text) else "x" if _TIMES.search(text) else ""
    return " ".join(str(abs(float(number.replace(",", "")))) for number in numbers) + unit


def gold_result_keys(result: Record, vague: Container[str | None], *, full: bool) -> list[ResultKey]:
    """Return the value of an annotated result with each metric that may stand beside it.

    Args:
        result: an annotated result.
        vague: ids of the optional entities; a metric among them may be left out.
        full: whether the metric counts.
    """
    metric = result.get("metric") if full else None
    return [(number_key(result["value"]), choice) for choice in ([metric, None] if metric in vague else [metric])]


def predicted_result_key(result: Record, pairs: Mapping[str, str], *, full: bool) -> ResultKey:
    """Return the value of a predicted result with the gold entity that its metric was paired with.

    Args:
        result: a predicted result.
        pairs: predicted id → gold id.
        full: whether the metric counts.
    """
    metric = result.get("metric") if full else None
    return number_key(result["value"]), None if metric is None else pairs.get(metric, f"?{metric}")


def _fold_space(text: str) -> str:
    return " ".join(text.lower().split())


def _surfaces(entity: Record) -> Sequence[str]:
    return entity.get("surface") or [entity.get("name") or ""]


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _WORD.findall(_COMMAND.sub(" ", plain))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and _LONG_PLURAL.search(word):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
