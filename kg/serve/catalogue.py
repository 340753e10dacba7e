"""What pages look up in the graph themselves, rather than by a query: nodes, sentences, names, measures, merges.

It is read where it is first needed, and kept: a graph that is served does not change.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from kg.browse.opening import open_built
from kg.generation import LEDGER
from kg.graph.network import Network, network_of
from kg.graph.search import NameIndex
from kg.graph.similarity import Likeness, Similar, similar_nodes
from kg.graph.stats import node_kind
from kg.query import QueryFile, open_dataset
from kg.query.names import substitute
from kg.rdf.stored import StoredGraph
from kg.serve.mentions import MentionIndex
from kg.view.companions import MergedName, read_ledger

_REMEMBERED = 512
Arguments = ParamSpec("Arguments")
Found = TypeVar("Found")


class Catalogue:
    """A built graph as pages read it.

    Args:
        directory: the build's folder.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        # one look-up at a time: pages share the processor with queries, and none needs long
        self._reader = ThreadPoolExecutor(1, "catalogue")
        self.mentions = MentionIndex(directory)
        self.similar = lru_cache(_REMEMBERED)(self._similar)

    async def look_up(
        self, function: Callable[Arguments, Found], *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Found:
        """Run a function that reads the catalogue, while the server goes on answering others.

        Args:
            function: what to run.
            args: its arguments.
            kwargs: its named arguments.
        """
        return await asyncio.get_running_loop().run_in_executor(self._reader, lambda: function(*args, **kwargs))

    def close(self) -> None:
        """Look nothing up any more."""
        self._reader.shutdown(wait=False, cancel_futures=True)

    @cached_property
    def graph(self) -> StoredGraph:
        """Nodes, edges and evidence."""
        return open_built(self._directory)

    def kind(self, iri: str) -> str:
        """Return the kind of a node; counts no papers, as reading an entity whole would.

        Args:
            iri: of a node of the graph.
        """
        return self._kinds.get(iri) or node_kind(self.graph.node(iri))

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return self.graph.kinds()

    @cached_property
    def fill(self) -> Callable[[QueryFile, Mapping[str, str]], tuple[str, list[str]]]:
        """Puts values into the parameters of a query; see `kg.query.names.substitute`."""
        return partial(substitute, open_dataset(self._directory))

    @cached_property
    def names(self) -> NameIndex:
        """The names of all papers and entities."""
        return NameIndex(self.graph, self._network.papers_of)

    @cached_property
    def merges(self) -> Mapping[str, tuple[MergedName, ...]]:
        """Why names became part of each entity, by its IRI; nothing where the build has no ledger."""
        path = self._directory / LEDGER
        return read_ledger(path) if path.is_file() else {}

    @cached_property
    def _network(self) -> Network:
        return network_of(self.graph)

    def _similar(self, iri: str) -> tuple[Similar, ...]:
        """What is most like a paper or an entity, the most alike first."""
        return similar_nodes(self._network, iri, Likeness.RARITY)[:10]
