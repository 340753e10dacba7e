"""Atom feeds: one broken entry costs itself only, and declarations are refused."""

from __future__ import annotations

from readings import problems, read_file, read_text

FEED = '<feed xmlns="http://www.w3.org/2005/Atom">'


def test_a_broken_entry_is_reported_with_its_line():
    assert problems(read_file("feed.xml")) == [(19, "is no well-formed entry: xmlParseEntityRef: no name")]


def test_entities_are_never_expanded():
    bomb = '<!DOCTYPE f [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    reading = read_text(f"<?xml version='1.0'?>{bomb}{FEED}<entry><title>&b;</title></entry></feed>", "x.xml")
    assert not reading.papers
    assert problems(reading) == [(1, "declares a DOCTYPE or entities, which are not read; remove the declaration")]
    inside = read_text(f"{FEED}\n<entry><title>&b;</title></entry>\n<entry><title>T</title></entry></feed>", "x.xml")
    assert [paper.title for paper in inside.papers] == ["T"]


def test_other_markup_is_of_no_known_format():
    assert problems(read_text("<html><body>feed</body></html>", "x.html"))[0][0] is None
