"""The command that serves a graph."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.group import main
from kg.cli.options import example, graph_option
from kg.errors import KgError
from kg.serve.settings import ServeSettings

_DEFAULTS = ServeSettings()
_COUNT = click.IntRange(1)


@main.command(name="serve", epilog=example("kg serve --graph exports"), context_settings={"show_default": True})
@graph_option
@click.option("--host", default=_DEFAULTS.host, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=_DEFAULTS.port, help="Port to listen on; 0: a free one.")
@click.option("--allow-host", "allow_hosts", multiple=True, help="Answer for this Host too; may be repeated.")
@click.option("--allow-origin", "allow_origins", multiple=True, help="Let its pages read answers; may be repeated.")
@click.option("--timeout", type=click.FloatRange(0.1), default=_DEFAULTS.timeout, help="Seconds a query may run.")
@click.option("--memory", type=click.IntRange(128), default=_DEFAULTS.memory, help="MiB a query may fill.")
@click.option("--max-rows", type=_COUNT, default=_DEFAULTS.max_rows, help="Rows an answer may have.")
@click.option("--max-bytes", type=_COUNT, default=_DEFAULTS.max_bytes, help="Bytes an answer may have.")
@click.option("--workers", type=_COUNT, default=_DEFAULTS.workers, help="Processes that stand ready for queries.")
def serve_command(directory: Path, **options: Any) -> None:  # noqa: ANN401 - they are the fields of the settings
    """Serve a graph as a SPARQL endpoint and as linked data, read-only, to this machine alone."""
    try:
        from kg.serve.server import serve
    except ImportError as error:
        raise KgError(f"serving needs more packages ({error.name}): pip install 'kg-papers[serve]'") from error

    serve(directory, ServeSettings(**options), announce=lambda address: click.echo(f"serving {directory} at {address}"))
