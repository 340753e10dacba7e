"""Switching parts of the extraction off: what each is worth is what is lost without it.

Nothing is fitted anew. A question that two models answer together is answered by the one that is left, alone; what is
measured is therefore this model as it stands, and not the best that could be trained without the part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.errors import ModelError
from kg.extract.loglinear import LogLinear
from kg.extract.network import DIRECTED, LINKED, ROLES, SALIENCE, TYPES
from kg.extract.resources import Resources
from kg.extract.stacking import FEATURES, NETWORK
from kg.extract.trained import TrainedModel
from kg.settings import Part
from kg.vocabulary.lookup import Vocabulary, make_vocabulary

_CLASSES: Mapping[str, Sequence[str]] = {
    "stack-mentions": SALIENCE,
    "stack-types": TYPES,
    "stack-roles": ROLES,
    "stack-links": LINKED,
    "stack-relations": DIRECTED,
}
_TABLES = {"stack-roles": "roles", "stack-links": "links", "stack-relations": "relations"}


@dataclass(frozen=True, slots=True)
class _Silence:
    """What it means that a part is off: whose opinion is left, in which stacks, and which heads say nothing."""

    left: str
    stacks: tuple[str, ...]
    heads: tuple[str, ...] = ()


_SILENCES = {
    Part.NETWORK: _Silence(
        FEATURES, tuple(_CLASSES), ("candidate_salience", "candidate_type", "role", "link", "relation")
    ),
    Part.FEATURES: _Silence(NETWORK, tuple(_CLASSES)),
    Part.RELATION_NETWORK: _Silence(FEATURES, ("stack-links", "stack-relations"), ("link", "relation")),
}


def without_parts(resources: Resources, parts: Iterable[Part]) -> Resources:
    """Return the resources of an extraction with parts switched off.

    Args:
        resources: the whole.
        parts: what is off; `features` are the log-linear models beside the network, which still filter numbers and
            choose the sentence that shows a role.

    Raises:
        ModelError: the parts leave a question that nobody answers.
    """
    off = frozenset(parts)
    if Part.FEATURES in off and off & {Part.NETWORK, Part.RELATION_NETWORK}:
        raise ModelError("without both the network and the features nobody is left to decide; leave one of them on")
    if not off:
        return resources
    vocabulary = _empty_vocabulary() if Part.VOCABULARY in off else resources.vocabulary
    model = resources.trained
    for part in sorted(off & set(_SILENCES)):
        model = _silenced(model, _SILENCES[part])
    digest = hashlib.sha256(" without ".join([model.digest, *sorted(off)]).encode()).hexdigest()
    return Resources(vocabulary, replace(model, digest=digest))


def _silenced(model: TrainedModel, silence: _Silence) -> TrainedModel:
    stacks = {stack: _repeating(silence.left, _classes(model, stack, silence.left)) for stack in silence.stacks}
    return replace(model, tables={**model.tables, **stacks}, network=model.network.silenced(silence.heads))


def _classes(model: TrainedModel, stack: str, left: str) -> Sequence[str]:
    """Return the classes that a model has an opinion of; a log-linear one knows only those that gold shows."""
    return model.tables[_TABLES[stack]].labels if left == FEATURES and stack in _TABLES else _CLASSES[stack]


def _repeating(name: str, classes: Sequence[str]) -> LogLinear:
    """Return a stack that repeats what one model says."""
    return LogLinear(classes, {f"{name}={label}": [float(label == other) for other in classes] for label in classes})


def _empty_vocabulary() -> Vocabulary:
    return make_vocabulary((), (), (), hashlib.sha256().hexdigest())
