"""What is one paper and what two: a function of the set of records, not of their order."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from kg.model import Paper
from kg.names import fold
from kg.read.combine import combine
from kg.read.likeness import contradict, different_texts, different_works

_TITLE_WORDS = 4  # a shorter title ("Editorial") says nothing about identity
_SLUG_WORDS = 6
_MOST_HOMONYMS = 64  # a name that so many different papers bear says nothing about identity either
_MOST_LISTED = 5
_KIND_NAMES = {"doi": "DOI", "arxiv": "arXiv id", "id": "id"}


@dataclass(frozen=True, slots=True)
class _Group:
    """Records that are one paper: the paper they make, and what it goes by (`doi:…`, `arxiv:…`, `id:…`, `title:…`)."""

    paper: Paper
    names: frozenset[str]
    rank: tuple[bool, bool, bool, str]


def _group(paper: Paper, names: frozenset[str]) -> _Group:
    """Return a group with its place in a total order, where those that say most come first and draw bare records."""
    missing = not paper.abstract, paper.year is None, not paper.authors
    return _Group(paper, names, (*missing, f"{paper.title}\n{_hash(repr(paper))}"))


# By which names records are one paper, and what speaks against it, strongest first.
_STAGES: tuple[tuple[str, Callable[[Paper, Paper], bool]], ...] = (
    ("doi:", different_works),
    ("arxiv:", different_works),
    ("id:", different_texts),
    ("title:", contradict),
)


def merge_records(records: Iterable[Paper]) -> tuple[tuple[Paper, ...], tuple[str, ...]]:
    """Make of records papers, each once and each with an id of its own.

    Args:
        records: papers as single records tell of them, without an id where the source has none.

    Returns:
        The papers by id, and warnings about names that different papers bear. Any order and any repetition of the same
        records gives the same.
    """
    groups = sorted((_group(record, _names(record)) for record in set(records)), key=attrgetter("rank"))
    count = -1
    while count != len(groups):
        count = len(groups)
        for prefix, speaks_against in _STAGES:
            groups = _merged(groups, prefix, speaks_against)
    named = _with_ids(groups)
    papers = _with_own_references(named)
    return tuple(sorted(papers, key=lambda paper: paper.id)), tuple(_warnings(named))


def derived_id(paper: Paper) -> str:
    """Return the id of a paper whose source gives none.

    Args:
        paper: a normalised paper.

    Returns:
        The first six words of the title, folded, and eight hexadecimal digits: of the folded title if it has four words
        or more, else of title and abstract, or of year, venue, address and authors where there is none. `text-` and
        twelve digits of the abstract where there is no title.
    """
    if not paper.title:
        return f"text-{_hash(paper.abstract)[:12]}"
    folded = fold(paper.title)
    circumstances = (paper.year, paper.venue, paper.url, *(author.name for author in paper.authors))
    basis = folded if _is_telling(folded) else f"{folded}\n{paper.abstract or circumstances}"
    return f"{'-'.join(folded.split('-')[:_SLUG_WORDS])}-{_hash(basis)[:8]}"


def _is_telling(folded: str) -> bool:
    return folded.count("-") + 1 >= _TITLE_WORDS


def _names(paper: Paper) -> frozenset[str]:
    names = {f"{kind}:{value}" for kind in _KIND_NAMES if (value := getattr(paper, kind))}
    folded = fold(paper.title) if paper.title else ""
    if _is_telling(folded):
        names.add(f"title:{folded}")
    elif not names:
        names.add(f"id:{derived_id(paper)}")
    return frozenset(names)


def _merged(groups: Sequence[_Group], prefix: str, speaks_against: Callable[[Paper, Paper], bool]) -> list[_Group]:
    """Join groups that share a name, one name after the other, each to the first that nothing speaks against."""
    merged, root = list(groups), list(range(len(groups)))
    bearers: dict[str, list[int]] = defaultdict(list)
    for index, group in enumerate(groups):
        for name in group.names:
            if name.startswith(prefix):
                bearers[name].append(index)
    for name in sorted(bearers):
        centres: list[int] = []
        for index in sorted({_find(root, member) for member in bearers[name]}):
            fitting = (each for each in centres if not speaks_against(merged[each].paper, merged[index].paper))
            centre = next(fitting, index)
            if centre != index:
                root[index] = centre
                merged[centre] = _group(
                    combine(merged[centre].paper, merged[index].paper), merged[centre].names | merged[index].names
                )
            elif len(centres) < _MOST_HOMONYMS:
                centres.append(index)
    return sorted((merged[index] for index in range(len(groups)) if root[index] == index), key=attrgetter("rank"))


def _find(root: list[int], index: int) -> int:
    while root[index] != index:
        root[index] = root[root[index]]
        index = root[index]
    return index


def _with_ids(groups: Sequence[_Group]) -> list[_Group]:
    """Give each paper its id: the shortest of its sources' ids that no other bears, its DOI, arXiv id or a derived one.

    Where several papers would bear one id, the first by rank keeps it and the others get a hash of their text behind.
    """
    bearers = Counter(name for group in groups for name in group.names)
    wanted = [_wanted_id(group, bearers) for group in groups]
    taken, named = set(wanted), list[_Group]()
    seen = set[str]()
    for group, identifier in zip(groups, wanted, strict=True):
        if identifier in seen:
            digests = (_hash(group.paper.text)[:8], _hash(repr(group.paper))[:8], _hash(repr(group.paper)))
            identifier = next(each for digest in digests if (each := f"{identifier}-{digest}") not in taken)
            taken.add(identifier)
        seen.add(identifier)
        named.append(replace(group, paper=replace(group.paper, id=identifier)))
    return named


def _wanted_id(group: _Group, bearers: Counter[str]) -> str:
    own = [name for name in group.names if name.startswith("id:")]
    if own:
        return min(own, key=lambda name: (bearers[name] > 1, len(name), name)).removeprefix("id:")
    return group.paper.doi or group.paper.arxiv or derived_id(group.paper)


def _with_own_references(groups: Sequence[_Group]) -> list[Paper]:
    """Let references name the papers at hand by an identifier that these still bear; a paper does not cite itself."""
    borne = {f"{kind}:{value}" for group in groups for kind in _KIND_NAMES if (value := getattr(group.paper, kind))}
    other_names: dict[str, str] = {}
    for group in groups:
        for name in group.names - borne:
            other_names.setdefault(name, f"id:{group.paper.id}")
    papers = []
    for group in groups:
        own = group.names | {f"id:{group.paper.id}"}
        cited = (other_names.get(name, name) for name in group.paper.references if name not in own)
        papers.append(replace(group.paper, references=tuple(dict.fromkeys(cited))))
    return papers


def _warnings(groups: Sequence[_Group]) -> list[str]:
    bearers: dict[str, list[str]] = defaultdict(list)
    for group in groups:
        for name in group.names:
            bearers[name].append(group.paper.id)
    return [
        f"{_KIND_NAMES[kind]} {value!r} stands with {len(ids)} different texts, kept as papers {_listed(sorted(ids))}"
        for name, ids in sorted(bearers.items())
        for kind, _, value in [name.partition(":")]
        if len(ids) > 1 and kind in _KIND_NAMES
    ]


def _listed(ids: Sequence[str]) -> str:
    more = len(ids) - _MOST_LISTED
    return ", ".join(ids[:_MOST_LISTED]) + (f" and {more} more" if more > 0 else "")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
