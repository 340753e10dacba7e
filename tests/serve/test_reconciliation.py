"""The Reconciliation Service API 0.2: what its JSON schemas ask for, and what a librarian hopes for."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest
from asking import FORM, ORIGIN

from kg.iris import ONTOLOGY, Iris

IRIS = Iris()
KD = IRIS.entity("knowledge-distillation")
METHOD = {"id": f"{ONTOLOGY}Method", "name": "Method"}


def _json(reply):
    assert (reply.status, reply.media_type) == (200, "application/json")
    return json.loads(reply.text)


def _reconcile(server, **queries):
    return _json(server.post(urlencode({"queries": json.dumps(queries)}), FORM, "/reconcile"))


def _is_named(found):
    return {type(found[key]) for key in ("id", "name")} == {str}


def test_the_manifest_has_what_the_schema_requires(server):
    manifest = _json(server.get("/reconcile"))
    assert "0.2" in manifest["versions"]
    assert {type(manifest[key]) for key in ("name", "identifierSpace", "schemaSpace")} == {str}
    assert (manifest["identifierSpace"], manifest["schemaSpace"]) == (IRIS.base, ONTOLOGY)
    assert all(map(_is_named, manifest["defaultTypes"]))
    assert len({kind["id"] for kind in manifest["defaultTypes"]}) == 6
    for place in ("view", "preview"):
        assert "{{id}}" in manifest[place]["url"]
    assert {type(manifest["preview"][side]) for side in ("width", "height")} == {int}


def test_what_the_manifest_points_to_is_there(server):
    manifest = _json(server.get("/reconcile"))
    own = f"http://{server.host}:{server.port}"
    services = [*manifest["suggest"].values(), manifest["extend"]["propose_properties"]]
    urls = [service["service_url"] + service["service_path"] for service in services]
    urls += [manifest[place]["url"].replace("{{id}}", quote(KD, safe="")) for place in ("view", "preview")]
    assert [server.get(url.removeprefix(own)).status for url in urls] == [200] * 6


def test_a_batch_is_answered_query_by_query(server):
    found = _reconcile(
        server,
        q0={"query": "Knowledge Distillation"},
        q1={"query": "ILSVRC", "type": [f"{ONTOLOGY}Dataset"], "limit": 1, "type_strict": "any"},
        q2={"query": "nothing of the kind"},
        q3={"properties": [{"pid": "x", "v": "y"}]},
    )
    assert set(found) == {"q0", "q1", "q2", "q3"}
    assert found["q0"]["result"][0] == {
        "id": KD,
        "name": "knowledge distillation",
        "description": "Method; 2 papers",
        "type": [METHOD],
        "score": 100.0,
        "match": True,
    }
    assert [(c["name"], c["score"], c["match"]) for c in found["q1"]["result"]] == [("ImageNet", 95.0, True)]
    assert found["q2"]["result"] == found["q3"]["result"] == []


def test_every_candidate_has_what_the_schema_requires(server):
    for candidate in _reconcile(server, a={"query": "net"})["a"]["result"]:
        assert _is_named(candidate)
        assert isinstance(candidate["score"], float)
        assert isinstance(candidate["match"], bool)
        assert all(map(_is_named, candidate["type"]))


def test_a_batch_may_come_in_the_address(server):
    queries = urlencode({"queries": json.dumps({"q": {"query": "KD"}})})
    assert _json(server.get(f"/reconcile?{queries}"))["q"]["result"][0]["id"] == KD


def test_what_several_things_are_called_is_no_match(server):
    found = _reconcile(server, any={"query": "compression"}, method={"query": "compression", "type": METHOD["id"]})
    assert [candidate["match"] for candidate in found["any"]["result"]][:2] == [False, False]
    assert found["method"]["result"][0]["match"] is True
    assert _reconcile(server, q={"query": "KD", "type": "urn:unknown"})["q"]["result"] == []


def test_papers_are_found_by_title(server):
    found = _reconcile(
        server, q={"query": "BigNet for image classification", "type": "http://purl.org/spar/fabio/Article"}
    )
    assert (found["q"]["result"][0]["id"], found["q"]["result"][0]["match"]) == (IRIS.paper("p2"), True)


@pytest.mark.parametrize(
    "queries",
    ["", "no JSON", "[]", '{"q": 1}', '{"q": {"query": 1}}', '{"q": {"query": "x", "type": 1}}', "[" * 5000]
    + [json.dumps({"q": {"query": "x", "limit": limit}}) for limit in (0, -1, "3", True, 1.5)],
)
def test_what_is_no_batch_is_refused(server, queries):
    assert server.post(urlencode({"queries": queries}), FORM, "/reconcile").status == 400


def test_a_batch_has_a_limit(server):
    queries = {str(n): {"query": "x"} for n in range(51)}
    reply = server.post(urlencode({"queries": json.dumps(queries)}), FORM, "/reconcile")
    assert (reply.status, reply.headers["X-KG-Limit"]) == (413, "batch")


def test_a_request_holds_one_batch(server):
    both = urlencode({"queries": "{}", "extend": '{"ids": [], "properties": []}'})
    assert server.get(f"/reconcile?{both}").status == 400
    assert [server.post(form, FORM, "/reconcile").status for form in (both, "", "queries={}")] == [400, 400, 200]


def test_an_identifier_finds_what_it_identifies(server):
    (found,) = _reconcile(server, q={"query": KD})["q"]["result"]
    assert (found["id"], found["score"], found["match"]) == (KD, 100.0, True)
    assert [entity["id"] for entity in _json(server.get(f"/reconcile/suggest/entity?prefix={KD}"))["result"]] == [KD]


@pytest.mark.parametrize("asked", ["suggest/entity?cursor=x", "suggest/type?cursor=-1", "properties?limit=0"])
def test_what_is_no_number_is_refused(server, asked):
    assert server.get(f"/reconcile/{asked}").status == 400


def test_suggestions_complete_what_is_typed(server):
    entities = _json(server.get("/reconcile/suggest/entity?prefix=knowl"))["result"]
    assert (entities[0]["id"], entities[0]["notable"]) == (KD, [METHOD])
    assert all(map(_is_named, entities))
    assert _json(server.get("/reconcile/suggest/entity?prefix=knowl&cursor=1"))["result"] == entities[1:]
    assert _json(server.get("/reconcile/suggest/type?prefix=meth"))["result"] == [METHOD]
    assert _json(server.get("/reconcile/suggest/type?prefix=meth&cursor=1"))["result"] == []
    assert {"id": f"{ONTOLOGY}usedFor", "name": "used for"} in _json(
        server.get("/reconcile/suggest/property?prefix=us")
    )["result"]


def test_a_table_is_extended_with_what_the_graph_says(server):
    proposed = _json(server.get(f"/reconcile/properties?{urlencode({'type': METHOD['id'], 'limit': 3})}"))
    assert (len(proposed["properties"]), proposed["limit"], proposed["type"]) == (3, 3, METHOD["id"])
    assert all(map(_is_named, proposed["properties"]))
    wanted = [f"{ONTOLOGY}{name}" for name in ("support", "usedFor", "reduces", "introduces")]
    extend = {"ids": [KD, "urn:unknown"], "properties": [{"id": iri} for iri in wanted]}
    found = _json(server.post(urlencode({"extend": json.dumps(extend)}), FORM, "/reconcile"))
    assert [column["id"] for column in found["meta"]] == wanted
    assert list(found["rows"][KD].values()) == [
        [{"int": 2}],
        [{"id": IRIS.entity("passage-retrieval"), "name": "passage retrieval"}],
        [{"id": IRIS.entity("latency"), "name": "latency"}],
        [],
    ]
    assert list(found["rows"]["urn:unknown"].values()) == [[]] * 4


@pytest.mark.parametrize(
    "extend",
    ["x", "{}", '{"ids": 1, "properties": []}']
    + [f'{{"ids": [], "properties": [{prop}]}}' for prop in ('{"id": "x"}', '{"id": ["x"]}', "{}", "1")],
)
def test_what_is_no_extension_is_refused(server, extend):
    assert server.post(urlencode({"extend": extend}), FORM, "/reconcile").status == 400


def test_a_preview_can_be_framed_by_origins_that_are_allowed_and_by_no_other(server, hasty_server):
    target = f"/reconcile/preview?{urlencode({'id': KD})}"
    closed, opened = (
        server.get(target),
        hasty_server.get(target, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate"),
    )
    assert "knowledge distillation" in closed.text
    assert closed.headers["Content-Security-Policy"].endswith(
        "frame-ancestors 'self'; img-src 'self' data:; script-src 'none'; style-src 'self'"
    )
    assert f"frame-ancestors 'self' {ORIGIN};" in opened.headers["Content-Security-Policy"]
    assert server.get("/reconcile/preview?id=urn:unknown").status == 404


def test_only_origins_that_are_allowed_may_ask_from_a_page(server, hasty_server):
    assert server.get("/reconcile", Origin="http://127.0.0.1:3333").status == 403
    allowed = hasty_server.get("/reconcile", Origin=ORIGIN)
    assert (allowed.status, allowed.headers["Access-Control-Allow-Origin"]) == (200, ORIGIN)
    assert "callback" not in server.get("/reconcile?callback=callback").text
