"""What became of a query, for whoever asked it: the answer, or why there is none."""

from __future__ import annotations

import re

from kg.serve.process import Answer, Job, ProcessDiedError, died_of
from kg.serve.refusal import RefusalError
from kg.serve.settings import ServeSettings

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_LONGEST = 200  # characters of the engine's own words


def checked(answer: Answer, job: Job, settings: ServeSettings) -> Answer:
    """Return an answer that is whole.

    Args:
        answer: what a process wrote.
        job: what it was asked.
        settings: the limits, for the message.

    Raises:
        RefusalError: the process says that it is not whole.
    """
    kind = answer.end["kind"]
    if kind == "done":
        return answer
    answer.body.close()
    if kind == "limit":
        raise limit_refusal(answer.end["limit"], settings)
    if kind == "syntax":
        raise RefusalError(400, _syntax(job.text, answer.end["message"]))
    raise RefusalError(500, f"the query could not be run: {answer.end['message']}")


def death_refusal(error: ProcessDiedError, settings: ServeSettings) -> RefusalError:
    """Return why a query whose process ended has no answer.

    Args:
        error: how it ended.
        settings: the limits, for the message.
    """
    limit = died_of(error)
    return limit_refusal(limit, settings) if limit else RefusalError(500, f"the query could not be run: {error}")


def limit_refusal(name: str, settings: ServeSettings) -> RefusalError:
    """Return that a query reached a limit.

    Args:
        name: of the limit.
        settings: the limits, for the message.
    """
    status, text = {
        "depth": (400, "the query nests too deeply"),
        "max-bytes": (413, f"the answer has more than {settings.max_bytes:,} bytes (--max-bytes); ask for less"),
        "max-rows": (413, f"the answer has more than {settings.max_rows:,} rows (--max-rows); ask with a LIMIT"),
        "memory": (503, f"the query needs more than {settings.memory:,} MiB of memory (--memory); ask for less"),
        "timeout": (503, f"the query ran for {settings.timeout:g} seconds, the limit (--timeout); ask for less"),
    }[name]
    return RefusalError(status, text, limit=name)


def _syntax(text: str, message: str) -> str:
    place = _PLACE.fullmatch(message)
    if not place:
        return f"the query is no legal SPARQL: {message[:_LONGEST]}"
    line, column, reason = int(place[1]), int(place[2]), place[3]
    short = reason if len(reason) <= _LONGEST else f"{reason[:_LONGEST]} …"
    lines = text.split("\n")
    shown = lines[line - 1] if line <= len(lines) else ""
    before, after = shown[: column - 1][-_LONGEST:], shown[column - 1 :][:_LONGEST]
    return f"the query is no legal SPARQL, line {line}, column {column}: {short}\n  {before}⟪here⟫{after}"
