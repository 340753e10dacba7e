"""How long the questions of the library take: both engines side by side, on any built graph.

    python tests/benchmarks/questions.py exports                  # Oxigraph alone
    python tests/benchmarks/questions.py exports --rdflib         # rdflib too, which reads graph.nq whole at first
    python tests/benchmarks/questions.py exports --only papers-by-concept tasks-by-method

One row per question and setting: the settings of the tests (`tests/queries/seed.toml`) whose names the graph knows, and
one that asks for what most papers name. Milliseconds are medians over the runs, of the processor and of the clock; a
question includes looking its names up. The last lines sum up, and count the questions above the limit.
"""

from __future__ import annotations

import argparse
import csv
import signal
import statistics
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from rdflib import Dataset

from kg.errors import KgError, UnknownNameError
from kg.query import Answer, QueryFile, list_queries, open_dataset, render_table, run_query

SETTINGS = Path(__file__).parents[1] / "queries" / "seed.toml"
LIMIT = 50.0  # milliseconds
KINDS = {"method": "Method", "dataset": "Dataset", "task": "Task", "metric": "Metric"}
ENGINES = ("Oxigraph", "rdflib")
MEASURED = tuple(f"{engine} {of} ms" for engine in ENGINES for of in ("CPU", "wall"))
COLUMNS = ("question", "setting", "rows", *MEASURED, "same rows")
BUSIEST = """
SELECT ?name (COUNT(DISTINCT ?paper) AS ?papers) WHERE {{ {pattern} }}
GROUP BY ?name ORDER BY DESC(?papers) STR(?name) LIMIT {count}
"""
PATTERNS = {
    "paper": "?paper dcterms:title ?name",
    "author": "?paper schema:author/schema:name ?name",
}
BESIDE = "?paper kg:mentions ?entity . ?entity skos:prefLabel ?name"


@dataclass(frozen=True)
class Taken:
    """What an engine answered, and the median milliseconds of it; nothing where it took too long."""

    answer: Answer | None
    cpu: float | None = None
    wall: float | None = None

    @property
    def cells(self) -> list[str]:
        if self.cpu is None or self.wall is None:
            return ["too long", "too long"]
        return [f"{self.cpu:.1f}", f"{self.wall:.1f}"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path, help="folder of a build")
    parser.add_argument("--rdflib", action="store_true", help="ask rdflib too")
    parser.add_argument("--runs", type=int, default=5, help="how often each question is asked")
    parser.add_argument("--patience", type=int, default=60, help="seconds for all runs of a question on an engine")
    parser.add_argument("--only", nargs="*", default=[], metavar="QUESTION", help="only these questions")
    asked = parser.parse_args()
    engines = {"Oxigraph": open_dataset(asked.graph)}
    if asked.rdflib:
        engines["rdflib"] = read_into_rdflib(asked.graph)
    rows = csv.writer(sys.stdout, delimiter="\t")
    rows.writerow(COLUMNS)
    taken: list[dict[str, Taken]] = []
    for query, values in settings_of(engines["Oxigraph"], asked.only):
        found = {name: measure(engine, query, values, asked.runs, asked.patience) for name, engine in engines.items()}
        rows.writerow(row(query, values, found))
        sys.stdout.flush()
        taken.append(found)
    for engine in engines:
        sys.stderr.write(summary(engine, [found[engine] for found in taken]))


def read_into_rdflib(graph: Path) -> Dataset:
    dataset = Dataset(default_union=False)
    started = time.process_time()
    dataset.parse(graph / "graph.nq", format="nquads")
    sys.stderr.write(f"rdflib read graph.nq in {time.process_time() - started:.0f} CPU seconds\n")
    return dataset


def settings_of(dataset: Dataset, only: list[str]) -> Iterator[tuple[QueryFile, Mapping[str, str]]]:
    """Every question with the settings that the graph can be asked with."""
    cases = tomllib.loads(SETTINGS.read_text(encoding="utf-8"))
    for query in list_queries():
        if only and query.name not in only:
            continue
        wanted = [*cases.get(query.name, {"rows": []})["rows"], busiest(dataset, query)]
        for values in filter(None, wanted) if query.parameters else [{}]:
            try:
                run_query(dataset, query, values)
            except UnknownNameError:
                continue  # a name of the seed page that this graph has not
            yield query, values


def busiest(dataset: Dataset, query: QueryFile) -> dict[str, str]:
    """For each parameter what most papers name of its kind; the second parameter takes the second of these."""
    values: dict[str, str] = {}
    for place, parameter in enumerate(query.parameters):
        kind = KINDS.get(parameter.name)
        pattern = PATTERNS.get(parameter.name, BESIDE + (f" . ?entity a kg:{kind}" if kind else ""))
        if not parameter.line.count('"'):
            continue  # a number, which keeps its default
        names = [str(found[0]) for found in run_query(dataset, BUSIEST.format(pattern=pattern, count=place + 1)).rows]
        if len(names) <= place:
            return {}
        values[parameter.name] = names[place]
    return values


def measure(dataset: Dataset, query: QueryFile, values: Mapping[str, str], runs: int, patience: int) -> Taken:
    """Ask until there are enough runs, or patience ends: what was measured until then counts."""
    answer, cpu, wall = None, [], []
    try:
        with time_out(patience):
            for _ in range(runs):
                before = time.process_time(), time.perf_counter()
                answer = run_query(dataset, query, values)
                cpu.append((time.process_time() - before[0]) * 1000)
                wall.append((time.perf_counter() - before[1]) * 1000)
    except TimeoutError:
        if answer is None:
            return Taken(None)
    except KgError as error:
        raise SystemExit(f"{query.name}: {error}") from error
    return Taken(answer, statistics.median(cpu), statistics.median(wall))


@contextmanager
def time_out(seconds: int) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    former = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)


def row(query: QueryFile, values: Mapping[str, str], found: Mapping[str, Taken]) -> list[str]:
    setting = ", ".join(f"{name}={value}" for name, value in values.items())
    measured = [cell for engine in ENGINES for cell in (found[engine].cells if engine in found else ("", ""))]
    answers = [taken.answer for taken in found.values()]
    rows = "" if answers[0] is None else str(len(answers[0].rows))
    known = [render_table(answer, "csv") for answer in answers if answer is not None]
    same = "" if len(known) < len(ENGINES) else "yes" if known[0] == known[1] else "NO"
    return [query.name, setting, rows, *measured, same]


def summary(engine: str, taken: list[Taken]) -> str:
    cpu = [one.cpu for one in taken if one.cpu is not None]
    if not cpu:
        return f"{engine}: no question was answered\n"
    over = sum(number > LIMIT for number in cpu) + len(taken) - len(cpu)
    return (
        f"{engine}: {len(taken)} questions, median {statistics.median(cpu):.1f} CPU ms, slowest {max(cpu):.0f},"
        f" {over} above {LIMIT:g}, {len(taken) - len(cpu)} took too long\n"
    )


if __name__ == "__main__":
    main()
