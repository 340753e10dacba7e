"""Counts by key add up the same way in any order and any batch."""

from hypothesis import given
from hypothesis import strategies as st

from kg.link.keys import EntityKey
from kg.link.merge import KeyTable, merge_keys

_SURFACES = st.lists(st.sampled_from(["PLM", "PLMs", "CodeBERT", "code bert"]), min_size=1, max_size=2, unique=True)
_KEYS = st.builds(
    EntityKey,
    key=st.sampled_from(["plm", "code-bert", "codebert", "pretrained-language-model"]),
    rule=st.sampled_from(["name", "long form", "vocabulary: label"]),
    score=st.just(1.0),
    surfaces=_SURFACES.map(tuple),
    short_form=st.sampled_from([None, "PLM"]),
    long_form=st.sampled_from([None, "pretrained language model"]),
)
_BATCHES = st.lists(_KEYS, max_size=8)


def _table(keys):
    table = KeyTable()
    for key in keys:
        table.count(key)
    return table


@given(_BATCHES, _BATCHES)
def test_addition_is_commutative(first, second):
    assert _table(first) + _table(second) == _table(second) + _table(first)


@given(_BATCHES, _BATCHES, _BATCHES)
def test_addition_is_associative(first, second, third):
    a, b, c = map(_table, (first, second, third))
    assert (a + b) + c == a + (b + c)


@given(_BATCHES, st.integers(1, 8))
def test_batches_add_up_to_the_whole(keys, size):
    batches = [keys[start : start + size] for start in range(0, len(keys), size)]
    assert merge_keys(map(_table, batches)) == _table(keys)


def test_only_unexplained_acronyms_count_as_bare():
    bare = EntityKey("plm", "name", 1.0, ("PLMs", "PLM"))
    explained = EntityKey("language-model", "long form", 1.0, ("PLM",), "PLM", "language model")
    word = EntityKey("pruning", "name", 1.0, ("Pruning",))
    assert _table([bare, explained, word]).bare == {"plm": 1}
