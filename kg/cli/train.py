"""The command that trains a model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.group import main
from kg.cli.options import example, format_option
from kg.errors import KgError
from kg.tables import render_rows


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
@click.option(
    "--vocabulary",
    "vocabularies",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A SKOS file to add to the shipped vocabulary; may be repeated.",
)
@format_option
def train_command(
    gold: Sequence[Path],
    output: Path,
    pretrained: Path | None,
    epochs: int,
    seed: int,
    vocabularies: Sequence[Path],
    format_name: str,
) -> None:
    """Train a model on papers that you annotated; prints its figures on papers that it had not seen."""
    try:
        from kg.train.fit_network import NetworkSettings
        from kg.train.training import find_pretrained, train
    except ImportError as error:
        raise KgError(f"training needs more packages ({error.name}): pip install 'kg-papers[train]'") from error
    from kg.vocabulary.load import load_vocabulary

    evaluation = train(
        gold,
        output,
        load_vocabulary(vocabularies),
        find_pretrained(pretrained),
        settings=NetworkSettings(epochs=epochs, seed=seed),
        log=lambda line: click.echo(line, err=True),
    )
    click.echo(render_rows(evaluation.table(), format_name), nl=False)
