"""The main job: what a build publishes, and the law that the same papers give the same bytes."""

from __future__ import annotations

import json
import math
import os
import random
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
from seed_corpus import SEEDS, write_papers

from kg.annotations import annotation_line, read_annotations
from kg.build import build
from kg.errors import GraphError, KgError
from kg.export.places import read_places
from kg.extract import extract_annotations
from kg.generation import file_hash, read_manifest
from kg.settings import Settings
from kg.vocabulary.load import load_vocabulary

PUBLISHED = {
    "annotations.jsonl",
    "explorer.html",
    "graph.gexf",
    "graph.graphml",
    "graph.html",
    "graph.jsonld",
    "graph.nq",
    "graph.trig",
    "graph.ttl",
    "manifest.json",
    "merges.sssom.tsv",
    "merges.tsv",
    "neo4j",
    "report.md",
    "store",
}
# Paths and record numbers may stand in these two, and a database file depends on when it was compacted.
MAY_DIFFER = {"manifest.json", "report.md", "store"}


def contents(folder: Path) -> dict[str, str]:
    """The hash of every file that must be the same for the same papers."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: file_hash(path) for name, path in names.items() if name.split("/")[0] not in MAY_DIFFER}


def test_a_build_publishes_every_file_and_a_manifest_that_fits(small_build):
    assert {path.name for path in small_build.iterdir()} == PUBLISHED
    manifest = read_manifest(small_build)
    assert manifest["counts"]["nodes"]["Paper"] == 8
    for name, facts in manifest["files"].items():
        assert file_hash(small_build / name) == facts["sha256"]


def test_every_mention_of_the_annotations_stands_where_it_says(small_build):
    annotations = list(read_annotations(small_build / "annotations.jsonl"))
    assert len(annotations) == 8
    for annotation in annotations:
        assert annotation.entities
        for entity in annotation.entities:
            assert entity.node
            assert all(m.text == annotation.paper.text[m.start : m.end] for m in entity.mentions)


def test_papers_in_another_order_give_the_same_bytes(small_build, seed_papers, tmp_path):
    shuffled = list(seed_papers[:8])
    random.Random(3).shuffle(shuffled)
    halves = [write_papers(shuffled[:3], tmp_path / "b.jsonl"), write_papers(shuffled[3:], tmp_path / "a.jsonl")]
    build(halves, tmp_path / "graph")
    assert contents(tmp_path / "graph") == contents(small_build)


def test_a_rerun_from_the_annotations_gives_the_same_bytes(small_build, tmp_path):
    build([small_build / "annotations.jsonl"], tmp_path / "graph")
    assert contents(tmp_path / "graph") == contents(small_build)


@pytest.mark.slow
def test_removing_a_paper_gives_the_bytes_of_a_clean_build(seed_papers, tmp_path):
    out = tmp_path / "grown"
    build([write_papers(seed_papers[:3], tmp_path / "three.jsonl")], out)
    build([write_papers(seed_papers[:2], tmp_path / "two.jsonl")], out)
    build([tmp_path / "two.jsonl"], tmp_path / "clean")
    assert contents(out) == contents(tmp_path / "clean")


def test_a_correction_by_a_person_survives_a_rerun(small_build, tmp_path):
    lines = [json.loads(line) for line in (small_build / "annotations.jsonl").read_text("utf-8").splitlines()]
    removed = lines[0]["entities"][0]["id"]
    lines[0]["entities"] = lines[0]["entities"][1:]
    lines[0]["relations"] = [r for r in lines[0]["relations"] if removed not in (r["head"], r["tail"])]
    for result in lines[0]["results"]:
        result |= {end: None for end in ("subject", "metric", "dataset") if result[end] == removed}
    corrected = tmp_path / "annotations.jsonl"
    corrected.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    build([corrected], tmp_path / "graph")
    again = next(read_annotations(tmp_path / "graph" / "annotations.jsonl"))
    assert removed not in {entity.id for entity in again.entities}


def test_a_build_can_keep_the_places_of_a_former_one(small_build, seed_papers, tmp_path):
    papers = write_papers(seed_papers[:7], tmp_path / "fewer.jsonl")
    old = read_places(small_build)
    size = max(math.hypot(*place) for place in old.values())
    build([papers], tmp_path / "near", Settings(layout_from=small_build))
    new = read_places(tmp_path / "near")
    assert statistics.median(math.dist(old[iri], new[iri]) for iri in old.keys() & new.keys()) < size / 50
    assert read_manifest(tmp_path / "near")["options"]["layout_from"] == str(small_build)


def test_a_former_build_that_is_none_is_told_before_the_work(small_build, tmp_path):
    with pytest.raises(GraphError, match="holds no graph"):
        build([small_build / "annotations.jsonl"], tmp_path / "graph", Settings(layout_from=tmp_path))
    assert not (tmp_path / "graph").exists()


def test_another_base_changes_the_iris_and_nothing_else(small_build, tmp_path):
    build([small_build / "annotations.jsonl"], tmp_path / "graph", Settings(base="https://example.org/mine/"))
    here, there = ((folder / "graph.ttl").read_text("utf-8") for folder in (small_build, tmp_path / "graph"))
    assert "https://kg.example/id/" not in there
    assert here.count("prefLabel") == there.count("prefLabel")


def test_nothing_to_read_is_an_error_that_leaves_the_old_build(small_build, tmp_path):
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    before = contents(small_build)
    with pytest.raises(KgError, match="no paper"):
        build([empty], small_build)
    assert contents(small_build) == before


def test_a_folder_that_is_a_file_is_refused(small_build, tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(GraphError, match="is a file"):
        build([small_build / "annotations.jsonl"], tmp_path / "file")


@pytest.mark.slow
def test_batches_processes_and_company_do_not_change_an_annotation(seed_papers):
    vocabulary = load_vocabulary()
    papers = list(seed_papers[:24])
    expected = {a.paper.id: annotation_line(a) for a in extract_annotations(papers, vocabulary)}
    random.Random(5).shuffle(papers)
    for processes, batch_size in [(1, 1), (2, 1), (2, 7), (2, 64)]:
        found = extract_annotations(papers, vocabulary, processes=processes, batch_size=batch_size)
        assert {a.paper.id: annotation_line(a) for a in found} == expected


@pytest.mark.slow
def test_locale_hash_seed_and_processes_do_not_change_the_bytes_of_the_seed_graph(tmp_path):
    environments = [
        {"LC_ALL": "C", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0"},
        {"LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"},
    ]
    found = []
    for processes, environment in enumerate(environments, start=1):
        out = tmp_path / str(processes)
        command = [sys.executable, "-m", "kg", "build", str(SEEDS), "--out", str(out), "--processes", str(processes)]
        subprocess.run(command, check=True, env={**os.environ, **environment}, capture_output=True)
        found.append(contents(out))
    assert found[0] == found[1]
    assert len(list(read_annotations(tmp_path / "1" / "annotations.jsonl"))) == 104
