"""Where papers come from: files, folders and standard input, opened as text whatever their encoding and packing."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO

from kg.errors import InputError
from kg.model import Skipped
from kg.read.records import Head, SourceError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

STANDARD_INPUT = "-"
UNPACKED_LIMIT = 16 * 1024**3  # bytes that a packed file may unpack to
_IN_MEMORY = 32 * 1024**2
_HEAD = 1 << 16
_GZIP = b"\x1f\x8b"
_CURATION = "curation.tsv"  # stands beside the inputs and is read by the build
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = (
    (b"%PDF-", "is a PDF; convert it to text first"),
    (b"PK\x03\x04", "is a ZIP archive or an office document; unpack it, or save the table as CSV"),
    (b"\xd0\xcf\x11\xe0", "is an office document; save the table as CSV"),
    (b"BZh", "is packed with bzip2; unpack it or use gzip"),
    (b"\xfd7zXZ", "is packed with xz; unpack it or use gzip"),
    (b"\x28\xb5\x2f\xfd", "is packed with zstd; unpack it or use gzip"),
    (b"PAR1", "is a Parquet file; save it as JSON Lines"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b"))
_MOST_CONTROLS = 0.05
_WINDOWS = "kg-windows-1252"
# The five bytes that Windows-1252 leaves open stand for themselves, as in Latin-1.
_WINDOWS_CHARACTERS = tuple(
    bytes([byte]).decode("latin-1" if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else "cp1252") for byte in range(256)
)


@dataclass(frozen=True, slots=True)
class Place:
    """One file, or standard input where `path` is None; `named` if the user named it rather than its folder."""

    name: str
    path: Path | None
    named: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A place opened as text: its start, the hash of its bytes as they are stored, and the meter of its encoding."""

    head: Head
    text: TextIO
    sha256: str
    meter: Meter


def find_places(inputs: Sequence[str | Path]) -> Iterator[Place | Skipped]:
    """Yield the files that inputs stand for, folders in order of name, and what in a folder cannot be read.

    Hidden files, the curation file and links to files that the folder holds anyway are passed over.

    Args:
        inputs: files, folders or `-`.

    Raises:
        InputError: there is no such file or folder.
    """
    for each in dict.fromkeys(map(str, inputs)):
        path = Path(each)
        if each == STANDARD_INPUT:
            yield Place(STANDARD_INPUT, None, named=True)
        elif path.is_dir():
            yield from _in_folder(path, path.resolve())
        elif path.exists():
            yield Place(_shown(path), path, named=True)
        else:
            raise InputError("there is no such file or folder; check the name", _shown(path))


def _in_folder(folder: Path, root: Path) -> Iterator[Place | Skipped]:
    try:
        members = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        yield Skipped(_shown(folder), None, f"cannot be opened: {error.strerror}")
        return
    for path in members:
        if path.name.startswith(".") or path.name == _CURATION:
            continue
        if path.is_symlink():
            if not path.resolve().is_relative_to(root):
                yield Skipped(_shown(path), None, "is a link that leads out of the folder; name its target as an input")
        elif path.is_dir():
            yield from _in_folder(path, root)
        elif path.is_file():
            yield Place(_shown(path), path, named=False)
        else:
            yield Skipped(_shown(path), None, "is no regular file")


def _shown(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "replace")


@contextmanager
def open_place(place: Place) -> Iterator[Opened]:
    """Open a place as text.

    UTF-8, and UTF-16 or UTF-32 with a byte order mark, are told apart; bytes that are not UTF-8 are taken for
    Windows-1252, one by one. Gzip is unpacked.

    Args:
        place: what `find_places` found.

    Raises:
        SourceError: it is no text, is empty, unpacks to more than `UNPACKED_LIMIT` bytes (this one also while it is
            read), or stands in a folder and cannot be opened.
        InputError: the user named it and it cannot be opened.
    """
    codecs.register_error(_WINDOWS, _windows_characters)
    with _binary(place) as stored:
        sha256 = hashlib.file_digest(stored, "sha256").hexdigest()  # type: ignore[arg-type]
        stored.seek(0)
        packed = stored.read(2) == _GZIP
        stored.seek(0)
        meter = Meter(gzip.GzipFile(fileobj=stored), UNPACKED_LIMIT) if packed else Meter(stored, sys.maxsize)
        start = meter.read(_HEAD)
        _check(start)
        encoding = next((name for mark, name in _BYTE_ORDER_MARKS if start.startswith(mark)), "utf-8")
        meter.seek(0)
        errors = _WINDOWS if encoding == "utf-8" else "replace"
        text = io.TextIOWrapper(io.BufferedReader(meter), encoding=encoding, errors=errors)
        head = Head(place.name.removesuffix(".gz"), text.read(_HEAD))
        text.seek(0)
        yield Opened(head, text, sha256, meter)


class Meter(io.RawIOBase):
    """Passes bytes through and counts them; `is_utf8` says whether all that was read so far is UTF-8."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, limit: int) -> None:
        super().__init__()
        self._stream, self._limit = stream, limit
        self._restart()

    def _restart(self) -> None:
        self._count, self.is_utf8 = 0, True
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the position in the unpacked bytes."""
        return self._stream.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Move to a position; a move to the start starts the counting anew."""
        position = self._stream.seek(offset, whence)
        if position == 0:
            self._restart()
        return position

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read into a buffer and return how many bytes."""
        view = memoryview(buffer).cast("B")
        data = self._stream.read(len(view))
        view[: len(data)] = data
        self._count += len(data)
        if self._count > self._limit:
            raise SourceError(f"unpacks to more than {self._limit:,} bytes; what follows is left out")
        if self.is_utf8:
            try:
                self._decoder.decode(data, final=not data)
            except UnicodeDecodeError:
                self.is_utf8 = False
        return len(data)


@contextmanager
def _binary(place: Place) -> Iterator[IO[bytes]]:
    """Open the stored bytes so that they can be read twice; what can be read once only is copied first."""
    if place.path is None:
        with _copied(sys.stdin.buffer) as copy:
            yield copy
        return
    try:
        stored = place.path.open("rb")
    except OSError as error:
        message = f"cannot be opened: {error.strerror}"
        raise (InputError(message, place.name) if place.named else SourceError(message)) from error
    with stored:
        if stored.seekable():
            yield stored
        else:
            with _copied(stored) as copy:
                yield copy


@contextmanager
def _copied(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
        yield copy


def _check(start: bytes) -> None:
    if not start.strip():
        raise SourceError("is empty")
    for mark, reason in _NOT_TEXT:
        if start.startswith(mark):
            raise SourceError(reason)
    has_mark = any(start.startswith(mark) for mark, _ in _BYTE_ORDER_MARKS)
    controls = len(start) - len(start.translate(None, delete=_CONTROLS))
    if not has_mark and controls > _MOST_CONTROLS * len(start):
        raise SourceError("is no text but binary data")


def _windows_characters(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(_WINDOWS_CHARACTERS[byte] for byte in wrong), error.end
