"""The global pass: what is attached to a centre, and what is left alone."""

from builders import annotate, assemble, defined, naming, thing

from kg.link import link_entities


def _keys(annotations, vocabulary):
    return link_entities(annotations, vocabulary).keys


def _defining(count, long_form="robust graph search", start=0):
    text = f"The {long_form} (RGS) is fast."
    return [annotate(f"d{start + n}", text, defined(long_form, "RGS")) for n in range(count)]


def test_names_that_differ_in_joins_are_one(small_vocabulary):
    papers = [naming("1", "code bert"), naming("2", "CodeBERT"), naming("3", "Code-BERT"), naming("4", "CodeBERT")]
    assert set(_keys(papers, small_vocabulary).values()) == {"code-bert"}  # two papers of four; a tie takes the first


def test_the_vocabulary_is_the_centre_of_joins(small_vocabulary):
    papers = [naming("1", "image-net x"), naming("2", "Image Net"), naming("3", "Image Net")]
    assert _keys(papers, small_vocabulary)["2", "Image Net"] == "imagenet"


def test_a_short_form_takes_the_long_form_of_three_defining_papers(small_vocabulary):
    keys = _keys([*_defining(3), naming("p", "RGS")], small_vocabulary)
    assert keys["p", "RGS"] == "robust-graph-search"


def test_two_defining_papers_are_too_few(small_vocabulary):
    assert _keys([*_defining(2), naming("p", "RGS")], small_vocabulary)["p", "RGS"] == "rgs"


def test_nine_in_ten_defining_papers_must_agree(small_vocabulary):
    other = "random grid sampling"
    nine = [*_defining(9), *_defining(1, other, start=9), naming("p", "RGS")]
    eight = [*_defining(8), *_defining(1, other, start=8), naming("p", "RGS")]
    assert _keys(nine, small_vocabulary)["p", "RGS"] == "robust-graph-search"
    assert _keys(eight, small_vocabulary)["p", "RGS"] == "rgs"


def test_a_word_for_the_sort_of_thing_is_left_out_of_a_proper_name(small_vocabulary):
    papers = [naming("1", "TinyNet"), naming("2", "TinyNet model")]
    assert _keys(papers, small_vocabulary)["2", "TinyNet model"] == "tinynet"


def test_a_common_noun_keeps_the_word_for_its_sort(small_vocabulary):
    papers = [naming("1", "diffusion"), naming("2", "diffusion model")]
    assert _keys(papers, small_vocabulary)["2", "diffusion model"] == "diffusion-model"


def test_the_task_of_doing_something_is_the_thing_itself(small_vocabulary):
    papers = [naming("1", "humour detection"), naming("2", "humour detection task")]
    assert _keys(papers, small_vocabulary)["2", "humour detection task"] == "humor-detection"


def test_a_name_written_in_lower_case_somewhere_is_no_proper_name(small_vocabulary):
    papers = [naming("1", "PAWs"), naming("2", "paws"), naming("3", "PAWS dataset")]
    assert _keys(papers, small_vocabulary)["3", "PAWS dataset"] == "paws-dataset"


def test_no_centre_is_itself_attached(small_vocabulary):
    papers = [*_defining(3), naming("1", "RGS"), naming("2", "RGS"), naming("3", "R-G-S")]
    papers += [naming("4", "TinyNet"), naming("5", "TinyNet-model"), naming("6", "Tiny-Net model")]
    keys = _keys(papers, small_vocabulary)
    assert keys["3", "R-G-S"] == keys["1", "RGS"] == "robust-graph-search"
    assert keys["6", "Tiny-Net model"] == keys["5", "TinyNet-model"] == "tinynet"


def test_close_names_are_never_attached(small_vocabulary):
    papers = [naming("1", "BERT", "RoBERTa", "DistilBERT"), naming("2", "BART", "ImageNet", "TinyImageNet")]
    assert len(set(_keys(papers, small_vocabulary).values())) == 6


def test_every_attachment_stands_in_the_ledger_with_its_rule(small_vocabulary):
    papers = [*_defining(3), naming("p", "RGS"), naming("1", "TinyNet"), naming("2", "TinyNet model")]
    rules = {merge.surface: (merge.entity, merge.rule) for merge in link_entities(papers, small_vocabulary).merges}
    assert rules["TinyNet model"] == ("tinynet", "name; sort of thing left out")
    assert ("robust-graph-search", "name; short form") in {
        (m.entity, m.rule) for m in link_entities(papers, small_vocabulary).merges if m.surface == "RGS"
    }


def test_attached_names_become_aliases_of_one_node(small_vocabulary):
    papers = [annotate("1", "TinyNet is small.", thing("TinyNet")), naming("2", "TinyNet model")]
    graph = assemble(papers, small_vocabulary).graph
    (entity,) = [node for node in graph.nodes() if getattr(node, "key", None) == "tinynet"]
    assert (entity.name, entity.aliases, entity.papers) == ("TinyNet", ("TinyNet model",), 2)
