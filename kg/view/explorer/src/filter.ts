import type { Community, GraphEdge, GraphNode, KnowledgeGraph, Line } from "./graph";
import { lineKey, otherEnd } from "./graph";
import type { State } from "./state";
import { number, plural } from "./text";

export interface Shown {
  nodes: GraphNode[];
  edges: GraphEdge[];
  lines: Map<string, Line>;
  has: (node: GraphNode) => boolean;
  reasons: string[];
}

/** Decides what is shown, and why the rest is not. */
export function filterGraph(graph: KnowledgeGraph, state: State): Shown {
  const keepsEdge = (edge: GraphEdge) => !state.relationsOff.has(edge.predicate.name) && edge.confidence >= state.confidence;
  let kept = new Set(graph.nodes.filter((node) => !state.kindsOff.has(node.kind.name)));
  kept = intersect(kept, ofMatchingPapers(graph, state));
  if (state.community) kept = intersect(kept, ofCommunity(graph, state.community));
  if (state.only) kept = intersect(kept, introducedBy(state.only));
  if (state.focus) kept = intersect(kept, within(state.focus.node, state.focus.hops, kept, keepsEdge));
  let edges = graph.edges.filter((edge) => keepsEdge(edge) && kept.has(edge.source) && kept.has(edge.target));
  if (state.degree > 0) {
    const degrees = countEnds(edges);
    kept = new Set([...kept].filter((node) => (degrees.get(node) ?? 0) >= state.degree));
    edges = edges.filter((edge) => kept.has(edge.source) && kept.has(edge.target));
  }
  const final = kept;
  const nodes = graph.nodes.filter((node) => final.has(node));
  return { nodes, edges, lines: join(edges), has: (node) => final.has(node), reasons: explain(graph, state) };
}

function intersect(kept: Set<GraphNode>, others: Set<GraphNode> | null): Set<GraphNode> {
  return others ? new Set([...kept].filter((node) => others.has(node))) : kept;
}

/** Papers by year, author and venue, and what they are joined to; null where none of these is asked for. */
function ofMatchingPapers(graph: KnowledgeGraph, state: State): Set<GraphNode> | null {
  if (state.from === null && state.to === null && !state.author && !state.venue) return null;
  const found = new Set<GraphNode>();
  for (const node of graph.papers) {
    const { year, authors, venue } = node.paper!;
    const early = state.from !== null && (year === undefined || year < state.from);
    const late = state.to !== null && (year === undefined || year > state.to);
    const elsewhere = (state.author && !authors?.includes(state.author)) || (state.venue && venue !== state.venue);
    if (!early && !late && !elsewhere) found.add(node);
  }
  for (const node of [...found]) {
    for (const edge of node.edges) {
      const other = otherEnd(edge, node);
      if (!other.paper) found.add(other);
    }
  }
  return found;
}

/** Its papers and entities, and the records of no community that are joined to its papers: results, people, venues. */
function ofCommunity(graph: KnowledgeGraph, community: Community): Set<GraphNode> {
  const found = new Set(graph.nodes.filter((node) => node.community === community));
  for (const node of [...found].filter((member) => member.paper)) {
    for (const edge of node.edges) {
      const other = otherEnd(edge, node);
      if (!other.paper && !other.entity) found.add(other);
    }
  }
  return found;
}

function introducedBy(paper: GraphNode): Set<GraphNode> {
  return new Set([paper, ...paper.edges.filter((e) => e.predicate.name === "introduces").map((e) => e.target)]);
}

function within(
  centre: GraphNode,
  hops: number,
  allowed: Set<GraphNode>,
  keepsEdge: (edge: GraphEdge) => boolean,
): Set<GraphNode> {
  const reached = new Set([centre]);
  allowed.add(centre); // what one looks at is shown even where its kind is off
  let border = [centre];
  for (let hop = 0; hop < hops; hop += 1) {
    const next: GraphNode[] = [];
    for (const node of border) {
      for (const edge of node.edges) {
        const other = otherEnd(edge, node);
        if (keepsEdge(edge) && allowed.has(other) && !reached.has(other)) {
          reached.add(other);
          next.push(other);
        }
      }
    }
    border = next;
  }
  return reached;
}

function countEnds(edges: GraphEdge[]): Map<GraphNode, number> {
  const degrees = new Map<GraphNode, number>();
  for (const edge of edges) {
    for (const end of [edge.source, edge.target]) degrees.set(end, (degrees.get(end) ?? 0) + 1);
  }
  return degrees;
}

function join(edges: GraphEdge[]): Map<string, Line> {
  const lines = new Map<string, Line>();
  for (const edge of edges) {
    const key = lineKey(edge.source, edge.target);
    const line = lines.get(key);
    if (line) line.edges.push(edge);
    else lines.set(key, { key, a: edge.source, b: edge.target, edges: [edge] });
  }
  return lines;
}

function explain(graph: KnowledgeGraph, state: State): string[] {
  const off = graph.kinds.filter((kind) => kind.count && state.kindsOff.has(kind.name)).map((kind) => kind.name);
  const without = graph.predicates.filter((p) => state.relationsOff.has(p.name)).map((p) => p.forward);
  const reasons: string[] = [];
  const say = (condition: unknown, reason: () => string) => condition && reasons.push(reason());
  say(off.length, () => `${listed(off)} ${off.length === 1 ? "is" : "are"} switched off`);
  say(without.length, () => `${listed(without.map((word) => `“${word}”`))} ${without.length === 1 ? "is" : "are"} switched off`);
  say(state.from !== null || state.to !== null, () => `only papers of ${years(state)} and what they name`);
  say(state.author, () => `only papers by ${state.author}`);
  say(state.venue, () => `only papers in ${state.venue}`);
  say(state.community, () => `only the community around ${state.community!.name}`);
  say(state.only, () => `only what “${state.only!.name}” introduces`);
  say(state.focus, () => `only ${plural(state.focus!.hops, "step")} around ${state.focus!.node.name}`);
  say(state.degree, () => `only what has ${plural(state.degree, "relation")} or more`);
  say(state.confidence, () => `only relations of confidence ${state.confidence.toFixed(2)} or more`);
  return reasons;
}

function years(state: State): string {
  if (state.from === state.to) return String(state.from);
  return `${state.from ?? "any year"} to ${state.to ?? "today"}`;
}

export function listed(words: string[]): string {
  const shown = words.length > 4 ? [...words.slice(0, 3), `${number(words.length - 3)} more`] : words;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
