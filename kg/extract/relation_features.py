"""What a pair of entities looks like to the relation model: order, distance, words and cues around both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from spacy.tokens import Doc

from kg.extract.coreference import references
from kg.extract.cues import cue_class
from kg.extract.role_features import name_shape
from kg.extract.view import Place, View, view_of
from kg.schema import EntityType

_KIND = {kind: i for i, kind in enumerate(EntityType)}
_NEAREST = 4
_GAP = 15


@dataclass(frozen=True, slots=True)
class Standing:
    """What the pairs of one entity share.

    Args:
        titled: whether the title names it.
        mentions: how many mentions it has, counted up to 4.
        shape: how its name is written.
        name: its name in lower case.
        peers: how many entities share its type and role, counted up to 4.
        rank: how many of these come before it, counted up to 3.
    """

    titled: bool
    mentions: int
    shape: str
    name: str
    peers: int
    rank: int


@dataclass(frozen=True)
class Scene:
    """A document with its references, and what several pairs ask of it: each is found once."""

    view: View
    _masked: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def references(self) -> tuple[Place, ...]:
        """Expressions that refer to what the paper introduces."""
        return references(self.view)

    @cached_property
    def places(self) -> dict[int, tuple[Place, ...]]:
        """Mentions and references of every entity, by offset."""
        every = sorted((*self.view.places, *self.references))
        return {i: tuple(p for p in every if p.entity == i) for i in range(len(self.view.entities))}

    @cached_property
    def owners(self) -> dict[int, int]:
        """Which entity stands at each word that belongs to a mention."""
        return {word: p.entity for p in self.view.places for word in range(p.first, p.last)}

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """What the pairs of each entity share."""
        return tuple(_standing(self, index) for index in range(len(self.view.entities)))

    def masked(self, start: int, end: int) -> tuple[str, ...]:
        """Return the words of a stretch, each mention in it replaced by its type."""
        if (start, end) not in self._masked:
            self._masked[start, end] = tuple(_masked_words(self, start, end))
        return self._masked[start, end]

    def distance(self, first: int, second: int) -> int:
        """The least number of sentences between two entities."""
        return min(abs(p.sentence - q.sentence) for p in self.places[first] for q in self.places[second])


def scene_of(doc: Doc) -> Scene:
    """Return the scene of a document, made once as long as its entities stand.

    Args:
        doc: a document whose entities have roles.
    """
    view = view_of(doc)
    if doc._.scene is None or doc._.scene.view is not view:
        doc._.scene = Scene(view)
    scene: Scene = doc._.scene
    return scene


@dataclass(frozen=True, slots=True, order=True)
class Context:
    """A mention of each end in one sentence, or in two that are neighbours.

    Args:
        apart: number of sentences from one to the other; 0 or 1.
        gap: number of words between the two.
        first: the place of the pair's first entity.
        second: the place of the pair's second entity.
    """

    apart: int
    gap: int
    first: Place
    second: Place


def candidate_pairs(view: View) -> Iterator[tuple[int, int]]:
    """Yield every pair of entities, the first by type, then by first mention.

    Args:
        view: the document.
    """
    order = sorted(range(len(view.entities)), key=lambda i: (_KIND[view.entities[i].type], i))
    yield from ((a, b) for i, a in enumerate(order) for b in order[i + 1 :])


def contexts(scene: Scene, first: int, second: int) -> tuple[Context, ...]:
    """Find the places where both entities stand together, nearest first.

    Args:
        scene: the document.
        first: index of one entity.
        second: index of the other.
    """
    found = [
        Context(abs(p.sentence - q.sentence), _gap(p, q), p, q)
        for p in scene.places[first]
        for q in scene.places[second]
        if abs(p.sentence - q.sentence) <= 1 and (p.mention >= 0 or q.mention >= 0) and _gap(p, q) >= 0
    ]
    return tuple(sorted(found))


def _gap(p: Place, q: Place) -> int:
    return max(p.first, q.first) - min(p.last, q.last)


def pair_features(scene: Scene, first: int, second: int, found: Sequence[Context]) -> list[str]:
    """Return the features of a pair of entities.

    Args:
        scene: the document.
        first: index of the first entity, in the order of `candidate_pairs`.
        second: index of the second.
        found: where both stand together, nearest first.
    """
    near = [c for c in found if c.apart == 0][:_NEAREST] or list(found[:2])
    kinds = _kinds(scene.view, first, second)
    features = list(_shared_features(scene, first, second, kinds, found))
    for context in near:
        features += context_features(scene, context, kinds)
    return features


def _kinds(view: View, first: int, second: int) -> str:
    return view.entities[first].type.value[:2] + view.entities[second].type.value[:2]


def _shared_features(scene: Scene, first: int, second: int, kinds: str, found: Sequence[Context]) -> Iterator[str]:
    a, b = scene.view.entities[first], scene.view.entities[second]
    yield "bias"
    yield f"kinds={kinds}"
    yield f"roles={a.role}-{b.role}"
    yield f"roles={a.role}-{b.role}|{kinds}"
    yield f"role1={a.role}|{kinds}"
    yield f"role2={b.role}|{kinds}"
    together = len({c.first.sentence for c in found if c.apart == 0})
    named = len({c.first.sentence for c in found if c.apart == 0 and min(c.first.mention, c.second.mention) >= 0})
    nearest = found[0].apart if found else 2 + (scene.distance(first, second) > 2)
    yield f"nearest={nearest}"
    yield f"nearest={nearest}|{a.role}-{b.role}|{kinds}"
    yield f"together={min(together, 3)}|{kinds}"
    yield f"named={min(named, 3)}|{kinds}"
    yield f"named={min(named, 3)}|{nearest}|{a.role}-{b.role}"
    one, other = scene.standings[first], scene.standings[second]
    for side, standing, role in (("1", one, a.role), ("2", other, b.role)):
        yield f"title{side}={standing.titled}|{kinds}"
        yield f"count{side}={standing.mentions}|{kinds}"
        yield f"shape{side}={standing.shape}|{kinds}"
        yield f"head{side}={standing.name.split()[-1:]}|{kinds}"
        yield f"name{side}={standing.name}"
        yield f"rank{side}={standing.rank}|{role}|{kinds}"
        yield f"peers{side}={standing.peers}|{standing.rank}|{kinds}"
    yield f"ranks={[one.rank, other.rank]}|{a.role}-{b.role}|{kinds}"
    yield f"size={min(len(scene.view.entities) // 4, 6)}"
    yield from _name_features(one.name.split(), other.name.split(), kinds)


def _standing(scene: Scene, index: int) -> Standing:
    entity = scene.view.entities[index]
    mentions = [place for place in scene.places[index] if place.mention >= 0]
    peers = [i for i, e in enumerate(scene.view.entities) if e.type == entity.type and e.role == entity.role]
    return Standing(
        titled=any(scene.view.in_title(place) for place in mentions),
        mentions=min(len(mentions), 4),
        shape=name_shape(entity),
        name=entity.name.lower(),
        peers=min(len(peers), 4),
        rank=min(peers.index(index), 3),
    )


def _name_features(a: Sequence[str], b: Sequence[str], kinds: str) -> Iterator[str]:
    """Names tell hierarchies: "graph neural network" is a "neural network"."""
    if set(a) < set(b):
        yield f"within|{kinds}|{'end' if a[-1:] == b[-1:] else 'inside'}"
    if set(b) < set(a):
        yield f"around|{kinds}|{'end' if a[-1:] == b[-1:] else 'inside'}"
    if a[-1:] == b[-1:]:
        yield f"samehead|{kinds}"


def context_features(scene: Scene, context: Context, kinds: str) -> Iterator[str]:
    """Yield what holds of one context: the words between, before and after the two mentions.

    Args:
        scene: the document.
        context: the two places.
        kinds: the types of the pair, abbreviated.
    """
    p, q = context.first, context.second
    left, right = (p, q) if p.first <= q.first else (q, p)
    order = (">" if left is p else "<") + ("" if context.apart == 0 else "n")
    order += "" if left.mention >= 0 else "R"
    order += "" if right.mention >= 0 else "r"
    middle = scene.masked(left.last, right.first)
    begin, end = scene.view.sentence_words(left.sentence)[0], scene.view.sentence_words(right.sentence)[1]
    before = scene.masked(begin, left.first)
    after = scene.masked(right.last, end)
    yield f"order={order}|{kinds}"
    yield f"gap={order}|{min(context.gap, 12) // 2}|{kinds}"
    between = [word for word in middle if word.startswith("[")]
    yield f"between={order}|{min(len(between), 3)}|{kinds}"
    yield f"chain={order}|{' '.join(between[:3])}|{kinds}" if len(between) < 4 else f"chain={order}|many"
    yield from _middle_features(middle, order, kinds)
    yield from _outer_features(before[::-1], f"b{order}", kinds)
    yield from _outer_features(after, f"a{order}", kinds)
    if scene.view.in_title(left):
        yield f"titled={order}|{kinds}"
        yield f"titled={order}|{' '.join(middle[:4])}"
    yield f"opening={order}|{' '.join(scene.view.words[begin : begin + 2])}"


def _masked_words(scene: Scene, start: int, end: int) -> Iterator[str]:
    last = None
    for i in range(start, max(start, end)):
        owner = scene.owners.get(i)
        if owner is None:
            yield scene.view.words[i]
        elif owner != last:
            yield f"[{scene.view.entities[owner].type.value[:2]}]"
        last = owner


def _middle_features(middle: Sequence[str], order: str, kinds: str) -> Iterator[str]:
    if len(middle) <= 5:
        yield f"middle={order}|{' '.join(middle)}"
        yield f"middle={order}|{' '.join(middle)}|{kinds}"
    if len(middle) <= _GAP:
        for word in set(middle):
            yield f"mid={order[0]}|{word}"
            yield f"mid={order}|{word}|{kinds}"
        for pair in pairwise(middle):
            yield f"mid={order}|{' '.join(pair)}"
    yield f"start={order}|{' '.join(middle[:2])}"
    yield f"stop={order}|{' '.join(middle[-2:])}"
    yield f"stop={order}|{' '.join(middle[-1:])}|{kinds}"
    classes = [name for word in middle if (name := cue_class(word))]
    for name in set(classes):
        yield f"cue={order}|{name}|{kinds}"
    yield f"cues={order}|{' '.join(classes[:3])}"
    yield f"cues={order}|{' '.join(classes[-1:])}|{kinds}"


def _outer_features(words: Sequence[str], side: str, kinds: str) -> Iterator[str]:
    yield f"{side}0={' '.join(words[:1])}"
    yield f"{side}0={' '.join(words[:1])}|{kinds}"
    yield f"{side}1={' '.join(words[:2])}"
    classes = [name for word in words[:12] if (name := cue_class(word))]
    for name in set(classes):
        yield f"{side}cue={name}|{kinds}"
    yield f"{side}near={' '.join(classes[:1])}|{kinds}"
