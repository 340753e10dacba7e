"""The command `kg serve`, where it cannot serve."""

from __future__ import annotations

import socket
import sys

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.serve import ServeSettings
from kg.serve.server import listen


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(main, ["serve", *map(str, arguments)])


def test_a_missing_extra_is_named(run, monkeypatch, served_graph):
    monkeypatch.delitem(sys.modules, "kg.serve.server", raising=False)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    result = run("--graph", served_graph)
    assert result.exit_code == 1
    assert "(uvicorn): pip install 'kg-papers[serve]'" in result.stderr


def test_a_folder_without_a_graph_is_told_so(run, tmp_path):
    result = run("--graph", tmp_path, "--port", 0)
    assert result.exit_code == 1
    assert "holds no graph" in result.stderr


def test_a_port_that_is_taken_is_told_so(run, served_graph):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("--graph", served_graph, "--port", taken.getsockname()[1])
    assert result.exit_code == 1
    assert "choose a --port" in result.stderr


def test_a_short_answer_waits_for_no_acknowledgement():
    """asyncio turns Nagle's algorithm off for sockets that are known as TCP alone; others add 40 ms to an answer."""
    with listen(ServeSettings(port=0)) as listener:
        assert listener.proto == socket.IPPROTO_TCP
