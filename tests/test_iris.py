"""IRIs are safe, readable and never shared by two things."""

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.iris import Iris, digest, slug

_SAFE = re.compile(r"[A-Za-z0-9._~%-]*")
_ANY = st.text(st.characters(), max_size=30)


@given(_ANY)
def test_a_slug_is_one_safe_segment(text):
    assert _SAFE.fullmatch(slug(text))


@given(_ANY)
def test_a_slug_can_be_read_back_so_that_no_two_texts_share_one(text):
    assert unquote(slug(text), errors="surrogatepass") == text


@pytest.mark.parametrize("text", ["a/b", "a?b", "a#b", "a b", 'a"b', "a<b>", "a\nb", "a\\b", "ü", "../x"])
def test_nothing_breaks_out_of_a_segment(text):
    assert Iris().paper(text).count("/") == Iris().paper("x").count("/")


def test_a_plain_key_stays_readable():
    assert (
        Iris("https://x.example/").entity("knowledge-distillation") == "https://x.example/entity/knowledge-distillation"
    )


def test_kinds_do_not_share_iris():
    iris = Iris()
    minted = [
        iris.paper("x"),
        iris.entity("x"),
        iris.person("x"),
        iris.venue("x"),
        iris.reference("x"),
        iris.agent("x"),
    ]
    assert len({*minted, iris.text("x"), iris.paper_graph("x"), iris.scheme("x"), iris.about("x")}) == 10


@given(st.lists(st.text(st.characters(exclude_characters="\x1f"), max_size=5), min_size=1, max_size=4))
def test_a_digest_depends_on_every_part_and_on_where_parts_end(parts):
    others = [[*parts, ""], [parts[0] + "x", *parts[1:]], ["", *parts]]
    assert digest(*parts) == digest(*parts)
    assert all(digest(*parts) != digest(*other) for other in others)


def test_a_claim_has_a_direction():
    assert Iris().claim("a", "outperforms", "b") != Iris().claim("b", "outperforms", "a")


def test_a_statement_depends_on_paper_and_polarity():
    iris = Iris()
    says = [iris.statement("a", "p", "b", paper, polarity) for paper in "12" for polarity in ("affirmed", "negated")]
    assert len(set(says)) == 4
