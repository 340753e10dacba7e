"""A build replaces the old one whole or not at all, and touches no file but its own."""

import json
from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.generation import MANIFEST, file_hash, new_generation, read_manifest


def _publish(out, files, facts=None):
    with new_generation(out, facts or {}) as folder:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")


def _files(out):
    found = (path for path in out.rglob("*") if path.is_file())
    return {path.relative_to(out).as_posix(): path.read_text(encoding="utf-8") for path in found}


def test_a_build_is_published_with_its_manifest(tmp_path):
    out = tmp_path / "new" / "exports"
    _publish(out, {"a.txt": "A", "neo4j/b.csv": "é"}, {"version": "1"})
    manifest = read_manifest(out)
    assert manifest["version"] == "1"
    assert manifest["files"] == {
        "a.txt": {"sha256": file_hash(out / "a.txt"), "bytes": 1},
        "neo4j/b.csv": {"sha256": file_hash(out / "neo4j/b.csv"), "bytes": 2},
    }
    assert set(_files(out)) == {"a.txt", "neo4j/b.csv", MANIFEST}


def test_facts_may_be_filled_until_the_block_ends(tmp_path):
    facts = {}
    with new_generation(tmp_path, facts):
        facts["papers"] = 7
    assert read_manifest(tmp_path)["papers"] == 7


def test_the_next_build_takes_the_place_of_the_old_one(tmp_path):
    _publish(tmp_path, {"a.txt": "old", "stale.txt": "old", "neo4j/stale.csv": "old", "neo4j/b.csv": "old"})
    _publish(tmp_path, {"a.txt": "new", "neo4j/b.csv": "new"})
    files = _files(tmp_path)
    del files[MANIFEST]
    assert files == {"a.txt": "new", "neo4j/b.csv": "new"}


def test_files_of_others_stay(tmp_path):
    (tmp_path / "neo4j").mkdir()
    (tmp_path / "notes.md").write_text("mine", encoding="utf-8")
    (tmp_path / "neo4j" / "notes.md").write_text("mine too", encoding="utf-8")
    _publish(tmp_path, {"a.txt": "1", "neo4j/b.csv": "1"})
    _publish(tmp_path, {"a.txt": "2", "neo4j/b.csv": "2"})
    assert _files(tmp_path)["notes.md"] == "mine"
    assert _files(tmp_path)["neo4j/notes.md"] == "mine too"


def test_the_store_is_replaced_whole_and_has_no_hashes(tmp_path):
    _publish(tmp_path, {"store/old.sst": "1"})
    _publish(tmp_path, {"store/new.sst": "2"})
    assert set(_files(tmp_path)) == {"store/new.sst", MANIFEST}
    assert read_manifest(tmp_path)["files"] == {}


def test_a_build_that_fails_leaves_the_old_one(tmp_path):
    _publish(tmp_path, {"a.txt": "old"})
    before = _files(tmp_path)
    with pytest.raises(RuntimeError, match="out of paper"), new_generation(tmp_path, {}) as folder:
        (folder / "a.txt").write_text("half", encoding="utf-8")
        raise RuntimeError("out of paper")
    assert _files(tmp_path) == before
    assert read_manifest(tmp_path)


def test_what_a_killed_build_left_is_swept_away(tmp_path):
    (tmp_path / ".next").mkdir()
    (tmp_path / ".next" / "half.txt").touch()
    _publish(tmp_path, {"a.txt": "1"})
    assert set(_files(tmp_path)) == {"a.txt", MANIFEST}


@pytest.mark.parametrize("moves", range(3))
def test_a_crash_while_switching_is_seen_by_readers(tmp_path, monkeypatch, moves):
    _publish(tmp_path, {"a.txt": "old", "b.txt": "old"})
    done, replace = [], Path.replace

    def crashing(self, target):
        if len(done) == moves:
            raise OSError("no space left")
        done.append(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", crashing)
    with pytest.raises(OSError, match="no space left"):
        _publish(tmp_path, {"a.txt": "new", "b.txt": "new"})
    monkeypatch.undo()
    with pytest.raises(GraphError, match="kg build"):
        read_manifest(tmp_path)
    _publish(tmp_path, {"a.txt": "newer", "b.txt": "newer"})
    assert read_manifest(tmp_path)


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_text("longer than it was")])
def test_a_manifest_that_does_not_fit_its_files_is_an_error(tmp_path, harm):
    _publish(tmp_path, {"a.txt": "text"})
    harm(tmp_path / "a.txt")
    with pytest.raises(GraphError, match=r"a\.txt does not fit .*build again"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("text", ["not json", "[]", '{"version": "1"}', "null"])
def test_a_damaged_manifest_is_an_error_and_the_next_build_mends_it(tmp_path, text):
    (tmp_path / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(GraphError, match="damaged"):
        read_manifest(tmp_path)
    _publish(tmp_path, {"a.txt": "1"})
    assert read_manifest(tmp_path)


def test_no_path_in_a_manifest_leads_out_of_the_folder(tmp_path):
    outside, out = tmp_path / "outside.txt", tmp_path / "out"
    outside.write_text("mine", encoding="utf-8")
    out.mkdir()
    listed = ["../outside.txt", str(outside), "x/../../outside.txt"]
    (out / MANIFEST).write_text(json.dumps({"files": listed}), encoding="utf-8")
    _publish(out, {"a.txt": "1"})
    assert outside.read_text(encoding="utf-8") == "mine"


def test_a_folder_without_a_build_says_how_to_make_one(tmp_path):
    with pytest.raises(GraphError, match="make one with: kg build"):
        read_manifest(tmp_path)


def test_a_file_is_no_place_for_a_build(tmp_path):
    (tmp_path / "out").touch()
    with pytest.raises(GraphError, match="is a file"), new_generation(tmp_path / "out", {}):
        pass
