"""Every error that `kg` raises for a person to read.

KgError
├── InputError        an input file or record could not be read
├── VocabularyError   a SKOS vocabulary is not usable
├── CurationError     a line of the curation file is not usable
├── AnnotationError   a line of an annotation file is not usable
├── GraphError        a built graph is missing, incomplete or does not fit its manifest
├── QueryError        a query does not exist or cannot be run
│   ├── EndpointError     a SPARQL server cannot be asked
│   └── UnansweredError   no query of the library fits a question
└── UnknownNameError  nothing in the graph bears this name
"""

from __future__ import annotations

from collections.abc import Sequence


class KgError(Exception):
    """Root of all errors whose message is meant for the user."""


class InputError(KgError):
    """An input file or one of its records could not be read.

    Args:
        message: what was wrong and what to do.
        source: the file, as the user named it.
        line: line (from 1) where the record starts, if known.
    """

    def __init__(self, message: str, source: str = "", line: int | None = None) -> None:
        self.message, self.source, self.line = message, source, line
        place = f"{source}:{line}: " if source and line else f"{source}: " if source else ""
        super().__init__(place + message)


class VocabularyError(KgError):
    """A SKOS vocabulary is not usable."""


class ModelError(KgError):
    """A trained model is missing, incomplete or not what its card says."""


class CurationError(KgError):
    """A line of the curation file is not usable."""


class AnnotationError(KgError):
    """A line of an annotation file is not usable."""


class GraphError(KgError):
    """A built graph is missing, incomplete or does not fit its manifest."""


class QueryError(KgError):
    """A query does not exist or cannot be run."""


class EndpointError(QueryError):
    """A SPARQL server cannot be reached, refuses, or answers in no known form."""


class UnansweredError(QueryError):
    """No query of the library fits a question.

    Args:
        nearest: the nearest questions that can be answered, best first.
    """

    def __init__(self, nearest: Sequence[str] = ()) -> None:
        self.nearest = tuple(nearest)
        hint = f"; nearest questions are: {' · '.join(self.nearest)}" if self.nearest else ""
        super().__init__(f"I cannot answer that{hint}")


class UnknownNameError(KgError):
    """Nothing in the graph bears this name.

    Args:
        name: what was asked for.
        nearest: the nearest names that exist, best first.
    """

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        self.name, self.nearest = name, tuple(nearest)
        hint = f" Nearest: {'; '.join(self.nearest)}." if self.nearest else ""
        super().__init__(f"Nothing in the graph is called {name!r}.{hint}")
