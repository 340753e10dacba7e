"""The command that trains a model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.group import main
from kg.cli.options import example, format_option, show_table, vocabulary_option
from kg.errors import KgError
from kg.train.folds import FOLDS


@main.command(name="train", epilog=example("kg train gold.jsonl -o model/"))
@click.argument("gold", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option(
    "--pretrained",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the encoder to start from (model.safetensors, vocab.txt); all-MiniLM-L6-v2 otherwise.",
)
@click.option("--epochs", type=click.IntRange(1), default=8, show_default=True, help="Passes over the papers.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of everything random.")
@vocabulary_option
@click.option("--papers", type=click.IntRange(1), help="Train on so many of the papers only, for a learning curve.")
@click.option("--only-fold", type=click.IntRange(0, FOLDS - 1), help="Train on the other folds only; score this one.")
@click.option(
    "--scierc",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="DEV",
    help="For comparison: GOLD is the training part of the corpus SciERC; print F1 on this part of it.",
)
@format_option
def train_command(
    gold: Sequence[Path],
    output: Path,
    pretrained: Path | None,
    epochs: int,
    seed: int,
    vocabularies: Sequence[Path],
    papers: int | None,
    only_fold: int | None,
    scierc: Path | None,
    format_name: str,
) -> None:
    """Train a model on papers that you annotated; prints its figures on papers that it had not seen."""
    if scierc and (vocabularies or papers is not None or only_fold is not None):
        raise click.UsageError("--vocabulary, --papers and --only-fold are about papers; SciERC is sentences")
    try:
        from kg.train.fit_network import NetworkSettings
        from kg.train.pretrained import find_pretrained
        from kg.train.scierc import train_scierc
        from kg.train.selection import Selection
        from kg.train.training import train
    except ImportError as error:
        raise KgError(f"training needs more packages ({error.name}): pip install 'kg-papers[train]'") from error
    from kg.vocabulary.load import load_vocabulary

    encoder, settings = find_pretrained(pretrained), NetworkSettings(epochs=epochs, seed=seed)
    if scierc:
        table = train_scierc(gold, scierc, output, encoder, settings, _log)
    else:
        vocabulary, selection = load_vocabulary(vocabularies), Selection(papers, only_fold)
        table = train(gold, output, vocabulary, encoder, settings=settings, selection=selection, log=_log).table()
    show_table(table, format_name)


def _log(line: str) -> None:
    click.echo(line, err=True)
