"""The report of a build, for people: what the graph holds, what was skipped and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.graph.stats import GraphStatistics
from kg.model import Homograph, Skipped
from kg.names import clean_latex

_MOST = 50


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: counts, what was skipped, and what a person should look at."""

    statistics: GraphStatistics
    skipped: tuple[Skipped, ...]
    warnings: tuple[str, ...]
    homographs: tuple[Homograph, ...]
    unusual_ends: tuple[str, ...]


def report_markdown(report: BuildReport) -> str:
    """Return the report as Markdown.

    Args:
        report: what a build did.
    """
    parts = [
        "# Build report\n",
        _counts(report.statistics),
        _top(report.statistics),
        _section("Skipped input", [_skipped_line(item) for item in report.skipped]),
        _section("Warnings", [_plain(warning) for warning in report.warnings]),
        _section("Names that could mean several things", [_homograph_line(item) for item in report.homographs]),
        _section("Relations between unusual types", [_plain(line) for line in report.unusual_ends]),
    ]
    return "\n".join(part for part in parts if part)


def _counts(statistics: GraphStatistics) -> str:
    rows = [("nodes", kind, n) for kind, n in statistics.nodes.items()]
    rows += [("edges", predicate, n) for predicate, n in statistics.edges.items()]
    rows += [("claims that papers deny or only hope for", "", statistics.unaffirmed)]
    table = "\n".join(f"| {what} | {kind} | {n} |" for what, kind, n in rows)
    summary = (
        f"{statistics.papers} papers, {statistics.entities} entities named in them, {statistics.statements} statements "
        f"with {statistics.evidence} pieces of evidence.\n"
    )
    return f"{summary}\n| what | kind | number |\n| --- | --- | ---: |\n{table}\n"


def _top(statistics: GraphStatistics) -> str:
    if not statistics.top:
        return ""
    rows = "\n".join(f"| {_plain(top.name)} | {top.type} | {top.papers} |" for top in statistics.top)
    return f"## Named by most papers\n\n| entity | type | papers |\n| --- | --- | ---: |\n{rows}\n"


def _section(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    shown = "\n".join(f"- {line}" for line in lines[:_MOST])
    rest = f"\n- … and {len(lines) - _MOST} more" if len(lines) > _MOST else ""
    return f"## {title} ({len(lines)})\n\n{shown}{rest}\n"


def _skipped_line(item: Skipped) -> str:
    place = f"{item.source}:{item.line}" if item.line else item.source
    return f"{_plain(place)}: {_plain(item.reason)}"


def _homograph_line(item: Homograph) -> str:
    return f"{_plain(item.surface)} in {_plain(item.paper)}: {', '.join(item.candidates)}"


def _plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    flat = " ".join(clean_latex(text).split())
    return "".join("\\" + c if c in "\\`*_{}[]<>|#" else c for c in flat)
