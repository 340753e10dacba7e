"""Abbreviations and their long forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.abbreviations import find_abbreviations, is_short_form


def pairs(text: str) -> list[tuple[str, str]]:
    return [(text[a:b], text[c:d]) for (a, b), (c, d) in find_abbreviations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use knowledge distillation (KD) here.", ("KD", "knowledge distillation")),
        ("Deep convolutional neural networks (CNNs) work.", ("CNNs", "convolutional neural networks")),
        ("We use BERT (Bidirectional Encoder Representations from Transformers).",
         ("BERT", "Bidirectional Encoder Representations from Transformers")),
        ("Mixture-of-Experts (MoE) layers scale.", ("MoE", "Mixture-of-Experts")),
        ("In self-supervised learning (SSL), labels are free.", ("SSL", "self-supervised learning")),
        ("We present the Open Catalyst 2020 (OC20) dataset.", ("OC20", "Open Catalyst 2020")),
        ("Proximal Policy Optimization (PPO) learns.", ("PPO", "Proximal Policy Optimization")),
        ("mean average precision (mAP; higher is better)", ("mAP", "mean average precision")),
    ],
)  # fmt: skip
def test_definition_is_found(text, expected):
    assert pairs(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The result (see below) is good.",
        "It improves (p < 0.05) a lot.",
        "The best network (2019) wins.",
        "The code (GitHub) is free.",
        "A first sentence. The (AFS) follows.",
    ],
)
def test_other_brackets_define_nothing(text):
    assert pairs(text) == []


def test_short_forms_have_capitals_and_are_short():
    assert is_short_form("CNN") and is_short_form("mAP") and is_short_form("SN-Net")
    assert not is_short_form("network") and not is_short_form("N") and not is_short_form("Convolutional Networks")


@given(st.text(max_size=200))
def test_any_text_gives_spans_inside_it(text):
    for (a, b), (c, d) in find_abbreviations(text):
        assert 0 <= a < b <= len(text) and 0 <= c < d <= len(text)
