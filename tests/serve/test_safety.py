"""Whom the server answers, and what a query cannot do."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys

import pytest
from asking import DIRECT, FORM, LIMITS, ORIGIN

ASK = "/sparql?query=ASK%20%7B%7D"
ONLY_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can cut a process off")


@pytest.mark.parametrize("host", ["localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "LOCALHOST:{port}"])
def test_this_machine_is_answered(server, host):
    assert server.get(ASK, Host=host.format(port=server.port)).status == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "localhost:1", "127.0.0.1.evil.example", ""])
def test_another_host_is_not_answered(server, host):
    reply = server.get(ASK, Host=host.format(port=server.port))
    assert reply.status == 421
    assert "--allow-host" in reply.text


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1", "http://127.0.0.1"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_a_foreign_page_is_not_answered(server, origin, method):
    reply = server.send(method, ASK, Origin=origin)
    assert reply.status == 403
    assert "Access-Control-Allow-Origin" not in reply.headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_foreign_page_cannot_ask_through_an_image_or_a_form_either(server, site):
    assert server.get(ASK, Sec_Fetch_Site=site, Sec_Fetch_Mode="no-cors").status == 403
    assert server.get("/health", Sec_Fetch_Site=site, Sec_Fetch_Mode="navigate").status == 200


def test_own_pages_are_answered(server):
    own = f"http://{server.host}:{server.port}"
    reply = server.get(ASK, Origin=own, Sec_Fetch_Site="same-origin")
    assert reply.status == 200
    assert "Access-Control-Allow-Origin" not in reply.headers


def test_what_is_allowed_is_answered(hasty_server):
    answered = [hasty_server.get("/health", Host=f"kg.example{port}").status for port in ("", ":81", ":82")]
    assert answered == [200, 200, 421]
    reply = hasty_server.get("/health", Origin=ORIGIN)
    assert (reply.status, reply.headers["Access-Control-Allow-Origin"]) == (200, ORIGIN)
    assert "Origin" in reply.headers["Vary"]
    preflight = hasty_server.send("OPTIONS", "/sparql", Origin=ORIGIN, Access_Control_Request_Method="POST")
    assert preflight.status == 204
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert hasty_server.get("/health", Origin="https://evil.example").status == 403


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/sparql", "GET, HEAD, OPTIONS, POST"),
        ("/reconcile", "GET, HEAD, OPTIONS, POST"),
        ("/entity/bignet", "GET, HEAD, OPTIONS"),
        ("/static/site.css", "GET, HEAD, OPTIONS"),
    ],
)
def test_an_address_tells_its_methods(server, path, methods):
    told, refused = server.send("OPTIONS", path), server.send("PUT", path)
    assert (told.status, told.headers["Allow"]) == (204, methods)
    assert (refused.status, refused.headers["Allow"]) == (405, methods)


@pytest.mark.parametrize("target", [ASK, "/health", "/nowhere", "/sparql?query=x"])
def test_every_answer_has_the_headers_of_safety(server, target):
    headers = server.get(target).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert (headers["X-Content-Type-Options"], headers["Referrer-Policy"]) == ("nosniff", "no-referrer")


UPDATES = [
    "INSERT DATA { <https://a.example/> <https://a.example/> 1 }",
    "PREFIX a: <https://a.example/> DELETE WHERE { ?s ?p ?o }",
    "LOAD <https://a.example/>",
    "CLEAR ALL",
    "WITH <https://a.example/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("update", UPDATES)
def test_no_form_of_update_passes(server, update):
    assert server.ask(update).status == 400
    assert server.post(update, DIRECT).status == 400
    assert server.post(update, "application/sparql-update").status == 415
    assert server.post(f"update={update.replace(' ', '+')}", FORM).status == 403
    assert server.get(f"/sparql?update={update.replace(' ', '+')}").status == 403
    assert "read-only" in server.ask(update).text


def test_a_query_cannot_ask_another_server(server):
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(0.2)
        address = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/"
        for query in (f"SELECT * {{ SERVICE <{address}> {{}} }}", f"ASK FROM <{address}> {{}}"):
            server.ask(query, ("default-graph-uri", address))
            with pytest.raises(TimeoutError):
                elsewhere.accept()
    assert server.ask(f"SELECT * {{ SERVICE <{address}> {{}} }}").status == 403


ATTEMPTS = (
    "socket.socket(socket.AF_INET)",
    "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
    "socket.socket(socket.AF_UNIX)",
    "socket.socketpair()",
    "subprocess.run(['true'])",
    "list(pyoxigraph.Store().query('SELECT * { SERVICE <http://127.0.0.1:8/> {} }'))",
)
PROGRAM = """
import socket, subprocess, sys, pyoxigraph, kg.serve.isolation
assert kg.serve.isolation.cut_off_network()
for attempt in sys.argv[1:]:
    try:
        print(eval(attempt))
    except OSError as error:
        print(error)
"""


@ONLY_LINUX
def test_a_query_process_cannot_open_a_socket_nor_start_a_program():
    command = [sys.executable, "-c", PROGRAM, *ATTEMPTS]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert [line for line in done.stdout.splitlines() if "not permitted" not in line] == []
    assert len(done.stdout.splitlines()) == len(ATTEMPTS)


@ONLY_LINUX
def test_the_processes_of_the_server_are_cut_off(server):
    assert json.loads(server.get("/health").text) == {"status": "ok", "network_cut_off": True, "memory_limited": True}
    children = _children(server.process)
    assert len(children) >= LIMITS.workers
    for child in children:
        with open(f"/proc/{child}/status", encoding="ascii") as status:  # noqa: PTH123
            assert "Seccomp:\t2\n" in status.read()


def _children(parent):
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and _parent(name) == parent]  # noqa: PTH208


def _parent(process):
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8") as file:  # noqa: PTH123
            return int(file.read().rpartition(")")[2].split()[1])
    except OSError:
        return 0
