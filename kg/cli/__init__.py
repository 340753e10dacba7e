"""The command line: each command is the thin twin of one public function. Only here is anything printed."""

from kg.cli import browse, build, check, compare, measure, publish, query, serve, train
from kg.cli.group import main

__all__ = ["browse", "build", "check", "compare", "main", "measure", "publish", "query", "serve", "train"]
