import type { GraphNode, KnowledgeGraph } from "./graph";

export interface SimilarPaper {
  paper: GraphNode;
  score: number;
  shared: GraphNode[];
}

/** Papers that name the same things, rare things counting more (cosine of inverse document frequencies). */
export function similarPapers(graph: KnowledgeGraph, paper: GraphNode, limit = 5): SimilarPaper[] {
  const own = named(paper);
  const found = graph.papers.filter((other) => other !== paper).map((other) => {
    const shared = [...named(other)].filter((node) => own.has(node));
    const score = sum(graph, shared) / (Math.sqrt(sum(graph, own)) * Math.sqrt(sum(graph, named(other))) || 1);
    return { paper: other, score, shared: shared.sort((a, b) => rarity(graph, b) - rarity(graph, a) || a.id - b.id) };
  });
  return found
    .filter((item) => item.shared.length)
    .sort((a, b) => b.score - a.score || a.paper.id - b.paper.id)
    .slice(0, limit);
}

function named(paper: GraphNode): Set<GraphNode> {
  return new Set(paper.edges.filter((edge) => edge.source === paper && edge.target.entity).map((edge) => edge.target));
}

function sum(graph: KnowledgeGraph, nodes: Iterable<GraphNode>): number {
  let total = 0;
  for (const node of nodes) total += rarity(graph, node) ** 2;
  return total;
}

function rarity(graph: KnowledgeGraph, node: GraphNode): number {
  return Math.log(1 + graph.papers.length / Math.max(node.entity?.papers ?? 1, 1));
}
