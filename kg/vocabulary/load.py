"""Loading of the shipped vocabulary and of SKOS files that the user adds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from kg.errors import VocabularyError
from kg.vocabulary.compiled import decode
from kg.vocabulary.extend import SkosFile, extend_vocabulary
from kg.vocabulary.lookup import Vocabulary, make_indexed_vocabulary, make_vocabulary

_COMPILED = Path(__file__).parent / "compiled.json"


def load_vocabulary(extra: Sequence[Path] = ()) -> Vocabulary:
    """Load the shipped vocabulary, and the user's SKOS files with it.

    Args:
        extra: SKOS files in Turtle, N-Triples, RDF/XML or JSON-LD; their order does not matter.

    Returns:
        The vocabulary; the order, names and places of the files do not change it, apart from its warnings.

    Raises:
        VocabularyError: a file cannot be used; says which and what to do.
    """
    compiled = _COMPILED.read_bytes()
    shipped = decode(compiled)
    if not extra:
        return make_indexed_vocabulary(shipped.concepts, shipped.index, shipped.homographs, _digest([compiled]))
    from kg.vocabulary.compile import read_skos  # here, since only users' files need an RDF parser

    contents = sorted((_read(path), path) for path in extra)
    files = [SkosFile(str(path), read_skos(path)) for _, path in contents]
    extended = extend_vocabulary(shipped, files)
    content_hash = _digest([compiled, *(content for content, _ in contents)])
    return make_vocabulary(extended.concepts, extended.labels, shipped.homographs, content_hash, extended.warnings)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise VocabularyError(f"{path}: {error.strerror}. Check the path of the vocabulary.") from error


def _digest(contents: Sequence[bytes]) -> str:
    parts = b"".join(hashlib.sha256(content).digest() for content in contents)
    return hashlib.sha256(parts).hexdigest()
