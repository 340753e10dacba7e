import type { GraphEdge, GraphNode } from "./graph";
import { otherEnd } from "./graph";
import type { Shown } from "./filter";

export interface Step {
  from: GraphNode;
  to: GraphNode;
  edges: GraphEdge[];
}

/** The shortest path through what is shown; of equally short ones the one whose relations are surest. */
export function findPath(shown: Shown, a: GraphNode, b: GraphNode): Step[] | null {
  const near = neighbours(shown);
  const doubt = new Map<GraphNode, number>([[a, 0]]);
  const before = new Map<GraphNode, GraphNode>();
  let border = [a];
  while (border.length && !doubt.has(b)) {
    const next = new Map<GraphNode, number>();
    for (const node of border) {
      for (const [other, confidence] of near.get(node) ?? []) {
        if (doubt.has(other)) continue;
        const sum = doubt.get(node)! + 1 - confidence;
        if (sum < (next.get(other) ?? Infinity)) {
          next.set(other, sum);
          before.set(other, node);
        }
      }
    }
    for (const [node, sum] of next) doubt.set(node, sum);
    border = [...next.keys()].sort((x, y) => x.id - y.id);
  }
  return doubt.has(b) ? stepsBack(shown, b, before) : null;
}

function neighbours(shown: Shown): Map<GraphNode, Map<GraphNode, number>> {
  const near = new Map<GraphNode, Map<GraphNode, number>>();
  for (const edge of shown.edges) {
    for (const node of [edge.source, edge.target]) {
      const others = near.get(node) ?? new Map<GraphNode, number>();
      const other = otherEnd(edge, node);
      others.set(other, Math.max(others.get(other) ?? 0, edge.confidence));
      near.set(node, others);
    }
  }
  return near;
}

function stepsBack(shown: Shown, end: GraphNode, before: Map<GraphNode, GraphNode>): Step[] {
  const steps: Step[] = [];
  for (let to = end, from = before.get(to); from; to = from, from = before.get(to)) {
    const key = from.id < to.id ? `${from.id}-${to.id}` : `${to.id}-${from.id}`;
    steps.unshift({ from, to, edges: shown.lines.get(key)!.edges });
  }
  return steps;
}
