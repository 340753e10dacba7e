"""What makes two spellings one key, and what keeps two names apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.names import clean_latex, compact, fold, fold_person, singular

_ODD_WORDS = st.sampled_from(
    "pre multi de self data set sets bench marks anti bias bases fine tuning tuned Networks colours analyses 3.5 C++ C#"
    " β k means sub species ß ﬁ İ ŉ naïve".split()
)
_NAMES = st.one_of(
    st.text(max_size=20),
    st.lists(_ODD_WORDS, min_size=1, max_size=5).map(" ".join),
    st.text("aeisxhcuyblor -", max_size=12),
)


@given(_NAMES)
def test_fold_of_a_key_is_the_key(name):
    assert fold(fold(name)) == fold(name)


@given(_NAMES)
def test_a_key_is_never_empty_and_holds_no_space(name):
    assert fold(name)
    assert not any(character.isspace() for character in fold(name))


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8), min_size=1, max_size=4))
def test_fold_does_not_see_case_nor_what_joins_words(words):
    assert fold(" ".join(words)) == fold("-".join(words)) == fold(" ".join(words).upper()) == fold("_".join(words))


@given(st.sampled_from("model network task loss bias analysis cache base colour series index matrix entropy".split()))
def test_fold_does_not_see_the_plural_of_the_last_word(noun):
    plurals = {"loss": "losses", "bias": "biases", "analysis": "analyses", "series": "series", "index": "indices"}
    plurals |= {"matrix": "matrices", "entropy": "entropies"}
    assert fold(f"deep {plurals.get(noun, noun + 's')}") == fold(f"deep {noun}")


ONE_KEY = [
    ("PLMs", "PLM"),
    ("pre-trained language models", "Pretrained Language Model"),
    ("pre trained language model", "pretrained language model"),
    ("data set", "dataset", "Data-Sets"),
    ("bench marks", "benchmark"),
    ("fine-tuning", "fine tuning", "finetuning", "ﬁne-tuning"),
    ("multi-task learning", "multitask learning"),
    ("self-attention", "self attention"),
    ("knowledge bases", "knowledge base"),
    ("KV caches", "KV cache"),
    ("neighbours", "neighbour", "neighbor"),
    ("optimisers", "optimizer"),
    ("behaviour modelling", "behavior modeling"),
    ("quantisation", "quantization"),
    ("de-biased", "debiased"),
    ("F-measure", "F measure"),
    ("$k$-means", "k-means", "K means", "\\textit{k}-means"),
    ("$F_1$", "F-1", "F$_1$"),
    ("β-VAE", "\\beta-VAE", "$\\beta$-VAE"),
    ("Poincaré", "Poincar\\'e"),
    ("GPT-3.5", "GPT 3.5"),
]


@pytest.mark.parametrize("names", ONE_KEY, ids=lambda names: names[0])
def test_spelling_variants_share_a_key(names):
    assert len({fold(name) for name in names}) == 1


APART = [
    ("BERT", "RoBERTa"),
    ("C", "C++"),
    ("C", "C#"),
    ("C", "R"),
    ("top-1 accuracy", "top-5 accuracy"),
    ("Llama 2", "Llama 3"),
    ("GPT-3.5", "GPT-35"),
    ("knowledge base", "knowledge basis"),
    ("supervised", "superviser"),
    ("★", "☆"),
]


@pytest.mark.parametrize("pair", APART, ids=lambda pair: pair[0])
def test_different_names_keep_different_keys(pair):
    assert fold(pair[0]) != fold(pair[1])


@pytest.mark.parametrize(
    "pair", [("self attention", "selfattention"), ("t-SNE", "tSNE"), ("kmeans", "k-means"), ("code bert", "CodeBERT")]
)
def test_names_that_differ_in_joins_only_share_the_compact_key(pair):
    assert compact(fold(pair[0])) == compact(fold(pair[1]))


def test_a_name_without_letters_gets_a_key_of_its_own():
    assert fold("★") != fold("…") != ""


SINGULARS = {
    "networks": "network",
    "entropies": "entropy",
    "classes": "class",
    "boxes": "box",
    "batches": "batch",
    "meshes": "mesh",
    "maes": "mae",
    "corpora": "corpus",
    "matrices": "matrix",
    "bases": "base",
    "caches": "cache",
}
NO_PLURALS = "bias analysis lens status gas bus loss corpus hypothesis series news chaos this is us has".split()


@pytest.mark.parametrize("plural", SINGULARS)
def test_a_plural_loses_its_ending(plural):
    assert singular(plural) == SINGULARS[plural]


@pytest.mark.parametrize("word", [*NO_PLURALS, *SINGULARS.values()])
def test_what_is_no_plural_stays(word):
    assert singular(word) == word


@given(st.text("aeisxhcuybl", max_size=12))
def test_a_singular_has_no_further_singular(word):
    assert singular(singular(word)) == singular(word)


CLEANED = {
    "53\\%": "53%",
    "\\url{https://a.b/~x}": "https://a.b/~x",
    "\\href{https://a.b}{our page}": "our page",
    "\\textbf{\\emph{BERT}}": "BERT",
    "10^{10}(M(sun))": "10^10(M(sun))",
    "4$\\times$ faster": "4× faster",
    "F$_1$": "F_1",
    "$\\beta$-VAE": "β-VAE",
    "$\\Delta$": "Δ",
    "$\\ell_2$": "ℓ_2",
    "($85.3\\pm4.6\\,\\%$)": "(85.3±4.6 %)",
    "Fig.~3": "Fig. 3",
    "na\\\"{\\i}ve Poincar\\'e": "naïve Poincaré",
}
KEPT = [
    "$5 and $6",
    "US$ 5",
    "~5 hours",
    "1.68~3.36",
    "https://a.b/~user/x",
    'said \\"an example\\"',
    "a_b",
    "C#",
    "50%",
]


@pytest.mark.parametrize("raw", CLEANED)
def test_latex_remnants_are_shown_as_a_person_reads_them(raw):
    assert clean_latex(raw) == CLEANED[raw]


@pytest.mark.parametrize("text", KEPT)
def test_what_only_looks_like_latex_is_kept(text):
    assert clean_latex(text) == text


def test_an_escaped_dollar_is_a_price():
    assert clean_latex("costs \\$5 and \\$6") == "costs $5 and $6"


def test_half_a_formula_loses_its_dollar():
    assert clean_latex("$F_1") == clean_latex("F_1$") == "F_1"


def test_a_person_is_folded_by_case_accents_and_dots_and_stays_one_person():
    assert fold_person("José  NÚÑEZ") == fold_person("Jose Nunez") == "jose-nunez"
    assert fold_person("J. R. R. Tolkien") == "j-r-r-tolkien"
    assert fold_person("Jan Peters") != fold_person("Jan Peter")
    assert fold_person("Bi Li") != fold_person("Bili")
    assert fold_person("अमित कुमार") == "अमित-कुमार"
