"""The command line: each command is the thin twin of one public function. Only here is anything printed."""

from __future__ import annotations

import contextlib
import sys
import webbrowser
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from kg import __version__
from kg.errors import KgError
from kg.iris import DEFAULT_BASE
from kg.model import Skipped
from kg.settings import Settings, TextPolicy
from kg.tables import FORMATS, Table, render_rows

T = TypeVar("T")

DONE_WITH_SKIPS = 3
INTERRUPTED = 130

_POLICIES = [policy.value for policy in TextPolicy]


class KgGroup(click.Group):
    """Turns errors that are meant for people into one line and the documented exit status."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        try:
            return super().invoke(ctx)
        except KgError as error:
            click.echo(f"kg: {error}", err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            click.echo("kg: interrupted; nothing that was there before has changed", err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            with contextlib.suppress(OSError):
                sys.stdout.close()
            ctx.exit(0)


def show_progress(items: Iterable[T], label: str, total: int) -> Iterator[T]:
    """Yield the items and show a bar on standard error, where that is a terminal."""
    with click.progressbar(items, total, label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield from bar


def example(text: str) -> str:
    """An epilog that click does not rewrap."""
    return f"\b\nExample:\n  {text}"


Command = Callable[..., Any]


def graph_option(command: Command) -> Command:
    """Where a built graph lies."""
    return click.option(
        "--graph",
        "directory",
        type=click.Path(path_type=Path),
        default=Path("exports"),
        show_default=True,
        help="Folder of a build.",
    )(command)


def format_option(command: Command) -> Command:
    """How rows are printed."""
    return click.option(
        "--format", "format_name", type=click.Choice(FORMATS), default="table", show_default=True, help="Output form."
    )(command)


def model_option(command: Command) -> Command:
    """Which trained model extracts."""
    return click.option(
        "--model",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Folder of a model that `kg train` wrote; the shipped one otherwise.",
    )(command)


def min_confidence_option(command: Command) -> Command:
    """How sure a mention or a relation has to be."""
    return click.option(
        "--min-confidence",
        type=click.FloatRange(0, 1),
        default=0.0,
        show_default=True,
        help="Leave out what is less sure than this.",
    )(command)


def input_options(command: Command) -> Command:
    """What the commands that read papers share."""
    options: list[Callable[[Command], Command]] = [
        click.argument("inputs", nargs=-1, required=True),
        click.option("--input-format", help="Form of the input, where it is not to be found by content."),
        click.option(
            "--vocabulary",
            "vocabularies",
            multiple=True,
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="A SKOS file to add to the shipped vocabulary; may be repeated.",
        ),
        model_option,
        min_confidence_option,
        click.option("--processes", type=click.IntRange(0), default=0, help="Processes; 0 is one per core."),
        click.option("--strict", is_flag=True, help="Exit with 1 where input was skipped."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.group(cls=KgGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """From a pile of research papers to a knowledge graph that people query and look at."""


@main.command(name="build", epilog=example("kg build seeds/ --out exports/"))
@input_options
@click.option("--out", type=click.Path(path_type=Path), default=Path("exports"), show_default=True)
@click.option("--base", default=DEFAULT_BASE, show_default=True, help="What the IRIs of the graph start with.")
@click.option(
    "--text",
    type=click.Choice([policy.value for policy in TextPolicy]),
    default="full",
    help="How much text is published.",
)
@click.option("--curation", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A curation file.")
def build_command(
    inputs: Sequence[str],
    out: Path,
    input_format: str | None,
    strict: bool,
    **options: Any,  # noqa: ANN401
) -> None:
    """Make a graph of papers and publish it in every format."""
    from kg.build import build

    settings = Settings(**{**options, "text": TextPolicy(options["text"])})
    report = build(inputs, out, settings, input_format=input_format, track=show_progress)
    counts = report.statistics
    click.echo(
        f"{counts.papers} papers, {counts.entities} entities, {counts.statements} statements → {out}/ "
        f"(open {out / 'graph.html'}, read {out / 'report.md'})"
    )
    _finish(report.skipped, strict)


@main.command(name="extract", epilog=example("kg extract papers.bib -o annotations.jsonl"))
@input_options
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def extract_command(
    inputs: Sequence[str],
    output: Path,
    input_format: str | None,
    strict: bool,
    **options: Any,  # noqa: ANN401
) -> None:
    """Annotate papers: entities, roles, relations and results, one paper a line."""
    from kg.annotate import extract

    reading, count = extract(inputs, output, Settings(**options), input_format=input_format, track=show_progress)
    click.echo(f"{count} papers → {output}", err=True)
    _finish(reading.skipped, strict)


def _finish(skipped: Sequence[Skipped], strict: bool) -> None:
    """Say what was skipped, and leave with the documented status."""
    if not skipped:
        return
    for item in skipped[:10]:
        click.echo(f"skipped {item.source}{f':{item.line}' if item.line else ''}: {item.reason}", err=True)
    if len(skipped) > 10:
        click.echo(f"… and {len(skipped) - 10} more; the report lists them", err=True)
    click.get_current_context().exit(1 if strict else DONE_WITH_SKIPS)


def _settings_of_query(_ctx: click.Context, _option: click.Parameter, values: Sequence[str]) -> dict[str, str]:
    pairs = [value.partition("=") for value in values]
    if broken := [key for key, sign, _ in pairs if not sign]:
        raise click.BadParameter(f"takes KEY=VALUE, not {broken[0]!r}")
    return {key.strip(): value for key, _, value in pairs}


@main.command(name="query", epilog=example('kg query papers-by-concept --set concept="knowledge distillation"'))
@click.argument("name")
@click.option(
    "--set",
    "values",
    multiple=True,
    metavar="KEY=VALUE",
    callback=_settings_of_query,
    help="Value of a parameter; may be repeated.",
)
@min_confidence_option
@graph_option
@click.option("--format", "format_name", type=click.Choice(["table", "csv", "json", "xml", "ttl"]), default="table")
def query_command(name: str, values: dict[str, str], min_confidence: float, directory: Path, format_name: str) -> None:
    """Ask the graph a question: a query's NAME, a FILE.rq or `-`."""
    from kg.query import load_query, open_dataset, render_table, run_query

    query = load_query(sys.stdin.read() if name == "-" else name)
    table = run_query(open_dataset(directory, min_confidence=min_confidence), query, values)
    for warning in table.warnings:
        click.echo(f"kg: {warning}", err=True)
    click.echo(render_table(table, format_name), nl=False)


@main.command(name="queries", epilog=example("kg queries"))
@format_option
def queries_command(format_name: str) -> None:
    """List the questions that `kg query` knows, with their parameters."""
    from kg.query import list_queries

    rows = [
        (query.name, ", ".join(f"{p.name}={p.default}" for p in query.parameters), query.summary)
        for query in list_queries()
    ]
    click.echo(render_rows(Table(("name", "parameters", "summary"), rows), format_name), nl=False)


@main.command(name="path", epilog=example('kg path BERT "question answering" --count 3'))
@click.argument("source")
@click.argument("target")
@click.option("--count", type=click.IntRange(1, 50), default=1, help="How many paths at most.")
@click.option("--predicate", "predicates", multiple=True, help="Only these relations and roles; may be repeated.")
@min_confidence_option
@graph_option
@format_option
def path_command(
    source: str,
    target: str,
    count: int,
    predicates: Sequence[str],
    min_confidence: float,
    directory: Path,
    format_name: str,
) -> None:
    """Show how two things are connected, with the sentence behind each step."""
    from kg.browse import find_paths

    table = find_paths(directory, source, target, count=count, predicates=predicates, min_confidence=min_confidence)
    if not table.rows:
        click.echo(f"kg: nothing connects {source!r} and {target!r}", err=True)
    click.echo(render_rows(table, format_name), nl=False)


@main.command(name="neighbors", epilog=example('kg neighbors "knowledge distillation" --limit 20'))
@click.argument("name")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@graph_option
@format_option
def neighbors_command(name: str, limit: int, directory: Path, format_name: str) -> None:
    """Show what stands beside a thing, with the sentence behind each edge."""
    from kg.browse import find_neighbors

    table = find_neighbors(directory, name, limit=limit)
    for warning in table.warnings:
        click.echo(f"kg: {warning}", err=True)
    click.echo(render_rows(table, format_name), nl=False)


@main.command(name="stats", epilog=example("kg stats --format json"))
@graph_option
@format_option
def stats_command(directory: Path, format_name: str) -> None:
    """Count what the graph holds."""
    from kg.browse import count_graph

    click.echo(render_rows(count_graph(directory), format_name), nl=False)


@main.command(name="export", epilog=example("kg export gexf -o papers.gexf"))
@click.argument("format_name", metavar="FORMAT")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
@graph_option
def export_command(format_name: str, output: Path, directory: Path) -> None:
    """Write a built graph in one FORMAT: csv, gexf, graphml, html, jsonld, neo4j, nquads, store, trig, turtle."""
    from kg.browse import load_graph
    from kg.export import export_graph

    graph, settings = load_graph(directory)
    export_graph(graph, format_name, output, settings)
    click.echo(f"{output}", err=True)


@main.command(name="validate", epilog=example("kg validate"))
@graph_option
@format_option
def validate_command(directory: Path, format_name: str) -> None:
    """Check a built graph against the SHACL shapes; exit with 1 on findings."""
    from kg.validate import validate_directory

    report = validate_directory(directory)
    rows = [(f.severity, f.shape, f.focus, f.message) for f in report.findings]
    click.echo(render_rows(Table(("severity", "shape", "node", "message"), rows), format_name), nl=False)
    if not report.conforms:
        sys.exit(1)


@main.command(name="evaluate", epilog=example("kg evaluate gold.jsonl --errors 5"))
@click.argument("gold", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--annotations", type=click.Path(exists=True, path_type=Path), help="Score these; else annotate anew.")
@model_option
@click.option("--errors", type=click.IntRange(0), default=0, help="List what so many papers missed and got wrong.")
@format_option
def evaluate_command(
    gold: Path | None, annotations: Path | None, model: Path | None, errors: int, format_name: str
) -> None:
    """Measure extraction on papers that you annotated, or on the annotated seed papers that ship."""
    from kg.evaluate import SEED_UNSEEN, evaluate_gold

    evaluation = evaluate_gold(gold or SEED_UNSEEN, annotations, model=model, track=show_progress)
    for line in evaluation.error_lines(errors):
        click.echo(line, err=True)
    click.echo(render_rows(evaluation.table(), format_name), nl=False)


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


@main.command(name="view", epilog=example("kg view"))
@min_confidence_option
@graph_option
def view_command(directory: Path, min_confidence: float) -> None:
    """Open the graph's page in the browser."""
    from kg.browse import page_address, page_of

    page = page_of(directory)
    click.echo(str(page))
    if not webbrowser.open(page_address(page, min_confidence)):
        click.echo("kg: no browser was found; open the file yourself", err=True)
