"""Which labels need their capitals: "SICK" the corpus is not "sick", "Adam" the optimizer is not "adam".

The rule, by the shape of the label alone:

- common nouns and long names ("pruning", "stochastic gradient descent") match in any case;
- a single word with a capital is a name and needs capitals: all of them if it is short or written in capitals
  throughout (NER, SICK, mAP, ComplEx), else the first ("ImageNet" also matches "Imagenet", "Adam" also "ADAM");
- a name with a digit ("CIFAR-10", "word2vec") is no ordinary word and matches in any case, from three characters on;
- the name of a data set of two or three words ("Natural Questions") needs its first capital.

A hidden label in lower case ("transformer" for Transformer) lifts the rule for one name.
"""

from __future__ import annotations

import re
from enum import IntEnum

from kg.schema import EntityType

_LETTER_RUN = re.compile(r"[^\W\d_]+")
_SHORT_NAME = 7  # letters; a short name is too often an ordinary word when only its first capital is asked for
_SHORT_TITLE = 3  # words


class Capitals(IntEnum):
    """How many of a label's capitals a surface must have."""

    NONE = 0
    FIRST = 1
    ALL = 2


def needed_capitals(label: str, kind: EntityType) -> Capitals:
    """Say which capitals of a label a surface must have to be that label.

    Args:
        label: a label of the vocabulary.
        kind: what its concept is.
    """
    words = _LETTER_RUN.findall(label)
    letters = "".join(words)
    if letters == letters.lower():
        return Capitals.NONE
    if len(words) > 1:
        names_dataset = kind is EntityType.DATASET and len(words) <= _SHORT_TITLE and label[0].isupper()
        return Capitals.FIRST if names_dataset and not _has_digit(label) else Capitals.NONE
    if _has_digit(label) and len(label) > 2:
        return Capitals.NONE
    return Capitals.ALL if len(letters) <= _SHORT_NAME or letters.isupper() else Capitals.FIRST


def has_capitals(surface: str, label: str, kind: EntityType) -> bool:
    """Say whether a surface has the capitals that a label needs; the two are known to fold to the same key.

    Args:
        surface: a string as it stands in a text.
        label: a label of the vocabulary.
        kind: what the label's concept is.
    """
    needed = needed_capitals(label, kind)
    if needed is Capitals.NONE:
        return True
    label_letters, letters = "".join(_LETTER_RUN.findall(label)), "".join(_LETTER_RUN.findall(surface))
    places = [place for place, letter in enumerate(label_letters) if letter.isupper()]
    if needed is Capitals.FIRST:
        places = places[:1]
    return all(place < len(letters) and letters[place].isupper() for place in places)


def _has_digit(label: str) -> bool:
    return any(character.isdigit() for character in label)
