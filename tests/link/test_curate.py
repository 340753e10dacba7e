"""A person's merges and splits have the last word."""

from builders import IRIS, METRIC, annotate, line, naming, thing

from kg.link import link_entities

PAPERS = [naming("p1", "TinyNet"), naming("p2", "SmallNet"), naming("p3", "TinyNet", "BERT")]
OPEN = annotate("p9", "We look at MAE.", thing("MAE", type=METRIC))


def test_a_merge_moves_every_paper(small_vocabulary):
    links = link_entities(PAPERS, small_vocabulary, [line("merge", "TinyNet", object="SmallNet")])
    assert links.keys["p1", "TinyNet"] == links.keys["p3", "TinyNet"] == links.keys["p2", "SmallNet"] == "smallnet"
    assert not links.warnings


def test_names_keys_aliases_and_iris_are_understood(small_vocabulary):
    for subject in ("TinyNet", "tinynet", "tiny-nets", IRIS.entity("tinynet")):
        for target in ("SmallNet", IRIS.entity("smallnet")):
            keys = link_entities(
                [*PAPERS, naming("p4", "Tiny-Net")], small_vocabulary, [line("merge", subject, object=target)]
            ).keys
            assert keys["p1", "TinyNet"] == "smallnet"


def test_a_merge_into_a_concept_that_no_paper_names_finds_its_key(small_vocabulary):
    links = link_entities(PAPERS, small_vocabulary, [line("merge", "TinyNet", object=IRIS.entity("model-compression"))])
    assert links.keys["p1", "TinyNet"] == "model-compression"


def test_a_split_takes_one_paper_out(small_vocabulary):
    split = line("split", "TinyNet", object="TinyNet of Third", paper="p3")
    keys = link_entities(PAPERS, small_vocabulary, [split]).keys
    assert (keys["p1", "TinyNet"], keys["p3", "TinyNet"]) == ("tinynet", "tinynet-of-third")


def test_a_split_can_name_a_surface(small_vocabulary):
    papers = [naming("p1", "PLM"), naming("p2", "pretrained language model")]
    split = line("split", "pretrained language model", object="product lifecycle management", quote="PLM")
    keys = link_entities(papers, small_vocabulary, [split]).keys
    assert keys["p1", "PLM"] == "product-lifecycle-management"
    assert keys["p2", "pretrained language model"] == "pretrained-language-model"


def test_lines_are_applied_in_order(small_vocabulary):
    lines = [line("merge", "TinyNet", object="SmallNet"), line("merge", "SmallNet", object="BERT")]
    assert set(link_entities(PAPERS, small_vocabulary, lines).keys.values()) == {"bert"}


def test_what_moved_stands_in_the_ledger(small_vocabulary):
    links = link_entities(PAPERS, small_vocabulary, [line("merge", "TinyNet", object="SmallNet")])
    (moved,) = [merge for merge in links.merges if merge.rule.startswith("curation")]
    assert (moved.entity, moved.surface, moved.rule, moved.papers) == ("smallnet", "TinyNet", "curation: merge", 2)


def test_a_line_that_matches_nothing_is_a_warning(small_vocabulary):
    lines = [line("merge", "NoNet", object="BERT"), line("split", "TinyNet", object="x", paper="p2")]
    links = link_entities(PAPERS, small_vocabulary, lines)
    assert links.keys == link_entities(PAPERS, small_vocabulary).keys
    assert links.warnings == (
        "curation line 2: merge 'NoNet' matches nothing any more",
        "curation line 2: split 'TinyNet' matches nothing any more",
    )


def test_a_homograph_that_a_person_resolved_is_not_reported(small_vocabulary):
    split = line("split", "MAE", object="mean absolute error", paper="p9")
    assert link_entities([OPEN], small_vocabulary).homographs
    links = link_entities([OPEN], small_vocabulary, [split])
    assert links.keys["p9", "MAE"] == "mean-absolute-error"
    assert not links.homographs
