import type { GraphNode, KnowledgeGraph } from "./graph";
import { weight } from "./graph";
import { fold } from "./text";

export interface Match {
  node: GraphNode;
  text: string;
  alternative: boolean;
}

interface Entry extends Match {
  folded: string;
  weight: number;
}

/** Finds nodes by their labels, alternative labels and titles; every word must stand somewhere in one of them. */
export class Search {
  private readonly entries: Entry[];
  private readonly names = new Map<string, GraphNode | null>();

  constructor(graph: KnowledgeGraph) {
    this.entries = graph.nodes.flatMap((node) => [
      this.entry(node, node.name, false),
      ...(node.entity?.names ?? []).map((name) => this.entry(node, name, true)),
    ]);
    for (const node of graph.nodes) this.names.set(node.name, this.names.has(node.name) ? null : node);
  }

  /** The one node of a name, letter by letter. */
  exact(name: string): GraphNode | null {
    return this.names.get(name) ?? null;
  }

  find(query: string, limit = 12): Match[] {
    const folded = fold(query);
    const words = folded.split(" ").filter(Boolean);
    if (!words.length) return [];
    const best = new Map<GraphNode, { score: number; entry: Entry }>();
    for (const entry of this.entries) {
      if (!words.every((word) => entry.folded.includes(word))) continue;
      const score = closeness(entry, folded, words);
      const known = best.get(entry.node);
      if (!known || known.score < score) best.set(entry.node, { score, entry });
    }
    return [...best.values()]
      .sort((a, b) => b.score - a.score || b.entry.weight - a.entry.weight || a.entry.node.id - b.entry.node.id)
      .slice(0, limit)
      .map(({ entry }) => entry);
  }

  private entry(node: GraphNode, text: string, alternative: boolean): Entry {
    return { node, text, alternative, folded: fold(text), weight: weight(node) };
  }
}

function closeness(entry: Entry, folded: string, words: string[]): number {
  if (entry.folded === folded) return entry.alternative ? 5 : 6;
  if (entry.folded.startsWith(folded)) return entry.alternative ? 3 : 4;
  const starts = words.every((word) => entry.folded.startsWith(word) || entry.folded.includes(` ${word}`));
  return starts ? 2 : 1;
}
