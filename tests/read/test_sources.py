"""Files, folders and standard input; encodings and packings; what is no text."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sys
from pathlib import Path

import pytest
from readings import by_id, problems, read_bytes

from kg.errors import InputError
from kg.read import Source, read_papers


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_is_read_with_all_below_it_in_order_of_name(tmp_path):
    write(tmp_path, "b.txt", "Second\n\nbody")
    write(tmp_path, "a/z.md", "# First\nbody")
    write(tmp_path, ".hidden.txt", "Hidden\n\nbody")
    write(tmp_path, ".git/x.txt", "Hidden\n\nbody")
    write(tmp_path, "curation.tsv", "action\tsubject\n")
    reading = read_papers([tmp_path])
    assert [source.name for source in reading.sources] == [str(tmp_path / "a/z.md"), str(tmp_path / "b.txt")]
    assert sorted(paper.title for paper in reading.papers) == ["First", "Second"]
    assert not reading.skipped


def test_links_that_lead_out_of_a_folder_are_not_followed(tmp_path):
    outside = write(tmp_path, "outside/secret.txt", "Secret\n\nbody")
    inside = write(tmp_path, "inside/paper.txt", "Paper\n\nbody")
    (inside.parent / "file.txt").symlink_to(outside)
    (inside.parent / "folder").symlink_to(outside.parent)
    (inside.parent / "loop").symlink_to(inside.parent)
    (inside.parent / "same.txt").symlink_to(inside)
    reading = read_papers([inside.parent])
    assert [paper.title for paper in reading.papers] == ["Paper"]
    assert [Path(each.source).name for each in reading.skipped] == ["file.txt", "folder"]


def test_a_pipe_in_a_folder_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert problems(read_papers([tmp_path])) == [(None, "is no regular file")]


@pytest.mark.parametrize(
    ("inputs", "input_format", "message"),
    [
        (["no-such-file.bib"], None, "no-such-file.bib: there is no such file or folder; check the name"),
        (["-"], "docx", "there is no format 'docx'; choose one of annotations, "),
        ([], None, "no input was named"),
    ],
)
def test_wrong_calls_say_what_to_do(inputs, input_format, message):
    with pytest.raises(InputError, match=message):
        read_papers(inputs, input_format=input_format)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_that_may_not_be_read_is_an_error_only_if_named(tmp_path):
    path = write(tmp_path, "paper.txt", "Paper\n\nbody")
    path.chmod(0)
    with pytest.raises(InputError, match="cannot be opened"):
        read_papers([path])
    assert problems(read_papers([tmp_path]))[0][1].startswith("cannot be opened")


def test_standard_input_is_recognised_too(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'[{"id": "a", "title": "A"}]')))
    reading = read_papers(["-", "-"])
    assert [source.name for source in reading.sources] == ["-"]
    assert set(by_id(reading)) == {"a"}


def test_the_hash_is_that_of_the_stored_bytes(tmp_path):
    path = tmp_path / "papers.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"title": "A"}\n{"title": "B"}\n{"x": 1}\n'))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert read_papers([path]).sources == (Source(str(path), "jsonl", digest, 2),)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"%PDF-1.7 text", "is a PDF"),
        (b"PK\x03\x04rest", "is a ZIP archive"),
        (b"\x00\x01\x02binary", "is no text but binary data"),
        ("text".encode("utf-16-le"), "is no text but binary data"),
        (gzip.compress(b"\x00\x01\x02binary"), "is no text but binary data"),
        (b"\x1f\x8bnot gzip at all", "is damaged"),
    ],
)
def test_what_is_no_text_is_skipped_with_a_reason(data, reason):
    ((line, said),) = problems(read_bytes(data, "paper.txt"))
    assert line is None
    assert said.startswith(reason)


def test_a_file_of_unknown_format_is_skipped():
    ((_, said),) = problems(read_bytes(b"just some words", "notes.log"))
    assert said == "is of no known format; name one with --input-format if it is"


def test_what_stands_before_the_damage_of_a_packed_file_is_kept():
    texts = (hashlib.sha256(b"%d" % number).hexdigest() for number in range(1_500))
    lines = "".join(f'{{"abstract": "{text}"}}\n' for text in texts).encode()
    reading = read_bytes(gzip.compress(lines)[:-200], "papers.jsonl.gz")
    assert 0 < len(reading.papers) < 1_500
    assert problems(reading)[-1][1].startswith("is damaged")


def test_a_packed_file_may_not_unpack_without_end(monkeypatch):
    monkeypatch.setattr("kg.read.sources.UNPACKED_LIMIT", 1_000_000)
    reading = read_bytes(gzip.compress(b'{"title": "A"}\n' + b" " * 10_000_000), "papers.jsonl.gz")
    assert [paper.title for paper in reading.papers] == ["A"]
    assert problems(reading) == [(None, "unpacks to more than 1,000,000 bytes; what follows is left out")]


def test_bytes_that_are_not_utf_8_are_taken_for_windows_1252_and_warned_of():
    data = '{"title": "Gödel – é"}\n'.encode("cp1252") + '{"title": "Erdős"}\n'.encode()
    reading = read_bytes(data)
    assert sorted(paper.title for paper in reading.papers) == ["Erdős", "Gödel – é"]
    assert [warning.partition(": ")[2] for warning in reading.warnings] == [
        "is not UTF-8; bytes that are not were read as Windows-1252"
    ]
