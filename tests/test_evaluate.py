"""What counts as right, wrong and missed: small cases worked out by hand from the rules in `docs/evaluation.md`."""

import json

import pytest

from kg.errors import AnnotationError
from kg.evaluate import Counts, evaluate_gold, score
from kg.evaluate.certainty import average_precision, calibration_error
from kg.evaluate.matching import folded, number_key

TEXT = "TinyNet beats BERT and RoBERTa on ImageNet. Masked autoencoders (MAE) reach 76.1% accuracy, 8-10x faster."


def entity(name, *surfaces, id=None, type="Method", role="uses", **more):  # noqa: A002
    return {"id": id or name, "name": name, "surface": list(surfaces or (name,)), "type": type, "role": role, **more}


def relation(head, kind, tail, **more):
    return {"head": head, "type": kind, "tail": tail, **more}


def result(value, metric=None, **more):
    return {"value": value, "metric": metric, **more}


def paper(*entities, relations=(), results=(), **more):
    return {
        "id": "p1",
        "title": "A Title",
        "abstract": TEXT,
        "entities": list(entities),
        "relations": list(relations),
        "results": list(results),
        **more,
    }


TINY, BERT, ROBERTA = entity("TinyNet"), entity("BERT"), entity("RoBERTa")
IMAGENET, ACCURACY = entity("ImageNet", type="Dataset"), entity("accuracy", type="Metric")
MAE = entity("masked autoencoder", "Masked autoencoders", "MAE")
OPTIONAL = entity("BERT", salience="optional")
NOT_DUE = entity("accuracy", type="Metric", salience="optional")
BEATS = relation("TinyNet", "outperforms", "BERT")
TWO = (TINY, BERT)

# what is tried: gold, prediction, measure, (right, wrong, missed)
CASES = {
    "the same entities": (paper(*TWO), paper(*TWO), "entities", (2, 0, 0)),
    "nothing predicted": (paper(*TWO), paper(), "entities", (0, 0, 2)),
    "nothing due": (paper(), paper(TINY), "entities", (0, 1, 0)),
    "case, hyphen and plural do not matter": (
        paper(MAE),
        paper(entity("x", "masked autoencoders")),
        "entities",
        (1, 0, 0),
    ),
    "half of the surfaces are enough": (paper(TINY), paper(entity("x", "TinyNet", "BERT")), "entities", (1, 0, 0)),
    "less than half is another thing": (
        paper(TINY),
        paper(entity("x", "TinyNet", "BERT", "RoBERTa")),
        "entities",
        (0, 1, 1),
    ),
    "surfaces that are not in the text are ignored": (
        paper(TINY),
        paper(entity("x", "TinyNet", "Elsewhere", "Nowhere")),
        "entities",
        (1, 0, 0),
    ),
    "the second prediction of a thing is wrong": (
        paper(MAE),
        paper(entity("MAE"), entity("masked autoencoders", "Masked autoencoders")),
        "entities",
        (1, 1, 0),
    ),
    "an optional entity is neither right nor wrong": (paper(TINY, OPTIONAL), paper(*TWO), "entities", (1, 0, 0)),
    "strict: an optional entity is wrong": (paper(TINY, OPTIONAL), paper(*TWO), "strict", (1, 1, 0)),
    "typed: another type is one wrong and one missed": (
        paper(TINY),
        paper(entity("TinyNet", type="Task")),
        "typed",
        (0, 1, 1),
    ),
    "typed: the other reading is right too": (
        paper(entity("TinyNet", alsoType=["Task"])),
        paper(entity("TinyNet", type="Task")),
        "typed",
        (1, 0, 0),
    ),
    "relaxed: half of the words are enough": (
        paper(entity("RoBERTa on ImageNet")),
        paper(entity("x", "on ImageNet")),
        "relaxed",
        (1, 0, 0),
    ),
    "a relation between matched ends": (
        paper(*TWO, relations=[BEATS]),
        paper(*TWO, relations=[BEATS]),
        "relations",
        (1, 0, 0),
    ),
    "the direction matters": (
        paper(*TWO, relations=[BEATS]),
        paper(*TWO, relations=[relation("BERT", "outperforms", "TinyNet")]),
        "relations",
        (0, 1, 1),
    ),
    "but not of a comparison": (
        paper(*TWO, relations=[relation("TinyNet", "comparedWith", "BERT")]),
        paper(*TWO, relations=[relation("BERT", "comparedWith", "TinyNet")]),
        "relations",
        (1, 0, 0),
    ),
    "another type is wrong": (
        paper(*TWO, relations=[BEATS]),
        paper(*TWO, relations=[relation("TinyNet", "basedOn", "BERT")]),
        "relations",
        (0, 1, 1),
    ),
    "pairs: the type does not matter": (
        paper(*TWO, relations=[BEATS]),
        paper(*TWO, relations=[relation("TinyNet", "basedOn", "BERT")]),
        "pairs",
        (1, 0, 0),
    ),
    "two types where one is due: one is wrong": (
        paper(*TWO, relations=[{**BEATS, "alsoType": ["basedOn"]}]),
        paper(*TWO, relations=[BEATS, relation("TinyNet", "basedOn", "BERT")]),
        "relations",
        (1, 1, 0),
    ),
    "what is denied is no claim": (
        paper(*TWO, relations=[BEATS]),
        paper(*TWO, relations=[{**BEATS, "polarity": "negated"}]),
        "relations",
        (0, 0, 1),
    ),
    "an optional relation is neither right nor wrong": (
        paper(*TWO, relations=[{**BEATS, "salience": "optional"}]),
        paper(*TWO, relations=[BEATS]),
        "relations",
        (0, 0, 0),
    ),
    "an end that gold does not know makes it wrong": (
        paper(TINY, relations=[]),
        paper(*TWO, relations=[BEATS]),
        "relations",
        (0, 1, 0),
    ),
    "a result by number and unit": (
        paper(ACCURACY, results=[result("76.1\\%", "accuracy")]),
        paper(ACCURACY, results=[result("76.1 %", None)]),
        "results",
        (1, 0, 0),
    ),
    "another unit is another result": (
        paper(ACCURACY, results=[result("76.1%", "accuracy")]),
        paper(ACCURACY, results=[result("76.1", "accuracy")]),
        "results",
        (0, 1, 1),
    ),
    "resultsFull: the metric must match": (
        paper(ACCURACY, results=[result("76.1%", "accuracy")]),
        paper(ACCURACY, results=[result("76.1%", None)]),
        "resultsFull",
        (0, 1, 1),
    ),
    "resultsFull: an optional metric may be left out": (
        paper(NOT_DUE, results=[result("76.1%", "accuracy")]),
        paper(results=[result("76.1%", None)]),
        "resultsFull",
        (1, 0, 0),
    ),
    "an optional result is neither right nor wrong": (
        paper(results=[result("8-10x", salience="optional")]),
        paper(results=[result("8 to 10 times")]),
        "results",
        (0, 0, 0),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_counts(case):
    gold, predicted, measure, expected = CASES[case]
    counts = score([gold], [predicted]).counts[measure]
    assert (counts.right, counts.wrong, counts.missed) == expected


def test_matching_finds_as_many_core_entities_as_there_can_be():
    gold = paper(entity("a", "BERT", "RoBERTa"), entity("b", "RoBERTa"), entity("c", "BERT", salience="optional"))
    predicted = paper(entity("x", "RoBERTa"), entity("y", "BERT"))
    assert score([gold], [predicted]).counts["entities"] == Counts(2, 0, 0)


def test_shares_are_of_matched_core_entities_and_of_all_predictions():
    gold = paper(TINY, entity("RoBERTa", alsoRole=["mentions"]), OPTIONAL)
    predicted = paper(
        entity("TinyNet", type="Task", role="mentions"), entity("RoBERTa", role="mentions"), BERT, IMAGENET
    )
    evaluation = score([gold], [predicted])
    assert (evaluation.share("type"), evaluation.share("role"), evaluation.share("clutter")) == (0.5, 0.5, 0.5)
    assert score([], []).share("type") == 0.0


def test_relations_are_counted_by_type_too():
    evaluation = score([paper(*TWO, relations=[BEATS])], [paper(*TWO, relations=[relation("TinyNet", "isA", "BERT")])])
    assert evaluation.by_kind["outperforms"] == Counts(0, 0, 1)
    assert evaluation.by_kind["isA"] == Counts(0, 1, 0)


def test_papers_are_paired_by_id_else_by_title():
    renamed = paper(TINY, id="other", title="a  TITLE")
    assert score([paper(TINY)], [renamed]).counts["entities"] == Counts(1, 0, 0)


def test_a_paper_that_is_not_predicted_counts_as_all_missed():
    evaluation = score([paper(*TWO)], [])
    assert (evaluation.counts["entities"], evaluation.papers) == (Counts(0, 0, 2), 1)
    assert evaluation.warnings == ("1 of 1 papers are not annotated: all that they hold counts as missed",)


def test_precision_recall_and_f1():
    counts = Counts(right=3, wrong=1, missed=3)
    assert (counts.precision, counts.recall, counts.f1) == (0.75, 0.5, 0.6)
    assert (Counts().precision, Counts().recall, Counts().f1) == (0.0, 0.0, 0.0)


def test_error_lines_show_the_worst_papers_first():
    golds = [paper(TINY), paper(*TWO, id="p2", title="Worse")]
    predictions = [paper(TINY), paper(IMAGENET, id="p2", title="Worse")]
    assert list(score(golds, predictions).error_lines(1)) == [
        "p2 Worse",
        "  missed: TinyNet (Method); BERT (Method)",
        "  wrong:  ImageNet (Dataset)",
    ]


def test_the_table_has_a_row_per_measure_relation_and_share():
    table = score([paper(*TWO)], [paper(TINY)]).table()
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["entities"] == (0.667, 0.667, 0.667, 1.0, 0.5, 1, 0, 1)
    assert rows["role"] == (1.0, 1.0, 1.0, None, None, 1, 0, None)
    assert {"outperforms", "clutter", "resultsFull"} < set(rows)


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("44.78\\%", "44.78%"),
        ("44.78 percent", "44.78%"),
        ("8-10x", "8.0 10.0x"),
        ("1,600 times", "1600.0x"),
        ("−3.5", "3.5"),
        ("0.90", "0.9"),
        ("state of the art", "stateoftheart"),
    ],
)
def test_one_spelling_of_a_value(value, key):
    assert number_key(value) == key


def test_names_are_folded_more_coarsely_than_keys():
    assert folded("Self-Attention Networks") == folded("selfattention network") == "selfattentionnetwork"
    assert folded("…") == ""


def _write(path, *records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_files_are_scored(tmp_path):
    gold, predicted = _write(tmp_path / "gold", paper(*TWO)), _write(tmp_path / "predicted", paper(TINY))
    assert evaluate_gold(gold, predicted).counts["entities"] == Counts(1, 0, 1)


BROKEN = {
    "not an annotated paper": [1],
    "'entities'": {"id": "p1"},
    "'type'": paper({"id": "e1", "name": "x"}),
    "'tail'": paper(TINY, relations=[{"head": "TinyNet", "type": "isA"}]),
    "two entities bear the same id": paper(TINY, TINY),
}


@pytest.mark.parametrize("complaint", BROKEN)
def test_a_line_that_cannot_be_scored_says_where_and_why(tmp_path, complaint):
    gold = _write(tmp_path / "gold", paper(TINY), BROKEN[complaint])
    with pytest.raises(AnnotationError, match=f"gold:2: .*{complaint}"):
        evaluate_gold(gold, gold)


def test_entities_and_roles_are_counted_by_kind():
    gold = paper(TINY, IMAGENET)
    predicted = paper(entity("TinyNet", role="introduces"), entity("ImageNet", type="Task"))
    kinds = score([gold], [predicted]).by_kind
    assert (kinds["Method"], kinds["Dataset"], kinds["Task"]) == (Counts(1, 0, 0), Counts(0, 0, 1), Counts(0, 1, 0))
    assert (kinds["uses"], kinds["introduces"]) == (Counts(1, 0, 1), Counts(0, 1, 0))


def test_the_floor_takes_all_core_entities_of_a_sentence_for_related():
    gold = paper(TINY, BERT, ROBERTA, MAE, relations=[BEATS, relation("MAE", "improves", "TinyNet")])
    sentences = [[0, 7], [9, 9 + TEXT.index(" Masked")], [9 + TEXT.index("Masked"), 9 + len(TEXT)]]
    counts = score([gold], [paper(TINY, BERT, relations=[BEATS], sentences=sentences)]).counts
    assert counts["undirected pairs, floor"] == Counts(1, 2, 1)
    assert counts["undirected pairs"] == Counts(1, 0, 1)
    assert counts["pairs in one sentence"] == Counts(1, 0, 0)
    assert counts["pairs in neighbouring sentences"] == Counts(0, 0, 0)


def test_intervals_hold_the_value_and_narrow_with_more_papers():
    def interval(copies):
        golds = [paper(*TWO, id=f"p{i}", title=f"Paper {i}") for i in range(copies)]
        found = [paper(TINY if i % 2 else BERT, IMAGENET, id=f"p{i}", title=f"Paper {i}") for i in range(copies)]
        found[::3] = [paper(*TWO, id=f"p{i}", title=f"Paper {i}") for i in range(0, copies, 3)]
        row = next(row for row in score(golds, found).table().rows if row[0] == "entities")
        return row[1:4]

    few, many = interval(6), interval(96)
    assert few[1] <= few[0] <= few[2] and many[1] < many[0] < many[2]
    assert many[2] - many[1] < few[2] - few[1]
    assert interval(6) == few


def test_calibration_compares_confidence_with_the_share_that_is_right():
    sure = [(0.8, True)] * 8 + [(0.8, False)] * 2
    assert calibration_error(sure, bins=1) == pytest.approx(0.0)
    assert calibration_error([(0.8, False)] * 10) == pytest.approx(0.8)
    assert calibration_error([]) == 0.0


def test_area_under_precision_and_recall():
    assert average_precision([(0.9, True), (0.5, False), (0.4, True)], due=2) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision([(0.9, True)], due=4) == 0.25


def test_optional_entities_are_out_of_the_calibration():
    found = paper(entity("TinyNet", confidence=0.5), entity("BERT", confidence=0.9), entity("ImageNet", confidence=0.3))
    judged = score([paper(TINY, OPTIONAL)], [found]).scores[0].judged["entities"]
    assert judged == [(0.5, True), (0.3, False)]


def test_a_wrong_relation_is_listed_with_its_text():
    start = len("A Title\n\n")
    evidence = [{"start": start, "end": start + TEXT.index(" Masked")}]
    found = paper(*TWO, relations=[{**relation("TinyNet", "basedOn", "BERT"), "evidence": evidence}])
    lines = list(score([paper(*TWO, relations=[BEATS])], [found]).error_lines(1))
    assert "  missed relation: TinyNet outperforms BERT" in lines
    assert any("TinyNet basedOn BERT — TinyNet beats BERT and RoBERTa on ImageNet." in line for line in lines)
