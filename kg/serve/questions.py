"""The query library as pages: a menu, a form for each question, its answer as a table and as files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import QueryError, UnknownNameError
from kg.query import QueryFile, list_queries
from kg.serve.html import rows_of
from kg.serve.process import Job
from kg.serve.refusal import RefusalError
from kg.serve.responses import AnswerResponse
from kg.serve.site import Site

_FILES = {"csv": ("text/csv", "CSV"), "json": ("application/sparql-results+json", "JSON")}
_SHOWN = 500  # rows of a page; the files hold all
_LONGEST = 300  # characters of a value


@dataclass(frozen=True, slots=True)
class Filled:
    """A question with its values put in.

    Args:
        values: parameter → value, defaults included.
        text: SPARQL.
        warnings: values that may mean several things.
    """

    values: Mapping[str, str]
    text: str
    warnings: tuple[str, ...] = ()


def show_menu(site: Site) -> Response:
    """Show the questions, by group.

    Args:
        site: renders the page.
    """
    return site.pages.page("questions", groups=grouped(list_queries()))


async def show_question(site: Site, query: QueryFile, request: Request) -> Response:
    """Show a question: its form, its answer, its SPARQL.

    Args:
        site: where it is asked.
        query: the question.
        request: its parameters are the question's.
    """
    try:
        filled = await _fill(site, query, request)
        answer = await _answer(site, filled.text, request)
    except UnknownNameError as error:
        return _failed(site, query, request, f"Nothing in the graph is called {error.name!r}.", error.nearest)
    except QueryError as error:
        return _failed(site, query, request, str(error), ())
    except RefusalError as error:
        return _failed(site, query, request, error.message, (), error.status)
    columns = answer["head"]["vars"]
    rows = rows_of(answer["results"]["bindings"], columns)
    return site.pages.page(
        "question",
        query=query,
        filled=filled,
        columns=columns,
        rows=rows[:_SHOWN],
        count=len(rows),
        message="",
        near=(),
    )


async def send_answer(site: Site, query: QueryFile, file_form: str, request: Request) -> Response:
    """Send the answer of a question as a file.

    Args:
        site: where it is asked.
        query: the question.
        file_form: `csv` or `json`.
        request: its parameters are the question's.

    Raises:
        RefusalError: a value means nothing, or the query reached a limit.
    """
    media_type, form = _FILES[file_form]
    try:
        filled = await _fill(site, query, request)
    except (QueryError, UnknownNameError) as error:
        raise RefusalError(400, str(error)) from error
    answer = await site.run(Job(filled.text, form), request)
    response = AnswerResponse(answer, media_type, site.settings.patience)
    response.headers["Content-Disposition"] = f'attachment; filename="{query.name}.{file_form}"'
    return response


def find_question(name: str) -> tuple[QueryFile, str] | None:
    """Return a question and the form of file that an address asks for; empty where it asks for none.

    Args:
        name: last segment of the address: `outperforms` or `outperforms.csv`.
    """
    stem, _, file_form = name.partition(".")
    found = next((query for query in list_queries() if query.name == stem), None)
    return (found, file_form) if found and file_form in ("", *_FILES) else None


def grouped(queries: Iterable[QueryFile]) -> list[tuple[str, list[QueryFile]]]:
    """Return questions by the group that their first tag names, both in the order of the alphabet.

    Args:
        queries: any.
    """
    ordered = sorted(queries, key=lambda query: (query.tags[:1], query.name))
    return [(tag[0] if tag else "other", list(found)) for tag, found in groupby(ordered, key=lambda q: q.tags[:1])]


async def _fill(site: Site, query: QueryFile, request: Request) -> Filled:
    values = _values(query, request)
    defaults = {parameter.name: parameter.default for parameter in query.parameters}
    changed = {name: value for name, value in values.items() if value != defaults[name]}
    text, warnings = await site.catalogue.look_up(lambda: site.catalogue.fill(query, changed))
    return Filled(values, text, tuple(warnings))


def _values(query: QueryFile, request: Request) -> dict[str, str]:
    given = request.query_params
    return {p.name: given.get(p.name, "").strip()[:_LONGEST] or p.default for p in query.parameters}


async def _answer(site: Site, text: str, request: Request) -> dict[str, Any]:
    answer = await site.run(Job(text, "JSON"), request)
    with answer.body as body:
        found: dict[str, Any] = json.load(body)
    return found


def _failed(
    site: Site, query: QueryFile, request: Request, message: str, near: Iterable[str], status: int = 400
) -> Response:
    filled = Filled(_values(query, request), query.text)
    return site.pages.page(
        "question", status=status, query=query, filled=filled, columns=(), rows=(), count=0, message=message, near=near
    )
