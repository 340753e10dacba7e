"""The description of what can be asked, and whether the server keeps to it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.routing import Route

from kg.serve.app import routes
from kg.serve.html import RESOURCE_KINDS
from kg.serve.openapi import openapi

HERE = Path(__file__).parent
EXAMPLES = os.environ.get("KG_EXAMPLES", "15")


@pytest.fixture(scope="module")
def described():
    return openapi("http://localhost:8010", "https://kg.example/id/")


def test_every_address_is_described_but_the_files_of_the_pages(described):
    own = {f"/{kind}/{{path:path}}": "/{kind}/{path}" for kind in RESOURCE_KINDS}
    served = {own.get(route.path, route.path) for route in routes() if isinstance(route, Route)}
    assert served - {"/static/colours.css"} == set(described["paths"]) - {"/queries/{name}.{form}"}


def test_every_method_is_described(described):
    for route in routes():
        if isinstance(route, Route) and route.path in described["paths"]:
            assert {method.upper() for method in described["paths"][route.path]} == route.methods - {"HEAD"}


def test_every_reference_leads_somewhere(described):
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(described))):
        place = described
        for step in reference.split("/"):
            place = place[step]


def test_the_server_sends_its_description(server):
    reply = server.get("/openapi.json")
    assert reply.media_type == "application/json"
    found = json.loads(reply.text)
    assert found["servers"] == [{"url": f"http://{server.host}:{server.port}"}]
    assert found["openapi"] == "3.1.0"


@pytest.mark.slow
def test_a_foreign_tester_finds_nothing_that_is_not_described(server, tmp_path):
    """`KG_EXAMPLES=500` asks each address so often; `schemathesis run` does the same for a server of your own."""
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "run"]
    command += [f"http://{server.host}:{server.port}/openapi.json", "--seed", "1", "--max-examples", EXAMPLES]
    command += ["--continue-on-failure", "--suppress-health-check", "all", "--no-color"]
    environment = {**os.environ, "PYTHONPATH": f"{HERE}:{HERE.parents[1]}", "SCHEMATHESIS_HOOKS": "schemathesis_hooks"}
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
