"""The trained model: what a folder of it holds, checked when it is loaded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import ModelError
from kg.extract.loglinear import LogLinear, load_loglinear
from kg.extract.network import Network, load_network

SHIPPED = Path(__file__).parent / "model"
CARD = "card.json"
FORMAT = "kg-model-1"
TABLES = (
    "mentions",
    "roles",
    "links",
    "relations",
    "results",
    "stack-mentions",
    "stack-types",
    "stack-roles",
    "stack-links",
    "stack-relations",
)
NETWORK_FILES = ("encoder.onnx", "heads.npz", "pieces.txt")
FILES = tuple(sorted([*(f"{name}.tsv.gz" for name in TABLES), *NETWORK_FILES]))


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """Everything that training writes.

    Args:
        tables: the log-linear models by name (`TABLES`); the stacks mix them with the network.
        network: encoder and heads.
        digest: SHA-256 of the files together.
    """

    tables: Mapping[str, LogLinear]
    network: Network
    digest: str


@cache
def load_model(folder: Path = SHIPPED) -> TrainedModel:
    """Load a trained model, once per folder.

    Args:
        folder: what `kg train` wrote.

    Raises:
        ModelError: a file is missing, or is not the one that the card describes.
    """
    check_model(folder)
    tables = {name: load_loglinear(folder / f"{name}.tsv.gz") for name in TABLES}
    return TrainedModel(tables, load_network(folder), model_digest(folder))


def check_model(folder: Path) -> None:
    """Make sure that the files of a model are those that its card describes.

    Args:
        folder: what `kg train` wrote.

    Raises:
        ModelError: says which file is wrong and what to do.
    """
    card = read_card(folder)
    if card.get("format") != FORMAT:
        raise ModelError(
            f"{folder / CARD}: this version reads {FORMAT}, not {card.get('format')!r}; train the model anew"
        )
    recorded = card.get("files", {})
    for name in FILES:
        path = folder / name
        if not path.is_file() or name not in recorded:
            raise ModelError(f"{path} is missing; copy the whole folder that `kg train` wrote")
        if file_digest(path) != recorded[name]:
            raise ModelError(f"{path} is not the file that {CARD} describes; copy the whole folder again")


def read_card(folder: Path) -> dict[str, Any]:
    """Read the card of a model: its data, settings, figures and files.

    Args:
        folder: what `kg train` wrote.

    Raises:
        ModelError: there is no card, or it cannot be read.
    """
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(
            f"{folder} holds no model: there is no {CARD}; `kg train GOLD -o {folder}` writes one"
        ) from None
    except ValueError as error:
        raise ModelError(f"{folder / CARD} is not JSON: {error}") from None
    if not isinstance(card, dict):
        raise ModelError(f"{folder / CARD} is no model card")
    return card


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file.

    Args:
        path: the file.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def model_digest(folder: Path) -> str:
    """Return what identifies a model: the SHA-256 of its card's list of files.

    Args:
        folder: what `kg train` wrote.
    """
    files = json.dumps(read_card(folder)["files"], sort_keys=True)
    return hashlib.sha256(files.encode()).hexdigest()
