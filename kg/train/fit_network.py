"""Training of the network (needs the extra `train`)."""

from __future__ import annotations

import hashlib
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.train.examples import IGNORED, Example
from kg.train.network import Sizes, TorchNetwork

Log = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """How the network is trained.

    Args:
        epochs: passes over the papers.
        batch: papers a step.
        encoder_rate: highest learning rate of the encoder.
        head_rate: the same of the heads.
        decay: weight decay.
        titled_weight: how much a paper with a title counts; annotators judge salience otherwise with one.
        seed: of everything random.
        sizes: how large the network is.
    """

    epochs: int = 8
    batch: int = 6
    encoder_rate: float = 1e-4
    head_rate: float = 6e-4
    decay: float = 0.01
    titled_weight: float = 2.0
    seed: int = 1
    sizes: Sizes = field(default_factory=Sizes)


# How much each loss counts: salience and type of candidates, roles, links and types of pairs.
_LOSS_WEIGHTS = (1.0, 0.3, 0.3, 1.5, 0.3)
_COUNT_TITLES_MORE = (True, True, False, True, True)
_SMOOTHING = 0.05  # gold was read once: no class is ever certain
_WARM_UP = 0.1
_LARGEST_STEP = 1.0
_WRONG_TYPES = 0.1
_SORTED_BATCHES = 8


def fit_network(
    examples: Sequence[Example], pretrained: Path | None, settings: NetworkSettings, checkpoint: Path, log: Log
) -> TorchNetwork:
    """Train the network; an interrupted run goes on after its last whole epoch.

    Args:
        examples: the papers.
        pretrained: the weights of a pre-trained encoder (safetensors); random ones where None.
        settings: how to train.
        checkpoint: where the state after each epoch is kept.
        log: told about each epoch.

    Returns:
        The network, ready to be exported.
    """
    torch.manual_seed(settings.seed)
    network = TorchNetwork(settings.sizes)
    if pretrained is not None:
        network.encoder.load_pretrained(pretrained)
    network.encoder.words.weight.requires_grad_(False)  # few papers would move few of the words
    network.to("cuda" if torch.cuda.is_available() else "cpu")
    optimizer, schedule = _optimizer(network, settings, len(examples))
    start = _resume(checkpoint, _fingerprint(examples, settings), network, optimizer, schedule, log)
    for epoch in range(start, settings.epochs):
        torch.manual_seed(settings.seed + epoch)
        losses = _run_epoch(network, examples, settings, epoch, optimizer, schedule)
        log(f"epoch {epoch + 1} of {settings.epochs}: losses {' '.join(f'{loss:.3f}' for loss in losses)}")
        _save(checkpoint, _fingerprint(examples, settings), epoch + 1, network, optimizer, schedule)
    return network.eval()


def timed(log: Log) -> Log:
    """Return a log that notes how many seconds have passed.

    Args:
        log: what is told.
    """
    begin = time.monotonic()
    return lambda line: log(f"{time.monotonic() - begin:6.0f} s  {line}")


def device_name() -> str:
    """Return what the network is trained on, for the log."""
    if torch.cuda.is_available():
        return f"GPU {torch.cuda.get_device_name()}"
    return f"CPU, threads: {torch.get_num_threads()}"


def _optimizer(
    network: TorchNetwork, settings: NetworkSettings, papers: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    encoder = [weight for weight in network.encoder.parameters() if weight.requires_grad]
    heads = [weight for name, weight in network.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": settings.encoder_rate}, {"params": heads, "lr": settings.head_rate}],
        weight_decay=settings.decay,
    )
    steps = settings.epochs * math.ceil(papers / settings.batch)
    warm = max(1, int(_WARM_UP * steps))

    def rate(step: int) -> float:
        return min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, rate)


def _run_epoch(
    network: TorchNetwork,
    examples: Sequence[Example],
    settings: NetworkSettings,
    epoch: int,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> list[float]:
    network.train()
    totals = torch.zeros(len(_LOSS_WEIGHTS))
    batches = list(_batches(examples, settings, random.Random(settings.seed * 1000 + epoch)))
    for batch in batches:
        losses = batch_losses(network, batch, settings.titled_weight)
        loss: Tensor = sum(weight * part for weight, part in zip(_LOSS_WEIGHTS, losses, strict=True))  # type: ignore[assignment]
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), _LARGEST_STEP)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        totals += torch.tensor([part.item() for part in losses])
    return (totals / len(batches)).tolist()


def _batches(examples: Sequence[Example], settings: NetworkSettings, chance: random.Random) -> Iterator[list[Example]]:
    """Yield batches of texts of like length, in random order."""
    order = list(examples)
    chance.shuffle(order)
    size = settings.batch * _SORTED_BATCHES
    batches = []
    for at in range(0, len(order), size):
        near = sorted(order[at : at + size], key=lambda example: len(example.text.numbers))
        batches += [near[i : i + settings.batch] for i in range(0, len(near), settings.batch)]
    chance.shuffle(batches)
    yield from batches


def batch_losses(network: TorchNetwork, batch: Sequence[Example], titled_weight: float) -> list[Tensor]:
    """Return the losses of salience, candidate types, roles, links and relations.

    Args:
        network: the network.
        batch: some papers.
        titled_weight: how much a paper with a title counts.
    """
    device = network.leaning.device
    vectors = encode_batch(network, batch)
    scores: list[list[Tensor]] = [[] for _ in _LOSS_WEIGHTS]
    targets: list[list[Tensor]] = [[] for _ in _LOSS_WEIGHTS]
    weights: list[list[Tensor]] = [[] for _ in _LOSS_WEIGHTS]
    for example, rows in zip(batch, vectors, strict=True):
        with _fast(device):
            candidates = network.score_candidates(rows, example.candidates)
            types = _some_wrong(torch.from_numpy(example.entity_types)).to(device)
            entities = network.score_entities(rows, example.entities, types, example.pairs)
        wanted = (example.salience, example.candidate_types, example.roles, example.links, example.relations)
        for i, (score, target) in enumerate(zip((*candidates, *entities), wanted, strict=True)):
            scores[i].append(score.float())
            targets[i].append(torch.from_numpy(target).to(device))
            more = example.titled and _COUNT_TITLES_MORE[i]
            weights[i].append(torch.full((len(target),), titled_weight if more else 1.0, device=device))
    return [
        _weighted_loss(torch.cat(score), torch.cat(target), torch.cat(weight))
        for score, target, weight in zip(scores, targets, weights, strict=True)
    ]


def encode_batch(network: TorchNetwork, batch: Sequence[Example]) -> list[Tensor]:
    """Return the vectors of texts; what does not fit the encoder's window is cut.

    Args:
        network: the network.
        batch: some papers.
    """
    with _fast(network.leaning.device):
        return network.encode([(example.text.numbers, example.text.shapes) for example in batch])


def _fast(device: torch.device) -> torch.autocast:
    return torch.autocast(device.type, dtype=torch.bfloat16)


def _some_wrong(types: Tensor) -> Tensor:
    """Replace some types at random, as the type that is found will now and then be wrong."""
    wrong = torch.rand(len(types)) < _WRONG_TYPES
    return torch.where(wrong, torch.randint(0, 5, (len(types),)), types)


def _weighted_loss(scores: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    losses = functional.cross_entropy(
        scores, targets, reduction="none", ignore_index=IGNORED, label_smoothing=_SMOOTHING
    )
    weights = weights * (targets != IGNORED)
    return (losses * weights).sum() / weights.sum().clamp(min=1.0)


def _fingerprint(examples: Sequence[Example], settings: NetworkSettings) -> str:
    """Return what a checkpoint must share with a run that goes on from it."""
    digest = hashlib.sha256(repr(asdict(settings)).encode())
    for example in examples:
        digest.update(repr((example.id, example.text.numbers, example.titled)).encode())
        targets = (example.salience, example.candidate_types, example.roles, example.links, example.relations)
        for array in (example.candidates.rows, example.entities.rows, *targets):
            digest.update(array.tobytes())
    return digest.hexdigest()


def _save(
    path: Path,
    fingerprint: str,
    epoch: int,
    network: TorchNetwork,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    state = {
        "fingerprint": fingerprint,
        "epoch": epoch,
        "network": network.state_dict(),
        "optimizer": optimizer.state_dict(),
        "schedule": schedule.state_dict(),
    }
    unfinished = path.with_suffix(".part")
    torch.save(state, unfinished)
    unfinished.replace(path)


def _resume(
    path: Path,
    fingerprint: str,
    network: TorchNetwork,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
    log: Log,
) -> int:
    """Return the epoch to go on with."""
    if not path.is_file():
        return 0
    state = torch.load(path, weights_only=True, map_location="cpu")  # a run that began on a GPU may go on without one
    if state["fingerprint"] != fingerprint:
        log(f"{path.name} is of other papers, another vocabulary or other settings: begun anew")
        return 0
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    return int(state["epoch"])
