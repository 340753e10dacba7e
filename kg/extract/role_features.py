"""What an entity looks like to the role model: its name, where it stands, and the words around its mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.cues import cue_class
from kg.extract.view import Place, View
from kg.model import PaperEntity

_REACH = 3
_WIDE = 8


def entity_features(view: View, index: int, places: Sequence[Place]) -> Iterator[str]:
    """Yield what holds of an entity as a whole.

    Args:
        view: the document.
        index: the entity.
        places: its mentions, by offset.
    """
    entity = view.entities[index]
    kind = entity.type.value
    yield "bias"
    yield f"type={kind}"
    yield f"count={min(len(places), 4)}|{kind}"
    yield f"order={min(index, 5)}|{kind}"
    yield f"shape={name_shape(entity)}|{kind}"
    yield f"head={_head_word(entity)}"
    yield f"name={entity.name.lower()}"
    if entity.long_form and entity.short_form:
        yield f"defined|{kind}"
    yield f"first={_part(view, places[0])}|{kind}"
    yield f"last={_part(view, places[-1])}|{kind}"
    yield f"sentences={min(len({place.sentence for place in places}), 4)}|{kind}"
    if any(view.in_title(place) for place in places):
        yield f"title|{kind}"
    others = sum(other.type == entity.type for other in view.entities)
    yield f"peers={min(others, 5)}|{kind}"
    yield f"nth={min(sum(e.type == entity.type for e in view.entities[:index]), 4)}|{kind}"


def place_features(view: View, place: Place) -> Iterator[str]:
    """Yield what holds of one mention: the words around it and what its sentence says.

    Args:
        view: the document.
        place: a mention of the entity.
    """
    kind = view.entities[place.entity].type.value
    begin, end = view.sentence_words(place.sentence)
    before, after = view.words[begin : place.first], view.words[place.last : end]
    yield from _window(before[::-1], "-", kind)
    yield from _window(after, "+", kind)
    for word in set(before[-_WIDE:]):
        yield f"before={word}"
    for word in set(after[:_WIDE]):
        yield f"after={word}"
    for word in set(before[:-_WIDE]):
        yield f"far={word}"
    yield f"opening={' '.join(view.words[begin : begin + 2])}|{kind}"
    yield from (f"verb={verb}|{side}|{kind}" for verb, side in _verbs_of_we(view.words[begin:end], place.first - begin))
    yield from _cue_features(before[::-1], "-", kind)
    yield from _cue_features(after, "+", kind)
    yield from _title_features(view, place, before, after, kind)
    yield from _listing(view, place, kind)


def name_shape(entity: PaperEntity) -> str:
    """Return how the name is written: own names ("BERT", "SwiftBrush") look unlike terms ("language model")."""
    name = entity.surface[0] if entity.surface else entity.name
    letters = [c for c in name if c.isalpha()]
    if sum(c.isupper() for c in letters[1:]) >= 1 and " " not in name:
        return "own"
    return "capital" if any(word[:1].isupper() for word in name.split()[1:]) else "term"


def _head_word(entity: PaperEntity) -> str:
    words = entity.name.lower().split()
    return words[-1] if words else ""


def _part(view: View, place: Place) -> str:
    if view.in_title(place):
        return "title"
    return str(min(4, 5 * place.start // max(len(view.text), 1)))


def _window(words: Sequence[str], side: str, kind: str) -> Iterator[str]:
    padded = [*words[:_REACH], *["#"] * (_REACH - len(words))]
    for i, word in enumerate(padded):
        yield f"w{side}{i}={word}"
    yield f"w{side}={' '.join(padded[:2])}"
    yield f"w{side}0={padded[0]}|{kind}"
    yield f"w{side}={' '.join(padded)}"


def _cue_features(words: Sequence[str], side: str, kind: str) -> Iterator[str]:
    """The classes of cue words on one side, nearest first: which is nearest, which are near, which there are."""
    classes = [(i, name) for i, word in enumerate(words) if (name := cue_class(word))]
    for i, name in classes:
        yield f"cue{side}{name}|{kind}"
        if i < _WIDE:
            yield f"near{side}{name}|{kind}"
    for i, name in classes[:1]:
        yield f"nearest{side}{name}|{min(i, 4)}|{kind}"
    yield f"cues{side}{' '.join(name for _, name in classes[:2])}|{kind}"


def _verbs_of_we(words: Sequence[str], at: int) -> Iterator[tuple[str, str]]:
    """The word after "we" (adverbs skipped), and on which side of the mention it stands."""
    for i, word in enumerate(words[:-1]):
        if word in ("we", "paper", "work", "article", "study"):
            rest = [
                w
                for w in words[i + 1 : i + 4]
                if not w.endswith("ly") and w not in ("also", "then", "first", "further", ",")
            ]
            if rest:
                yield rest[0], "before" if i < at else "after"


def _title_features(view: View, place: Place, before: Sequence[str], after: Sequence[str], kind: str) -> Iterator[str]:
    if not view.in_title(place):
        return
    if not before:
        yield f"title-first|{kind}"
        if after[:1] == (":",):
            yield f"title-colon|{kind}"
    for word in ("for", "with", "via", "using", "in", "on", "of", "to", "by", "from", "through", ":"):
        if word in before:
            yield f"title-after={word}|{kind}"
        if word in after:
            yield f"title-before={word}|{kind}"


def _listing(view: View, place: Place, kind: str) -> Iterator[str]:
    """Coordinated neighbours and their types: a list of data sets is evaluated on as a whole."""
    for other in view.places:
        if other.sentence == place.sentence and other.entity != place.entity:
            gap = view.words[min(other.last, place.last) : max(other.first, place.first)]
            if len(gap) <= 2 and set(gap) <= {",", "and", "or", "&"}:
                yield f"listed={view.entities[other.entity].type.value}|{kind}"


def places_of(view: View, index: int) -> list[Place]:
    """Return the mentions of an entity, by offset.

    Args:
        view: the document.
        index: the entity.
    """
    return [place for place in view.places if place.entity == index]


def role_features(view: View, index: int) -> list[str]:
    """Return every feature of an entity, its mentions together.

    Args:
        view: the document.
        index: the entity.
    """
    places = places_of(view, index)
    return [*entity_features(view, index, places), *(f for place in places for f in place_features(view, place))]
