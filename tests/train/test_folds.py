"""Jackknifing: nobody is judged by a model that has seen them."""

from dataclasses import dataclass

from kg.train.folds import FOLDS, fold_of, jackknife


@dataclass(frozen=True)
class Item:
    id: str


ITEMS = [Item(f"paper {number}") for number in range(30)]


def test_a_paper_is_unseen_by_the_model_that_judges_it():
    fitted = jackknife(lambda items: {item.id for item in items}, ITEMS)
    assert fitted.whole == {item.id for item in ITEMS}
    for item in ITEMS:
        assert item.id not in fitted.unseen(item)
        assert len(fitted.unseen(item)) > len(ITEMS) / 3


def test_the_fold_depends_on_the_id_alone():
    assert [fold_of(item.id) for item in ITEMS] == [fold_of(item.id) for item in reversed(ITEMS)][::-1]
    assert {fold_of(item.id) for item in ITEMS} == set(range(FOLDS))


def test_nothing_is_fitted_on_a_fold_that_is_held_out():
    held_out = {item.id for item in ITEMS if fold_of(item.id) == 1}
    fitted = jackknife(lambda items: {item.id for item in items}, ITEMS, held_out=1)
    assert fitted.whole == {item.id for item in ITEMS} - held_out
    assert all(held_out.isdisjoint(part) for part in fitted.parts)
    for item in ITEMS:
        assert item.id not in fitted.unseen(item)


def test_a_fold_that_is_held_out_is_judged_by_what_saw_all_others():
    fits = []
    fitted = jackknife(lambda items: fits.append(items) or len(items), ITEMS, held_out=2)
    assert fitted.parts[2] == fitted.whole
    assert len(fits) == FOLDS
