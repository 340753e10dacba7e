"""Words as pieces: longest match first, no case, no accents, always at least one piece."""

import pytest

from kg.extract.wordpieces import WordPieces, load_wordpieces

PIECES = ["[CLS]", "[SEP]", "[UNK]", "dis", "distil", "##lation", "##bert", "bert", "-", "naive", "3", "##d", "über"]


@pytest.fixture(scope="module")
def pieces():
    return WordPieces(PIECES)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Distillation", ["distil", "##lation"]),
        ("DistilBERT", ["distil", "##bert"]),
        ("BERT", ["bert"]),
        ("naïve", ["naive"]),
        ("bert-distil", ["bert", "-", "distil"]),
        ("3D", ["3", "##d"]),
        ("quux", ["[UNK]"]),
        ("distilquux", ["[UNK]"]),
        ("中", ["[UNK]"]),
        ("\u0301", ["[UNK]"]),
    ],
)
def test_a_word_is_split_into_the_longest_known_pieces(pieces, word, expected):
    assert [PIECES[number] for number in pieces.split(word)] == expected


def test_pieces_are_read_from_a_file_in_order(tmp_path):
    path = tmp_path / "pieces.txt"
    path.write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    assert load_wordpieces(path).split("DistilBERT") == WordPieces(PIECES).split("DistilBERT")
