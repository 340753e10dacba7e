"""The merge ledger as SSSOM/TSV: the standard's slots, and the same bytes every time."""

from __future__ import annotations

import csv

import pytest

from kg.iris import Iris
from kg.model import Merge
from kg.rdf.sssom import write_sssom

MERGES = (
    Merge("bignet", "Big-Net", "spacing", 1.0, 2),
    Merge("knowledge-distillation", "KD", "name; short form", 0.95, 3),
    Merge("weight-pruning", '"pruning"\tof weights', "curation: merge", 1.0, 1),
    Merge("gone", "no node any more", "name", 1.0, 1),
)
BOTH = ("predicate_id", "object_id", "mapping_justification")  # required of every mapping by SSSOM 1.0


@pytest.fixture
def written(tiny_graph, tmp_path, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)

    def write(merges=MERGES):
        write_sssom(merges, tiny_graph, tmp_path / "merges.sssom.tsv", Iris())
        return (tmp_path / "merges.sssom.tsv").read_text(encoding="utf-8")

    return write


def _rows(text):
    return list(csv.DictReader((line for line in text.splitlines() if not line.startswith("#")), delimiter="\t"))


def _curie_map(text):
    lines = [line.removeprefix("#  ") for line in text.splitlines() if line.startswith("#  ")]
    return {prefix: iri.strip('"') for prefix, iri in (line.split(": ", 1) for line in lines)}


def test_every_mapping_has_the_slots_that_the_standard_requires(written):
    for row in _rows(written()):
        assert all(row[slot] for slot in BOTH)
        assert row["subject_id"] if row["subject_type"] == "skos concept" else row["subject_label"]
        assert (row["subject_type"] == "rdfs literal") == (not row["subject_id"])
        assert 0 <= float(row["confidence"]) <= 1


def test_every_reference_is_a_curie_of_a_declared_prefix(written):
    text = written()
    prefixes = _curie_map(text)
    for row in _rows(text):
        for slot in ("subject_id", *BOTH):
            assert not row[slot] or row[slot].split(":")[0] in prefixes
    matches = [row for row in _rows(text) if row["subject_id"] == "entity:knowledge-distillation"]
    expanded = {prefixes[prefix] + local for row in matches for prefix, local in [row["object_id"].split(":")]}
    assert "https://elsewhere.example/KD" in expanded


def test_the_rule_gives_the_justification(written):
    found = {row["subject_label"]: row["mapping_justification"] for row in _rows(written()) if not row["subject_id"]}
    assert found == {
        "Big-Net": "semapv:LexicalMatching",
        "KD": "semapv:BackgroundKnowledgeBasedMatching",
        '"pruning" of weights': "semapv:ManualMappingCuration",
    }


def test_order_does_not_matter_and_time_stands_in_it_only_when_told(written, monkeypatch):
    text = written()
    assert text == written(tuple(reversed(MERGES)))
    assert "mapping_date" not in text
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert '#mapping_date: "1970-01-01"' in written()
