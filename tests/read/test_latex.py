"""LaTeX of bibliographies: accents become letters, braces that only protect go, everything else stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.read.latex import decode_bibtex


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"{\'E}mile, Andr\'e and Jos{\'{e}}", "Émile, André and José"),
        (r"\'e\'e\'e", "ééé"),
        (r"Erd{\H{o}}s, G{\"o}del, {\v Z}i{\v{z}}ek, Mart{\'\i}n", "Erdős, Gödel, Žižek, Martín"),
        (r"S\o ren {\ss} \L{}ukasz \c{c}", "Søren ß Łukasz ç"),
        (r"{BERT}: {The {NASA} Way}", "BERT: The NASA Way"),
        (r"{A $x_{1}$ B} and $\{a\}$", r"A $x_{1}$ B and $\{a\}$"),
        (r"\url{http://x.y} 53\% \emph{foo} 10^{10}", r"\url{http://x.y} 53\% \emph{foo} 10^{10}"),
        ("}{}}{", ""),
    ],
)
def test_decode_bibtex(text, expected):
    assert decode_bibtex(text) == expected


@given(st.lists(st.sampled_from(["{", "}", "\\'", "\\i", "\\v", "$", "a", " ", "\\url", "\\{", "^"]), max_size=25))
def test_any_text_is_decoded(pieces):
    assert isinstance(decode_bibtex("".join(pieces)), str)
