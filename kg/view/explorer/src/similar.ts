import type { GraphNode, KnowledgeGraph } from "./graph";

export interface SimilarPaper {
  paper: GraphNode;
  score: number;
  shared: GraphNode[];
}

const DOUBT = 2; // shared entities at which a likeness counts half
const DIGITS = 6;

/**
 * Papers that name the same things, rare things counting more: `rarity` of kg/graph/similarity.py, number by number, which
 * a test compares. It is worked out for the paper that is looked at, which costs less than carrying it for all.
 */
export function similarPapers(graph: KnowledgeGraph, paper: GraphNode, limit = 5): SimilarPaper[] {
  const own = named(paper);
  const papers = graph.papers.filter((other) => named(other).size);
  const rarity = rarityIn(papers);
  const length = (entities: Iterable<GraphNode>) => Math.sqrt(sumOfSquares(entities, rarity));
  return papers
    .filter((other) => other !== paper)
    .map((other) => {
      const shared = [...named(other)].filter((entity) => own.has(entity));
      const cosine = sumOfSquares(shared, rarity) / (length(own) * length(named(other)) || 1);
      const telling = shared.filter((entity) => rarity.get(entity)! > 0).sort((a, b) => rarity.get(b)! - rarity.get(a)! || a.id - b.id);
      return { paper: other, score: rounded((cosine * shared.length) / (shared.length + DOUBT)), shared: telling };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.paper.id - b.paper.id)
    .slice(0, limit);
}

const names = new WeakMap<GraphNode, Set<GraphNode>>();

function named(paper: GraphNode): Set<GraphNode> {
  const known = names.get(paper);
  if (known) return known;
  const found = new Set(paper.edges.filter((edge) => edge.source === paper && edge.target.entity).map((edge) => edge.target));
  names.set(paper, found);
  return found;
}

/** Inverse document frequency of each entity: ln(papers / papers that name it). */
function rarityIn(papers: GraphNode[]): Map<GraphNode, number> {
  const counts = new Map<GraphNode, number>();
  for (const paper of papers) for (const entity of named(paper)) counts.set(entity, (counts.get(entity) ?? 0) + 1);
  return new Map([...counts].map(([entity, count]) => [entity, Math.log(papers.length / count)]));
}

function sumOfSquares(entities: Iterable<GraphNode>, rarity: Map<GraphNode, number>): number {
  let total = 0;
  for (const entity of entities) total += rarity.get(entity)! ** 2;
  return total;
}

function rounded(score: number): number {
  return Math.round(score * 10 ** DIGITS) / 10 ** DIGITS;
}
