"""The SPARQL editor that ships, and the vocabulary that it completes."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.resources import files

from lxml import html
from rdflib import Graph

from kg.iris import DEFAULT_BASE, ONTOLOGY
from kg.rdf.namespace import prefixes
from kg.serve.html import POLICY

FOLDER = files("kg.serve") / "static" / "editor"
SOURCES = files("kg.serve") / "editor"


def test_the_bundle_is_what_its_manifest_says():
    manifest = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))
    shipped = {file.name for file in FOLDER.iterdir()} - {"manifest.json"}
    assert set(manifest["files"]) == shipped
    for name, known in manifest["files"].items():
        digest = base64.b64encode(hashlib.sha256((FOLDER / name).read_bytes()).digest()).decode("ascii")
        assert known == f"sha256-{digest}"


def test_every_package_is_named_with_its_licence_and_the_version_that_is_locked():
    packages = json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))["packages"]
    locked = json.loads((SOURCES / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    licences = (FOLDER / "LICENSES.txt").read_text(encoding="utf-8")
    assert {"@zazuko/yasqe", "@zazuko/yasr", "codemirror"} <= {package["name"] for package in packages}
    for package in packages:
        entries = [entry for folder, entry in locked.items() if folder.endswith(f"node_modules/{package['name']}")]
        assert (package["version"], package["integrity"]) in [
            (entry["version"], entry["integrity"]) for entry in entries
        ]
        assert re.search(r"MIT|Apache-2.0|BSD|CC0", package["license"])
        assert f"{package['name']} {package['version']} ({package['license']})\n" in licences


def test_the_bundle_names_no_server_that_it_could_ask():
    text = (FOLDER / "editor.js").read_text(encoding="utf-8")
    known = ("www.w3.org", "datatables.net")  # names of vocabularies; where error messages are explained
    assert set(re.findall(r"https?://([\w.-]+)", text)) <= set(known)
    assert "prefix.cc" not in text


def test_the_vocabulary_is_all_that_the_graph_is_written_in(server):
    vocabulary = json.loads(server.get("/editor/vocabulary").text)
    assert vocabulary["prefixes"] == prefixes(DEFAULT_BASE)
    for kind, pattern in (("classes", "?s a ?term"), ("properties", "?s ?term ?o")):
        query = f"SELECT DISTINCT ?term {{ {{ {pattern} }} UNION {{ GRAPH ?g {{ {pattern} }} }} }}"
        assert {row["term"] for row in server.ask(query).rows} <= set(vocabulary[kind])
        assert {term for term in vocabulary[kind] if term.startswith(ONTOLOGY)} <= _own_terms()


def _own_terms():
    return {str(term) for term in Graph().parse(str(files("kg.rdf") / "ontology.ttl")).subjects()}


def test_the_page_holds_the_query_it_was_asked_for_and_works_as_a_form(server):
    page = html.fromstring(server.get("/editor?query=ASK%20%7B%7D%3C/textarea%3E", Accept="text/html").text)
    (form,) = page.cssselect("form[action='/sparql']")
    assert form.cssselect("textarea[name=query]")[0].text == "ASK {}</textarea>"
    first = html.fromstring(server.get("/editor").text).cssselect("textarea")[0].text
    assert server.ask(first).rows[0].keys() == {"method", "task", "claim"}


def test_the_policy_differs_from_that_of_other_pages_by_one_style_sheet(server):
    policy = server.get("/editor").headers["Content-Security-Policy"].split("; ")
    others = {f"{directive} {allowed}" for directive, allowed in POLICY.items()}
    (own,) = set(policy) - others
    assert re.fullmatch(r"style-src 'self' 'sha256-[\w+/=]+'", own)
