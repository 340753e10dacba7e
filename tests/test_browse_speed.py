"""How long questions to a graph of 1,600 papers take, the opening of the graph included; run by hand with -s."""

import random
import subprocess
import sys
import time
from itertools import pairwise

import pytest
from builders import DATASET, METRIC, annotate, assemble, thing
from published import publish_store

PAPERS, NAMES, PER_PAPER = 1600, 12_000, 25
FIRST = 30  # the rank of the commonest name: about one paper in eight has it, as the commonest of real ones
QUESTIONS = [
    "path M30 M31 --count 3",
    "neighbors M30",
    "similar M30",
    "similar p1 --by pagerank",
    "rank",
    "rank --by degree",
    "rank --by betweenness",
    "communities",
    "compare M30 M31",
    "table --metric accuracy",
]


def _papers():
    """Papers that name a few of many things, most of them rare, as real ones do."""
    draw = random.Random(1)
    for number in range(PAPERS):
        names = list(dict.fromkeys(f"M{int(FIRST * (NAMES / FIRST) ** draw.random())}" for _ in range(PER_PAPER)))
        text = f"{', '.join(names)} on D{number % 40}: {names[0]} has 9{number % 10}.5% accuracy."
        things = [*names, thing(f"D{number % 40}", type=DATASET), thing("accuracy", type=METRIC)]
        says = [(head, "usedFor", tail) for head, tail in pairwise(names)]
        value = f"9{number % 10}.5%"
        yield annotate(
            f"p{number}", text, *things, says=says, reports=[(value, "accuracy", f"D{number % 40}", names[0])]
        )


@pytest.fixture(scope="module")
def large_build(small_vocabulary, tmp_path_factory):
    return publish_store(assemble(list(_papers()), small_vocabulary).graph, tmp_path_factory.mktemp("large"))


@pytest.mark.heavy
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_to_a_large_graph_is_answered(large_build, question, capsys):
    command = [sys.executable, "-m", "kg", *question.split(), "--graph", str(large_build), "--format", "csv"]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    took = time.perf_counter() - start
    with capsys.disabled():
        sys.stdout.write(f"\n{took:6.2f} s  kg {question}")
    assert done.stdout.count("\n") > 1
