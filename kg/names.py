"""Folding of names: what makes two spellings one key, and how a name is shown."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

_LATEX_LINK = re.compile(r"\\href\s*\{[^{}]*\}\s*\{([^{}]*)\}")
_LATEX_WRAPPER = re.compile(r"\\(?:url|href|text\w*|emph|math\w*|operatorname)\s*\{([^{}]*)\}")
_GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lamda mu nu xi pi rho sigma tau phi chi psi omega"
_SIGNS = (
    "lambda Lambda varepsilon ell infty nabla times pm cdot sim approx leq le geq ge to rightarrow uparrow downarrow"
    " ldots dots"
)
_SYMBOLS = {
    **{name: unicodedata.lookup(f"GREEK SMALL LETTER {name}") for name in _GREEK.split()},
    **{name.capitalize(): unicodedata.lookup(f"GREEK CAPITAL LETTER {name}") for name in _GREEK.split()},
    **dict(zip(_SIGNS.split(), "λΛεℓ∞∇×±·~≈≤≤≥≥→→↑↓……", strict=True)),
}
_SYMBOL_COMMAND = re.compile(r"\\(" + "|".join(_SYMBOLS) + r")(?![a-zA-Z])")
_ACCENTS = {"'": "\u0301", "`": "\u0300", '"': "\u0308", "^": "\u0302", "~": "\u0303"}
# inside a word, or with its letter in braces: a bare \" may as well be an escaped quotation mark
_ACCENT_COMMAND = re.compile(r"""\\(['`"^~])\{\\?([a-zA-Z])\}|(?<=\w)\\(['`"^~])([a-zA-Z])""")
_LATEX_SIGN = re.compile(r"[\\$~{]")  # without one of these there is no LaTeX in a text
_LATEX_COMMAND = re.compile(r"\\[a-zA-Z]+\s*")
_LATEX_ESCAPE = re.compile(r"\\([%&#_$ {}])")
_LATEX_SPACE = re.compile(r"\\[,;:!]|(?<=[^\s/(])~(?!\d)|(?<=[^\s/(\d])~")  # but no ~ of "/~user", "~5" and "1~5"
_MATH = re.compile(r"(?<!\\)\$(?=\S)([^$]+?)(?<=\S)\$(?!\d)")
_CUT_MATH = re.compile(r"(?<!\\)\$(?!\s?\d)")  # a slice may hold half of a formula; "$5" is a price
_BRACED_SCRIPT = re.compile(r"([_^])\{([^{}]*)\}")
_WORD = re.compile(r"[^\W_]+(?:\.(?=\d)[^\W_]+)*[+#]*")

# Prefixes that the field writes joined, hyphenated or apart ("pre-training", "pretraining").
_JOINED_PREFIXES = frozenset(
    "pre post multi non semi un sub super inter intra over under auto co re de bi tri meta hyper micro macro anti"
    " counter mini pseudo quasi ultra uni mono mis".split()
)
_JOINED_WORDS = {
    ("fine", "tune"): "finetune",
    ("fine", "tuned"): "finetuned",
    ("fine", "tuning"): "finetuning",
    ("fine", "grained"): "finegrained",
    ("data", "set"): "dataset",
    ("data", "sets"): "datasets",
    ("data", "base"): "database",
    ("data", "bases"): "databases",
    ("bench", "mark"): "benchmark",
    ("bench", "marks"): "benchmarks",
    ("hyper", "parameter"): "hyperparameter",
}
_BRITISH = (
    (re.compile(r"isation(s?)$"), r"ization\1"),
    (re.compile(r"ising$"), "izing"),
    (re.compile(r"ised$"), "ized"),
    (re.compile(r"iser$"), "izer"),
    (re.compile(r"yse([rds]?)$"), r"yze\1"),
    (re.compile(r"elling$"), "eling"),
    (re.compile(r"elled$"), "eled"),
    (re.compile(r"([a-z]{3})our$"), r"\1or"),
)
_NOT_BRITISH = frozenset(
    "four our hour your pour tour contour detour advised supervised revised raising rising noised denoised denoising"
    " arising comprising promising surprising premised exercised compromised franchised selling telling spelling"
    " compelling dwelling unsupervised selfsupervised semisupervised improvised televised devised raised praised poised"
    " noising advertising exercising compromising devising advising revising supervising disguised denoiser adviser"
    " riser raiser advertiser exerciser cruiser wiser kaiser storytelling misspelling swelling".split()
)
_PLURAL_EXCEPTIONS = {
    "alias": "alias",
    "aliases": "alias",
    "atlas": "atlas",
    "atlases": "atlas",
    "automata": "automaton",
    "bayes": "bayes",
    "caches": "cache",
    "calories": "calorie",
    "canvas": "canvas",
    "chaos": "chaos",
    "cookies": "cookie",
    "corpuses": "corpus",
    "diagnoses": "diagnosis",
    "gases": "gas",
    "lenses": "lens",
    "maxima": "maximum",
    "minima": "minimum",
    "news": "news",
    "niches": "niche",
    "optima": "optimum",
    "spectra": "spectrum",
    "syntheses": "synthesis",
    "matrices": "matrix",
    "vertices": "vertex",
    "indices": "index",
    "corpora": "corpus",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "hypotheses": "hypothesis",
    "analyses": "analysis",
    "axes": "axis",
    "biases": "bias",
    "viruses": "virus",
    "losses": "loss",
    "series": "series",
    "species": "species",
    "movies": "movie",
    "lens": "lens",
    "gas": "gas",
    "bases": "base",  # of knowledge and of code, far more often than the plural of "basis"
}


def clean_latex(text: str) -> str:
    """Return the text as a person would read it, without the LaTeX remnants of web listings.

    Args:
        text: any slice of a title or an abstract.

    Returns:
        `53\\%` as `53%`, `\\url{x}` as `x`, `10^{10}` as `10^10`; other characters are kept. For display only: offsets
        always count in the uncleaned text.
    """
    if _LATEX_SIGN.search(text) is None:
        return text
    previous = None
    while previous != text:
        previous = text
        text = _LATEX_WRAPPER.sub(r"\1", _LATEX_LINK.sub(r"\1", text))
        text = _BRACED_SCRIPT.sub(r"\1\2", text)
    text = _CUT_MATH.sub("", _MATH.sub(r"\1", text))
    text = _ACCENT_COMMAND.sub(_accented, text)
    text = _SYMBOL_COMMAND.sub(lambda match: _SYMBOLS[match.group(1)], text)
    text = _LATEX_SPACE.sub(" ", text)
    text = _LATEX_ESCAPE.sub(r"\1", text)
    return _LATEX_COMMAND.sub(lambda match: " " if match.group().endswith(" ") else "", text)


def singular(word: str) -> str:
    """Return the singular of a lower-case English noun, by suffix.

    Args:
        word: one lower-case word.

    Returns:
        The word without its plural ending; words that are no plural come back as they are.
    """
    if word in _PLURAL_EXCEPTIONS:
        return _PLURAL_EXCEPTIONS[word]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "bias")):
        return word[:-1]
    return word


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """Fold a name to the key that its spelling variants share.

    Case, accents, hyphens, spaces, punctuation, LaTeX, British spelling and the plural of the last word are folded.

    Args:
        name: a name as it stands in a text or a vocabulary.

    Returns:
        Lower-case words joined by hyphens ("Pre-trained Language Models" → "pretrained-language-model"); never empty:
        a name without letters or digits is folded to a hash of itself.
    """
    text = unicodedata.normalize("NFKD", clean_latex(name)).casefold()
    if not text.isascii():
        text = "".join(c for c in text if not unicodedata.combining(c))
    words = _join_prefixes(_WORD.findall(text))
    if not words:
        return "x" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return "-".join(map(_american, [*words[:-1], singular(words[-1])]))


def fold_person(name: str) -> str:
    """Fold a person's name: case, accents, dots and spaces, and nothing that makes two people one.

    Args:
        name: a name in any script, given name first or last as the source has it.

    Returns:
        Lower-case words joined by hyphens; never empty.
    """
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())
    plain = "".join(unicodedata.normalize("NFD", c)[0] if unicodedata.decomposition(c) else c for c in composed)
    words = re.findall(r"[^\s.,_\-]+", plain)
    return "-".join(words) or fold(name)


def compact(key: str) -> str:
    """Return a folded key without separators, equal for "code bert", "Code-BERT" and "CodeBERT".

    Args:
        key: what `fold` returned.
    """
    return key.replace("-", "")


def _accented(match: re.Match[str]) -> str:
    accent, letter = match.group(1) or match.group(3), match.group(2) or match.group(4)
    return unicodedata.normalize("NFC", letter + _ACCENTS[accent])


def _join_prefixes(words: list[str]) -> list[str]:
    joined: list[str] = []
    for word in words:
        pair = (joined[-1], word) if joined else ("", "")
        if pair in _JOINED_WORDS:
            joined[-1] = _JOINED_WORDS[pair]
        elif pair[0] in _JOINED_PREFIXES and word.isalpha():
            joined[-1] += word
        else:
            joined.append(word)
    return joined


@lru_cache(maxsize=1 << 15)
def _american(word: str) -> str:
    if word in _NOT_BRITISH or len(word) < 5:
        return word
    for pattern, replacement in _BRITISH:
        if pattern.search(word):
            return pattern.sub(replacement, word)
    return word
