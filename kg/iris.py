"""Minting of IRIs: deterministic, readable, percent-encoded, one function per kind of thing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import quote

ONTOLOGY = "https://kg.example/ontology#"
DEFAULT_BASE = "https://kg.example/id/"
_SEPARATOR = "\x1f"


def digest(*parts: str) -> str:
    """Return a short stable hash of some strings (80 bits, as 20 hexadecimal digits).

    Args:
        parts: strings whose order matters.
    """
    return hashlib.sha256(_SEPARATOR.join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def slug(text: str) -> str:
    """Percent-encode a string so that it is one segment of an IRI; different strings stay different.

    Args:
        text: an id, a key or a folded name.
    """
    return quote(text, safe="-._~", errors="surrogatepass")


@dataclass(frozen=True, slots=True)
class Iris:
    """Mints the IRIs of one data set.

    Args:
        base: what every instance IRI starts with; ends with `/` or `#`.
    """

    base: str = DEFAULT_BASE

    def paper(self, paper_id: str) -> str:
        """IRI of a paper."""
        return f"{self.base}paper/{slug(paper_id)}"

    def text(self, paper_id: str) -> str:
        """IRI of a paper's annotated text, which offsets count in."""
        return f"{self.base}paper/{slug(paper_id)}/text"

    def paper_graph(self, paper_id: str) -> str:
        """IRI of the named graph that holds what one paper says."""
        return f"{self.base}graph/{slug(paper_id)}"

    def entity(self, key: str) -> str:
        """IRI of an entity; holds neither its type nor its label."""
        return f"{self.base}entity/{slug(key)}"

    def person(self, key: str) -> str:
        """IRI of a person, by ORCID or else by folded name."""
        return f"{self.base}person/{slug(key)}"

    def venue(self, key: str) -> str:
        """IRI of a journal, conference or publisher, by folded name."""
        return f"{self.base}venue/{slug(key)}"

    def reference(self, reference: str) -> str:
        """IRI of a cited work that is not in the collection (`doi:…`, `arxiv:…`, `id:…`)."""
        return f"{self.base}reference/{slug(reference)}"

    def result(self, paper_id: str, *parts: str) -> str:
        """IRI of a result that a paper reports."""
        return f"{self.base}result/{slug(paper_id)}/{digest(*parts)}"

    def claim(self, subject: str, predicate: str, obj: str) -> str:
        """IRI of a fact as the whole collection states it."""
        return f"{self.base}claim/{digest(subject, predicate, obj)}"

    def statement(self, subject: str, predicate: str, obj: str, paper: str, polarity: str) -> str:
        """IRI of a fact as one paper states it."""
        return f"{self.base}statement/{digest(subject, predicate, obj, paper, polarity)}"

    def inference(self, subject: str, predicate: str, obj: str) -> str:
        """IRI of a fact that no source states: how it was inferred hangs on it."""
        return f"{self.base}inference/{digest(subject, predicate, obj)}"

    def evidence(self, claim: str, paper: str, start: int, end: int, *parts: str) -> str:
        """IRI of one piece of evidence: a place in a paper's text that supports a claim."""
        return f"{self.base}evidence/{digest(claim, paper, str(start), str(end), *parts)}"

    def agent(self, producer: str) -> str:
        """IRI of what produced a piece of evidence (`vocabulary`, `model:…`, `person`)."""
        return f"{self.base}agent/{slug(producer)}"

    def scheme(self, name: str) -> str:
        """IRI of a concept scheme: `vocabulary` (curated) or `found`."""
        return f"{self.base}scheme/{slug(name)}"

    def about(self, *path: str) -> str:
        """IRI of something that describes the data set itself, such as `dataset`, `build` or a partition."""
        return self.base + "/".join(slug(part) for part in ("about", *path))
