"""The merge ledger as a file."""

from builders import IRIS

from kg.link.ledger import write_ledger
from kg.model import Merge


def test_the_ledger_is_a_table_with_iris(tmp_path):
    path = tmp_path / "merges.tsv"
    write_ledger([Merge("a/b", "A\tB\n\\%", "name", 0.9, 2)], path, IRIS)
    assert path.read_bytes().decode() == (
        f"entity\tsurface\trule\tscore\tpapers\n{IRIS.entity('a/b')}\tA B %\tname\t0.9\t2\n"
    )
