import type { PackedEntity, PackedPaper, Payload } from "./payload";
import { PlacedText } from "./text";

export interface Kind {
  name: string;
  colour: string;
  opening: boolean;
  count: number;
}

export interface Predicate {
  name: string;
  iri: string;
  forward: string;
  backward: string;
  group: string;
  count: number;
}

export interface GraphNode {
  id: number;
  key: string;
  iri: string;
  name: string;
  kind: Kind;
  x: number;
  y: number;
  community: Community | null;
  edges: GraphEdge[];
  links: string[];
  paper?: PackedPaper & { placed: PlacedText };
  entity?: PackedEntity;
  result?: { confidence: number; evidence: number[] };
}

export interface GraphEdge {
  source: GraphNode;
  target: GraphNode;
  predicate: Predicate;
  support: number;
  confidence: number;
  evidence: number[];
  rule: string;
}

/** What is drawn as one line: all edges between two nodes. */
export interface Line {
  key: string;
  a: GraphNode;
  b: GraphNode;
  edges: GraphEdge[];
}

/** What belongs together: the groups of `kg communities`, labelled by the same entities. */
export interface Community {
  number: number;
  name: string;
  papers: number;
  entities: number;
  typical: GraphNode;
}

export interface Evidence {
  paper: GraphNode;
  sentence: [number, number];
  head: [number, number];
  tail: [number, number];
  confidence: number;
  producer: string;
  polarity: string;
  datasets: GraphNode[];
  metrics: GraphNode[];
}

export class KnowledgeGraph {
  readonly kinds: Kind[];
  readonly predicates: Predicate[];
  readonly nodes: GraphNode[];
  readonly edges: GraphEdge[];
  readonly lines = new Map<string, Line>();
  readonly papers: GraphNode[];
  readonly years: number[];
  readonly authors: string[];
  readonly venues: string[];
  readonly communities: Community[];
  private readonly byIri: Map<string, GraphNode>;

  constructor(readonly payload: Payload) {
    this.kinds = payload.kinds.map((kind) => ({ ...kind, count: 0 }));
    this.predicates = payload.predicates.map((predicate) => ({ ...predicate, count: 0 }));
    this.nodes = this.readNodes();
    this.communities = this.readCommunities();
    this.edges = this.readEdges();
    for (const edge of this.edges) this.join(edge);
    this.byIri = new Map(this.nodes.map((node) => [node.iri, node]));
    this.papers = this.nodes.filter((node) => node.paper);
    this.years = distinct(this.papers.flatMap((node) => node.paper!.year ?? [])).sort((a, b) => a - b);
    this.authors = distinct(this.papers.flatMap((node) => node.paper!.authors ?? [])).sort((a, b) => a.localeCompare(b));
    this.venues = distinct(this.papers.flatMap((node) => node.paper!.venue ?? [])).sort((a, b) => a.localeCompare(b));
  }

  find(iri: string): GraphNode | undefined {
    return this.byIri.get(iri) ?? this.byIri.get(this.payload.base + iri);
  }

  shortIri(node: GraphNode): string {
    return node.iri.startsWith(this.payload.base) ? node.iri.slice(this.payload.base.length) : node.iri;
  }

  line(a: GraphNode, b: GraphNode): Line | undefined {
    return this.lines.get(lineKey(a, b));
  }

  evidence(place: number): Evidence {
    const columns = this.payload.evidence;
    const held = columns.held[place] ?? [[], []];
    return {
      paper: this.nodes[columns.paper[place]],
      sentence: [columns.sentenceStart[place], columns.sentenceEnd[place]],
      head: [columns.headStart[place], columns.headEnd[place]],
      tail: [columns.tailStart[place], columns.tailEnd[place]],
      confidence: columns.confidence[place],
      producer: this.payload.producers[columns.producer[place]],
      polarity: columns.polarity[place],
      datasets: held[0].map((id) => this.nodes[id]),
      metrics: held[1].map((id) => this.nodes[id]),
    };
  }

  private readNodes(): GraphNode[] {
    const { nodes, papers, entities, results, links, base } = this.payload;
    const inOrder = { entities: entities.values(), results: results.values() };
    const made = nodes.iri.map((iri, id): GraphNode => {
      const kind = this.kinds[nodes.kind[id]];
      kind.count += 1;
      return {
        id,
        key: String(id),
        iri: iri.includes(":") ? iri : base + iri,
        name: nodes.name[id],
        kind,
        x: nodes.x[id],
        y: nodes.y[id],
        community: null,
        edges: [],
        links: links[id] ?? [],
      };
    });
    for (const paper of papers) made[paper.node ?? 0].paper = { ...paper, placed: new PlacedText(paper.text ?? "") };
    for (const node of made) {
      if (ENTITY_KINDS.has(node.kind.name)) node.entity = inOrder.entities.next().value;
      if (node.kind.name === "Result") node.result = inOrder.results.next().value;
    }
    return made;
  }

  private readCommunities(): Community[] {
    const { communities, nodes } = this.payload;
    const found = communities.map(({ papers, entities, typical, telling }, i) => {
      const named = telling.slice(0, MOST_LABELS).map((id) => this.nodes[id].name);
      return { number: i + 1, name: named.join(", ") || this.nodes[typical].name, papers, entities, typical: this.nodes[typical] };
    });
    nodes.community.forEach((place, id) => (this.nodes[id].community = found[place] ?? null));
    return found;
  }

  private readEdges(): GraphEdge[] {
    const columns = this.payload.edges;
    return columns.source.map((source, i) => {
      const predicate = this.predicates[columns.predicate[i]];
      predicate.count += 1;
      const edge: GraphEdge = {
        source: this.nodes[source],
        target: this.nodes[columns.target[i]],
        predicate,
        support: columns.support[i],
        confidence: columns.confidence[i],
        evidence: columns.evidence[i],
        rule: columns.rule[i],
      };
      edge.source.edges.push(edge);
      if (edge.target !== edge.source) edge.target.edges.push(edge);
      return edge;
    });
  }

  private join(edge: GraphEdge): void {
    const key = lineKey(edge.source, edge.target);
    const line = this.lines.get(key);
    if (line) line.edges.push(edge);
    else this.lines.set(key, { key, a: edge.source, b: edge.target, edges: [edge] });
  }
}

const MOST_LABELS = 3; // a list of filters has no room for more
const ENTITY_KINDS = new Set(["Method", "Dataset", "Task", "Metric", "Concept"]);

export function lineKey(a: GraphNode, b: GraphNode): string {
  return a.id < b.id ? `${a.id}-${b.id}` : `${b.id}-${a.id}`;
}

/** How well known a node is: what orders names, suggestions and lists. */
export function weight(node: GraphNode): number {
  return (node.entity?.papers ?? 0) * 1000 + node.edges.length;
}

export function otherEnd(edge: GraphEdge, node: GraphNode): GraphNode {
  return edge.source === node ? edge.target : edge.source;
}

export function distinct<T>(values: Iterable<T>): T[] {
  return [...new Set(values)];
}
