"""The curation file: its lines, and what is wrong with a line that cannot be used."""

import pytest

from kg.curation import find_curation, read_curation
from kg.errors import CurationError
from kg.model import CurationAction, CurationLine

HEADER = "action\tsubject\tpredicate\tobject\tpaper\tquote\twho\twhen\twhy\n"


@pytest.fixture
def read(tmp_path):
    def written(text):
        path = tmp_path / "curation.tsv"
        path.write_text(text, encoding="utf-8")
        return read_curation(path)

    return written


def test_lines_come_in_order_with_their_place_in_the_file(read):
    lines = read(
        "# decisions of the group\n"
        + HEADER
        + "merge\tTinyNet\t\tSmallNet\t\t\treader\t2024-05-01\tsame authors\n\n"
        + "# a comment between\n"
        + 'add\tTinyNet\tbasedOn\tBERT\tp1\tTinyNet "builds" on BERT\t\t\t\n'
    )
    assert lines == (
        CurationLine(
            3, CurationAction.MERGE, "TinyNet", object="SmallNet", who="reader", when="2024-05-01", why="same authors"
        ),
        CurationLine(6, CurationAction.ADD, "TinyNet", "basedOn", "BERT", "p1", 'TinyNet "builds" on BERT'),
    )


def test_columns_may_be_left_out_and_stand_in_any_order(read):
    (line,) = read("subject\taction\nTinyNet\treject\n")
    assert (line.action, line.subject, line.why) == (CurationAction.REJECT, "TinyNet", "")


def test_a_spreadsheet_s_byte_order_mark_and_line_ends_do_not_matter(read):
    assert read("\ufeffaction\tsubject\r\nreject\tTinyNet\r\n")[0].subject == "TinyNet"


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", HEADER])
def test_an_empty_file_asks_for_nothing(read, text):
    assert read(text) == ()


BROKEN = {
    "drop\tTinyNet": "unknown action 'drop'; known are merge, split",
    "merge\tTinyNet": "merge needs a value in the column 'object'",
    "reject\t": "reject needs a value in the column 'subject'",
    "add\tTinyNet\tbasedOn\tBERT\tp1": "add needs a value in the column 'quote'",
    "retype\tTinyNet\t\tThing": "'Thing' is no type; types are Method",
    "reject\tTinyNet\tloves\tBERT": "'loves' is neither a relation nor a role",
}


@pytest.mark.parametrize("row", BROKEN)
def test_a_bad_line_says_where_and_what(read, row):
    with pytest.raises(CurationError) as caught:
        read(f"{HEADER}reject\tBERT\n{row}\n")
    assert "curation.tsv:3: " + BROKEN[row] in str(caught.value)


def test_an_unknown_column_says_which_are_known(read):
    with pytest.raises(CurationError, match=r"curation\.tsv:1: unknown column 'verb'; known are action, subject"):
        read("verb\tsubject\nreject\tBERT\n")


def test_the_file_beside_the_inputs_is_found(tmp_path):
    paper, folder = tmp_path / "papers.bib", tmp_path / "more"
    folder.mkdir()
    assert find_curation([paper, folder, "-"]) is None
    (folder / "curation.tsv").touch()
    assert find_curation([paper, folder, "-"]) == folder / "curation.tsv"
    (tmp_path / "curation.tsv").touch()
    assert find_curation([str(paper), folder]) == tmp_path / "curation.tsv"
