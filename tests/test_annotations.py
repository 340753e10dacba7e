"""The annotation file: what is written is read back, and what does not fit its text is refused."""

import json

import pytest
from builders import DATASET, METRIC, annotate, defined, thing
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotation_records import paper_from_record, paper_record
from kg.annotations import (
    annotation_line,
    drop_unsure,
    parse_annotation,
    read_annotations,
    with_nodes,
    write_annotations,
)
from kg.errors import AnnotationError
from kg.model import Annotation, Author, Mention, Paper, PaperEntity, Relation, RelationEvidence, ReportedResult, Span
from kg.schema import EntityType, Polarity, RelationType, Role

EXAMPLE = annotate(
    "p1",
    "A masked autoencoder (MAE) beats BERT. MAE has 76% accuracy on ImageNet.",
    defined("masked autoencoder", "MAE"),
    thing("BERT", confidence=0.4),
    thing("accuracy", type=METRIC),
    thing("ImageNet", type=DATASET, roles=(Role.EVALUATES_ON, Role.MENTIONS)),
    title="Märchen \U0001f600",
    says=[("MAE", "outperforms", "BERT", Polarity.AFFIRMED, 0.7, ("ImageNet",), ("accuracy",))],
    reports=[("76%", "accuracy", "ImageNet", "BERT")],
    authors=(Author("A. One", "0000-0002-1825-0097"), Author("B. Two")),
    year=2024,
    doi="10.1/x",
    references=("doi:10.1/y",),
)

_TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=4, max_size=30)
_SHARE = st.floats(0, 1).map(lambda number: round(number, 3))


@st.composite
def _annotations(draw):
    title, abstract = draw(st.one_of(st.just(""), _TEXT)), draw(_TEXT)
    words = st.lists(st.text(max_size=5), max_size=2).map(tuple)
    authors = st.lists(
        st.builds(Author, st.text(max_size=5), st.sampled_from([None, "0000-0002-1825-0097"])), max_size=2
    )
    paper = Paper(
        draw(st.text(max_size=5)),
        title,
        abstract,
        authors=tuple(draw(authors)),
        year=draw(st.one_of(st.none(), st.integers(1900, 2100))),
        url=draw(st.one_of(st.none(), st.text(max_size=5))),
        keywords=draw(words),
    )
    spans = st.tuples(st.integers(0, len(paper.text) - 1), st.integers(1, 9)).map(
        lambda pair: Span(pair[0], min(pair[0] + pair[1], len(paper.text)))
    )
    entities = tuple(draw(_entity(paper.text, f"e{number}", spans)) for number in range(draw(st.integers(0, 3))))
    ids = st.sampled_from([entity.id for entity in entities]) if entities else st.none()
    held = st.lists(ids, max_size=2).map(tuple)
    places = st.builds(
        lambda s, h, t, *on: RelationEvidence(s.start, s.end, h, t, *on), spans, spans, spans, held, held
    )
    evidence = st.lists(places, min_size=1, max_size=2).map(tuple)
    kinds = st.sampled_from(RelationType)
    polarities = st.sampled_from(Polarity)
    relations = st.builds(Relation, ids, kinds, ids, polarities, _SHARE, st.just("person"), evidence)
    end = st.one_of(st.none(), ids)
    number = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False))
    text = st.text(max_size=4)
    results = st.builds(ReportedResult, end, end, end, text, number, text, text, spans, _SHARE)
    return Annotation(
        paper,
        tuple(draw(st.lists(spans, max_size=3))),
        entities,
        tuple(draw(st.lists(relations, max_size=2))) if entities else (),
        tuple(draw(st.lists(results, max_size=2))),
        "t",
        "m",
        "v",
    )


@st.composite
def _entity(draw, text, local_id, spans):
    kind = draw(st.sampled_from(EntityType))
    mentions = tuple(
        Mention(s.start, s.end, text[s.start : s.end], kind, draw(_SHARE), "person", draw(st.booleans()))
        for s in draw(st.lists(spans, min_size=1, max_size=3))
    )
    roles = tuple(draw(st.lists(st.sampled_from(Role), min_size=1, max_size=2)))
    forms = st.one_of(st.none(), st.text(max_size=4))
    return PaperEntity(
        id=local_id,
        type=kind,
        name=draw(st.text(max_size=4)),
        surface=tuple(dict.fromkeys(mention.text for mention in mentions)),
        roles=roles,
        role_mentions=tuple(draw(st.integers(0, len(mentions) - 1)) for _ in roles),
        confidence=draw(_SHARE),
        mentions=mentions,
        long_form=draw(forms),
        short_form=draw(forms),
        node=draw(forms),
    )


@settings(max_examples=50)
@given(_annotations())
def test_a_line_is_read_back_as_it_was(annotation):
    line = annotation_line(annotation)
    assert "\n" not in line
    assert parse_annotation(line) == annotation


def test_a_file_is_read_back_as_it_was(tmp_path):
    path = tmp_path / "annotations.jsonl"
    assert write_annotations([EXAMPLE, EXAMPLE], path) == 2
    assert list(read_annotations(path)) == [EXAMPLE, EXAMPLE]
    assert path.read_bytes().endswith(b"}\n")
    assert b"\r" not in path.read_bytes()


def test_the_fields_of_the_scorer_stand_in_a_line():
    record = json.loads(annotation_line(EXAMPLE))
    entity = record["entities"][3]
    assert {name: entity[name] for name in ("id", "type", "name", "surface", "role", "roles", "confidence")} == {
        "id": "ImageNet",
        "type": "Dataset",
        "name": "ImageNet",
        "surface": ["ImageNet"],
        "role": "evaluatesOn",
        "roles": ["evaluatesOn", "mentions"],
        "confidence": 0.9,
    }
    assert {name: record["relations"][0][name] for name in ("head", "type", "tail", "polarity")} == {
        "head": "MAE",
        "type": "outperforms",
        "tail": "BERT",
        "polarity": "affirmed",
    }
    assert {
        name: record["results"][0][name] for name in ("subject", "metric", "dataset", "value", "number", "unit")
    } == {
        "subject": "BERT",
        "metric": "accuracy",
        "dataset": "ImageNet",
        "value": "76%",
        "number": 76.0,
        "unit": "%",
    }


def test_what_a_relation_holds_on_stands_with_its_evidence_where_it_holds_on_something():
    (evidence,) = json.loads(annotation_line(EXAMPLE))["relations"][0]["evidence"]
    assert (evidence["datasets"], evidence["metrics"]) == (["ImageNet"], ["accuracy"])
    plain = annotate("p", "MAE beats BERT.", "MAE", "BERT", says=[("MAE", "outperforms", "BERT")])
    (evidence,) = json.loads(annotation_line(plain))["relations"][0]["evidence"]
    assert set(evidence) == {"start", "end", "head", "tail"}


def test_a_person_may_leave_out_what_has_a_default():
    record = json.loads(annotation_line(EXAMPLE))
    for entity in record["entities"]:
        del entity["roles"], entity["roleMentions"]
    del record["relations"][0]["polarity"]
    read = parse_annotation(json.dumps(record))
    assert [entity.roles for entity in read.entities] == [(entity.role,) for entity in EXAMPLE.entities]
    assert read.relations == EXAMPLE.relations


BROKEN = {
    "not an annotation": lambda record: [record],
    "'entities' is missing": lambda record: {k: v for k, v in record.items() if k != "entities"},
    "same id": lambda record: record["entities"].append(record["entities"][0]),
    "at least one mention": lambda record: record["entities"][0].update(mentions=[]),
    "points at no mention": lambda record: record["entities"][0].update(roleMentions=[9]),
    "does not stand at 1": lambda record: record["entities"][0]["mentions"][0].update(start=1),
    "does not stand at -9": lambda record: record["entities"][3]["mentions"][0].update(start=-9, end=-1),
    "unknown entity": lambda record: record["relations"][0].update(head="e9"),
    "result '76%' names an unknown": lambda record: record["results"][0].update(metric="e9"),
    "outside the text": lambda record: record["relations"][0]["evidence"][0].update(end=9999),
    "BERT names an unknown": lambda record: record["relations"][0]["evidence"][0].update(datasets=["e9"]),
    "has no evidence": lambda record: record["relations"][0].update(evidence=[]),
    "is not a valid EntityType": lambda record: record["entities"][0].update(type="Thing"),
}


@pytest.mark.parametrize("complaint", BROKEN)
def test_a_line_that_does_not_fit_is_refused_with_the_reason(complaint):
    record = json.loads(annotation_line(EXAMPLE))
    changed = BROKEN[complaint](record) or record
    with pytest.raises(AnnotationError, match=complaint):
        parse_annotation(json.dumps(changed))


def test_spans_beyond_the_text_are_refused_even_where_the_slice_fits():
    record = json.loads(annotation_line(annotate("p", "We use BERT", "BERT")))
    record["entities"][0]["mentions"][0]["end"] = 99
    with pytest.raises(AnnotationError, match="does not stand"):
        parse_annotation(json.dumps(record))
    record["entities"][0]["mentions"][0].update(start=-4, end=11)
    with pytest.raises(AnnotationError, match="does not stand"):
        parse_annotation(json.dumps(record))


def test_a_bad_line_is_named_by_file_and_number_or_listed(tmp_path):
    path = tmp_path / "annotations.jsonl"
    path.write_text(f"{annotation_line(EXAMPLE)}\n\nnot json\n{annotation_line(EXAMPLE)}\n", encoding="utf-8")
    with pytest.raises(AnnotationError, match=r"annotations\.jsonl:3: not an annotation"):
        list(read_annotations(path))
    skipped = []
    assert len(list(read_annotations(path, skipped))) == 2
    assert [(item.source, item.line) for item in skipped] == [(str(path), 3)]


def test_a_paper_survives_as_plain_data():
    assert paper_from_record(paper_record(EXAMPLE.paper)) == EXAMPLE.paper
    assert paper_from_record({"id": 7, "title": None}) == Paper("7")


def test_what_is_unsure_is_dropped_with_what_hangs_on_it():
    sure = drop_unsure(EXAMPLE, 0.5)
    assert [entity.id for entity in sure.entities] == ["MAE", "accuracy", "ImageNet"]
    assert sure.relations == ()
    assert [(result.subject, result.metric) for result in sure.results] == [(None, "accuracy")]
    assert drop_unsure(EXAMPLE, 0.0) == EXAMPLE
    assert parse_annotation(annotation_line(sure)) == sure


def test_a_relation_stays_without_an_unsure_data_set_that_it_holds_on():
    paper = annotate(
        "p",
        "MAE beats BERT on GLUE in F1.",
        "MAE",
        "BERT",
        thing("GLUE", type=DATASET, confidence=0.2),
        thing("F1", type=METRIC),
        says=[("MAE", "outperforms", "BERT", Polarity.AFFIRMED, 0.8, ("GLUE",), ("F1",))],
    )
    (relation,) = drop_unsure(paper, 0.5).relations
    assert (relation.evidence[0].datasets, relation.evidence[0].metrics) == ((), ("F1",))


def test_nodes_are_written_beside_the_entities_and_old_ones_forgotten():
    linked = with_nodes(EXAMPLE, {("p1", "MAE"): ("https://x.example/mae", "masked autoencoder")})
    assert [(e.node, e.name) for e in linked.entities[:2]] == [
        ("https://x.example/mae", "masked autoencoder"),
        (None, "BERT"),
    ]
    assert with_nodes(linked, {}).entities[0].node is None
