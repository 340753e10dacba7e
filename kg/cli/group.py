"""The group of all commands: turns errors into one line and the documented exit status."""

from __future__ import annotations

import contextlib
import sys
from typing import Any

import click

from kg import __version__
from kg.errors import KgError

INTERRUPTED = 130


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


@click.group(cls=KgGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """From a pile of research papers to a knowledge graph that people query and look at."""
