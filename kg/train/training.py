"""Training told once: from gold papers to the folder of a model, and to figures on papers that it had not seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotation_records import annotation_record
from kg.annotations import write_annotations
from kg.errors import ModelError
from kg.evaluate import Evaluation, score
from kg.evaluate.distances import gold_text
from kg.extract.background import load_background
from kg.extract.candidates import DATA
from kg.extract.collect import collect_annotation
from kg.extract.loglinear import LogLinear, save_loglinear
from kg.extract.network import Network, load_network
from kg.extract.pipeline import equip, make_pipeline
from kg.extract.resources import Resources
from kg.extract.roles import read_entities
from kg.extract.trained import CARD, FILES, TABLES, TrainedModel, file_digest, load_model
from kg.extract.wordpieces import load_wordpieces
from kg.model import Annotation, Paper
from kg.train.card import model_card
from kg.train.examples import Example, TrainingPaper, make_example
from kg.train.export import export_network
from kg.train.fit_network import Log, NetworkSettings, device_name, fit_network, timed
from kg.train.folds import FOLDS, Item, Jackknifed, fold_of, jackknife
from kg.train.gold_entities import Gold, GoldDocument, align_entities, read_gold
from kg.train.mentions import fit_mentions, training_paper
from kg.train.pretrained import Pretrained
from kg.train.relations import fit_links, fit_relation_types, paper_pairs
from kg.train.results import fit_results
from kg.train.roles import fit_roles
from kg.train.selection import EVERYTHING, Selection, select_papers
from kg.train.stacks import fit_cases, mention_cases, relation_cases, role_cases
from kg.vocabulary.load import load_vocabulary
from kg.vocabulary.lookup import Vocabulary

UNSEEN = "unseen.jsonl"


@dataclass(slots=True)
class _Growing:
    """What is fitted so far: by name, one of everything and one per fold.

    Args:
        held_out: the fold that nothing is fitted on.
        tables: the log-linear models and the stacks.
        networks: the networks.
    """

    held_out: int | None
    tables: dict[str, Jackknifed[LogLinear]]
    networks: Jackknifed[Network]

    def fit(self, name: str, fit: Callable[[Sequence[Item]], LogLinear], items: Sequence[Item]) -> None:
        """Fit a table under a name."""
        self.tables[name] = jackknife(fit, items, self.held_out)

    def unseen(self, paper_id: str) -> TrainedModel:
        """Return the model that has not seen a paper."""
        fold = fold_of(paper_id)
        tables = {name: table.parts[fold] for name, table in self.tables.items()}
        return TrainedModel(tables, self.networks.parts[fold], "")


def unlogged(line: str) -> None:
    """Pass over a line of the log."""


def train(
    gold: Sequence[Path],
    out: Path,
    vocabulary: Vocabulary,
    pretrained: Pretrained,
    *,
    settings: NetworkSettings | None = None,
    selection: Selection = EVERYTHING,
    log: Log = unlogged,
) -> Evaluation:
    """Train a model on annotated papers; an interrupted run goes on where it stopped.

    Everything is fitted once on all papers and once per fold without it. What comes later learns from what the earlier
    parts say of papers that they had not seen, and the figures are of such papers too.

    Args:
        gold: annotated papers, JSON Lines.
        out: the folder of the model; its subfolder `training` holds what an interrupted run goes on from.
        vocabulary: the concepts to look for.
        pretrained: the encoder to start from.
        settings: how the network is trained.
        selection: how many papers it is trained on, and which fold is held out; all and none by default.
        log: told about the progress.

    Returns:
        The figures on the papers, or on those of the fold that is held out, each annotated by models that had not
        seen it.

    Raises:
        ModelError: there are too few papers.
    """
    settings = settings or NetworkSettings()
    log = timed(log)
    for warning in _vocabulary_warnings(vocabulary):
        log(warning)
    golds = select_papers([paper for path in gold for paper in read_gold(path)], selection)
    _check_papers(golds)
    log(f"trained on {device_name()}")
    work = out / "training"
    papers = _training_papers(golds, vocabulary)
    log(f"{len(papers)} papers, {sum(len(paper.candidates) for paper in papers)} candidates")
    mentions = jackknife(fit_mentions, papers, selection.held_out)
    log("the log-linear mention model is fitted")
    pieces = load_wordpieces(pretrained.pieces)
    examples = [make_example(paper, pieces, mentions.unseen(paper)) for paper in papers]
    networks = _fit_networks(examples, pretrained, settings, selection.held_out, work, log)
    growing = _Growing(selection.held_out, {"mentions": mentions}, networks)
    nlp = make_pipeline(Resources(vocabulary, growing.unseen(papers[0].id)))
    documents = _find_entities(papers, growing, nlp, vocabulary)
    log("entities are found")
    _fit_roles(documents, growing, nlp, vocabulary)
    log("roles are fitted")
    _fit_relations(documents, growing, nlp, vocabulary)
    growing.fit("results", fit_results, documents)
    _run("kg_results", documents, growing, nlp, vocabulary)
    log("relations and results are fitted")
    evaluation = _evaluate([document for document in documents if selection.scores(document.id)], work)
    trained = [paper for paper in golds if selection.trains(str(paper["id"]))]
    card = model_card(gold, trained, settings, pretrained.source, vocabulary, evaluation, selection.held_out)
    _write(out, growing, work / "whole", card)
    load_model(out)
    log(f"{out} holds the model")
    return evaluation


def _vocabulary_warnings(vocabulary: Vocabulary) -> Iterator[str]:
    yield from vocabulary.warnings
    if vocabulary.content_hash != load_vocabulary().content_hash:
        yield "trained with another vocabulary than the shipped one: name the same one wherever the model is used"


def _check_papers(golds: Sequence[Gold]) -> None:
    sizes = [sum(fold_of(str(gold["id"])) == fold for gold in golds) for fold in range(FOLDS)]
    if min(sizes) == 0:
        raise ModelError(
            f"{len(golds)} annotated papers are too few: each of the {FOLDS} folds needs one; annotate more"
        )


def _training_papers(golds: Sequence[Gold], vocabulary: Vocabulary) -> list[TrainingPaper]:
    nlp = make_pipeline(Resources(vocabulary), until="kg_vocabulary")
    background = load_background(DATA)
    return [training_paper(gold, nlp, vocabulary, background.of_text(gold_text(gold))) for gold in golds]


def _fit_networks(
    examples: Sequence[Example],
    pretrained: Pretrained,
    settings: NetworkSettings,
    held_out: int | None,
    work: Path,
    log: Log,
) -> Jackknifed[Network]:
    names = iter([*(f"without-{fold}" for fold in range(FOLDS) if fold != held_out), "whole"])

    def fit(some: Sequence[Example]) -> Network:
        name = next(names)
        log(f"network {name}: {len(some)} papers")
        network = fit_network(some, pretrained.weights, settings, work / f"{name}.pt", log)
        export_network(network, pretrained.pieces, work / name)
        return load_network(work / name)

    return jackknife(fit, examples, held_out)


def _find_entities(
    papers: Sequence[TrainingPaper], growing: _Growing, nlp: Language, vocabulary: Vocabulary
) -> list[GoldDocument]:
    """Let models that have not seen a paper find its entities, and pair these with gold."""
    _run("kg_encoder", papers, growing, nlp, vocabulary)
    cases = [mention_cases(paper, growing.unseen(paper.id)) for paper in papers]
    growing.fit("stack-mentions", fit_cases, [due for due, _ in cases])
    growing.fit("stack-types", fit_cases, [kinds for _, kinds in cases])
    for component in ("kg_mentions", "kg_coordination", "kg_entities"):
        _run(component, papers, growing, nlp, vocabulary)
    return [
        GoldDocument(paper.gold, paper.doc, align_entities(paper.doc._.entities, paper.gold["entities"]))
        for paper in papers
    ]


def _fit_roles(documents: Sequence[GoldDocument], growing: _Growing, nlp: Language, vocabulary: Vocabulary) -> None:
    growing.fit("roles", fit_roles, documents)
    for document in documents:
        document.doc._.entity_vectors = read_entities(document.doc, growing.unseen(document.id).network)
    cases = [role_cases(document, growing.unseen(document.id)) for document in documents]
    growing.fit("stack-roles", fit_cases, cases)
    _run("kg_roles", documents, growing, nlp, vocabulary)


def _fit_relations(documents: Sequence[GoldDocument], growing: _Growing, nlp: Language, vocabulary: Vocabulary) -> None:
    pairs = [paper_pairs(document) for document in documents]
    growing.fit("links", fit_links, pairs)
    growing.fit("relations", fit_relation_types, pairs)
    cases = [relation_cases(document, growing.unseen(document.id)) for document in documents]
    growing.fit("stack-links", fit_cases, [links for links, _ in cases])
    growing.fit("stack-relations", fit_cases, [kinds for _, kinds in cases])
    _run("kg_relations", documents, growing, nlp, vocabulary)


def _run(
    component: str,
    papers: Sequence[TrainingPaper] | Sequence[GoldDocument],
    growing: _Growing,
    nlp: Language,
    vocabulary: Vocabulary,
) -> None:
    """Run a component over papers, each with the models that have not seen it."""
    for fold in range(FOLDS):
        mine = [paper for paper in papers if fold_of(paper.id) == fold]
        if mine:
            equip(nlp, Resources(vocabulary, growing.unseen(mine[0].id)))
            run: Callable[[Doc], Doc] = nlp.get_pipe(component)
            for paper in mine:
                run(paper.doc)


def _evaluate(documents: Sequence[GoldDocument], work: Path) -> Evaluation:
    """Score the annotations of all papers, and keep them."""
    annotations = [_annotation(document) for document in documents]
    write_annotations(annotations, work / UNSEEN)
    return score([document.paper for document in documents], [annotation_record(found) for found in annotations])


def _annotation(document: GoldDocument) -> Annotation:
    gold = document.paper
    paper = Paper(id=str(gold["id"]), title=gold.get("title") or "", abstract=gold["abstract"])
    assert paper.text == gold_text(gold)
    return collect_annotation(document.doc, paper, "", "")


def _write(out: Path, growing: _Growing, network: Path, card: Mapping[str, Any]) -> None:
    for name in TABLES:
        save_loglinear(growing.tables[name].whole, out / f"{name}.tsv.gz")
    for path in network.iterdir():
        (out / path.name).write_bytes(path.read_bytes())
    files = {name: file_digest(out / name) for name in FILES}
    (out / CARD).write_text(json.dumps({**card, "files": files}, indent=2, sort_keys=True) + "\n", encoding="utf-8")
