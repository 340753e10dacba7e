"""The main job, told once: read → extract → link → assemble → publish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kg import __version__
from kg.annotate import Track, annotate, known_annotations, read_some_papers, untracked
from kg.annotations import with_nodes, write_annotations
from kg.curation import find_curation, read_curation
from kg.export import BUILD_FORMATS, EXPORTERS
from kg.export.places import read_places
from kg.generation import ANNOTATIONS, LEDGER, new_generation
from kg.graph import KnowledgeGraph, assemble_graph
from kg.graph.stats import graph_statistics, unusual_ends
from kg.iris import Iris
from kg.link import link_entities
from kg.link.ledger import write_ledger
from kg.model import Annotation, Links, Node
from kg.rdf.sssom import write_sssom
from kg.read import Reading
from kg.report import BuildReport, report_markdown
from kg.settings import Settings
from kg.vocabulary.load import load_vocabulary


def build(
    inputs: Sequence[str | Path],
    out: Path,
    settings: Settings | None = None,
    *,
    input_format: str | None = None,
    track: Track = untracked,
) -> BuildReport:
    """Make a graph of papers and publish it in every format.

    Args:
        inputs: files, folders or `-` for standard input.
        out: the folder to publish into; what an older build put there is replaced at the end, all at once.
        settings: options; the defaults where None.
        input_format: a key of `kg.read.READERS` where it is not to be found by content.
        track: told about the progress of long steps.

    Raises:
        KgError: nothing could be read, or a vocabulary, a curation file or a former build is not usable.
    """
    settings = settings or Settings()
    if settings.layout_from:
        read_places(settings.layout_from)  # what is wrong with it is told before the long work
    iris = Iris(settings.base)
    vocabulary = load_vocabulary(settings.vocabularies)
    curation_file = settings.curation or find_curation(inputs)
    curation = read_curation(curation_file) if curation_file else ()
    reading = read_some_papers(inputs, input_format)
    annotations = list(annotate(reading.papers, vocabulary, settings, known=known_annotations(inputs), track=track))
    links = link_entities(annotations, vocabulary, curation)
    assembly = assemble_graph(annotations, links, vocabulary, iris, curation)
    graph = assembly.graph
    report = BuildReport(
        statistics=graph_statistics(graph),
        skipped=reading.skipped,
        warnings=(*reading.warnings, *vocabulary.warnings, *links.warnings, *assembly.warnings),
        homographs=links.homographs,
        unusual_ends=unusual_ends(graph),
    )
    with new_generation(out, _manifest(reading, annotations, settings, report)) as folder:
        write_annotations(_named(annotations, links, graph, iris), folder / ANNOTATIONS)
        write_ledger(links.merges, folder / LEDGER, iris)
        write_sssom(links.merges, graph, folder / "merges.sssom.tsv", iris)
        (folder / "report.md").write_text(report_markdown(report), encoding="utf-8", newline="\n")
        for name in track(BUILD_FORMATS, "publish", len(BUILD_FORMATS)):
            EXPORTERS[name].write(graph, folder / EXPORTERS[name].target, settings)
    return report


def _named(annotations: Sequence[Annotation], links: Links, graph: KnowledgeGraph, iris: Iris) -> list[Annotation]:
    nodes = {}
    for place, key in links.keys.items():
        data: Node | None = graph.network.nodes.get(iris.entity(key), {}).get("data")
        if data is not None:
            nodes[place] = (data.iri, getattr(data, "name", key))
    return [with_nodes(annotation, nodes) for annotation in annotations]


def _manifest(
    reading: Reading, annotations: Sequence[Annotation], settings: Settings, report: BuildReport
) -> Mapping[str, object]:
    statistics = report.statistics
    return {
        "version": __version__,
        "inputs": [
            {"name": source.name, "format": source.format, "sha256": source.sha256, "records": source.records}
            for source in reading.sources
        ],
        "options": {
            "base": settings.base,
            "text": settings.text.value,
            "min_confidence": settings.min_confidence,
            "vocabularies": [str(path) for path in settings.vocabularies],
            "curation": str(settings.curation) if settings.curation else None,
            "layout_from": str(settings.layout_from) if settings.layout_from else None,
        },
        "hashes": {
            "model": sorted({annotation.model_hash for annotation in annotations}),
            "vocabulary": sorted({annotation.vocabulary_hash for annotation in annotations}),
        },
        "counts": {"nodes": statistics.nodes, "edges": statistics.edges, "skipped": len(report.skipped)},
    }
