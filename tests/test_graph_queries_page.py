"""The page on graph queries shows what the commands really print on the seed graph."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main

PAGE = Path(__file__).parent.parent / "docs" / "graph-queries.md"
_SHOWN = re.compile(r"```sh\nkg ([^\n]+)\n```\n\n```\n(.*?)```\n", re.DOTALL)


def with_real_output(page: str, graph: Path) -> str:
    """Return the page with what each command prints now."""

    def shown(match: re.Match[str]) -> str:
        printed = CliRunner().invoke(main, [*shlex.split(match[1]), "--graph", str(graph)], catch_exceptions=False)
        assert printed.exit_code == 0
        return f"```sh\nkg {match[1]}\n```\n\n```\n{printed.stdout}```\n"

    return _SHOWN.sub(shown, page)


@pytest.mark.parametrize("command", ["path", "neighbors", "similar", "rank", "communities", "compare", "table"])
def test_every_graph_query_is_shown_with_its_output(command):
    assert any(match[1].startswith(command) for match in _SHOWN.finditer(PAGE.read_text("utf-8")))


@pytest.mark.slow
def test_the_page_is_fresh(seed_build, regenerating):
    page = with_real_output(PAGE.read_text("utf-8"), seed_build)
    if regenerating:
        PAGE.write_text(page, encoding="utf-8", newline="\n")
    assert page == PAGE.read_text("utf-8")
