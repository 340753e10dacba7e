import type { Community, GraphNode, KnowledgeGraph } from "./graph";

export type Selection =
  | { type: "node"; node: GraphNode }
  | { type: "line"; a: GraphNode; b: GraphNode }
  | { type: "path"; a: GraphNode; b: GraphNode };

export interface Camera {
  x: number;
  y: number;
  ratio: number;
}

/** All that decides what is on screen; the address of the page carries it. */
export interface State {
  kindsOff: Set<string>;
  relationsOff: Set<string>;
  from: number | null;
  to: number | null;
  author: string;
  venue: string;
  degree: number;
  confidence: number;
  community: Community | null;
  focus: { node: GraphNode; hops: number } | null;
  only: GraphNode | null;
  selection: Selection | null;
  view: "picture" | "table" | "ask";
  rows: "things" | "relations";
  sort: string;
  descending: boolean;
  sparql: string;
  camera: Camera | null;
}

export function openingState(graph: KnowledgeGraph): State {
  return {
    kindsOff: new Set(graph.kinds.filter((kind) => !kind.opening).map((kind) => kind.name)),
    relationsOff: new Set(),
    from: null,
    to: null,
    author: "",
    venue: "",
    degree: 0,
    confidence: 0,
    community: null,
    focus: null,
    only: null,
    selection: null,
    view: "picture",
    rows: "things",
    sort: "",
    descending: true,
    sparql: "",
    camera: null,
  };
}

/** Writes what differs from the opening state, nodes by IRI, so that links outlive a new build. */
export function writeFragment(state: State, graph: KnowledgeGraph): string {
  const opening = openingState(graph);
  const written = new URLSearchParams();
  const put = (name: string, value: string, unless = "") => value !== unless && written.set(name, value);
  const named = (set: Set<string>) => [...set].sort().join(",");
  put("off", named(state.kindsOff), named(opening.kindsOff));
  put("without", named(state.relationsOff));
  put("years", state.from === null && state.to === null ? "" : `${state.from ?? ""}-${state.to ?? ""}`);
  put("author", state.author);
  put("venue", state.venue);
  put("degree", String(state.degree), "0");
  put("confidence", String(state.confidence), "0");
  put("community", state.community ? graph.shortIri(state.community.typical) : "");
  put("focus", state.focus ? `${state.focus.hops} ${graph.shortIri(state.focus.node)}` : "");
  put("only", state.only ? graph.shortIri(state.only) : "");
  put("view", state.view, "picture");
  put("rows", state.rows, "things");
  put("sort", state.sort && `${state.descending ? "-" : ""}${state.sort}`);
  put("sparql", state.view === "ask" ? state.sparql : "");
  put("camera", state.camera ? [state.camera.x, state.camera.y, state.camera.ratio].map((n) => n.toFixed(4)).join(",") : "");
  const { selection } = state;
  if (selection?.type === "node") written.set("node", graph.shortIri(selection.node));
  else if (selection) written.set(selection.type, [selection.a, selection.b].map((n) => graph.shortIri(n)).join(" "));
  return written.toString();
}

/** Reads a fragment; whatever it names that the graph does not hold is left out. */
export function readFragment(fragment: string, graph: KnowledgeGraph): State {
  const state = openingState(graph);
  const read = new URLSearchParams(fragment.replace(/^#/, ""));
  const names = (name: string, known: { name: string }[]) =>
    new Set((read.get(name) ?? "").split(",").filter((wanted) => known.some((item) => item.name === wanted)));
  const node = (iri: string | null | undefined) => (iri && graph.find(iri)) || null;
  if (read.has("off")) state.kindsOff = names("off", graph.kinds);
  state.relationsOff = names("without", graph.predicates);
  const [from, to] = (read.get("years") ?? "-").split("-");
  state.from = whole(from);
  state.to = whole(to);
  state.author = graph.authors.find((author) => author === read.get("author")) ?? "";
  state.venue = graph.venues.find((venue) => venue === read.get("venue")) ?? "";
  state.degree = whole(read.get("degree")) ?? 0;
  state.confidence = Math.min(Math.max(Number(read.get("confidence")) || 0, 0), 1);
  state.community = node(read.get("community"))?.community ?? null;
  const [hops, around] = (read.get("focus") ?? "").split(" ");
  const centre = node(around);
  if (centre) state.focus = { node: centre, hops: Math.min(Math.max(whole(hops) ?? 1, 1), 3) };
  state.only = node(read.get("only"));
  state.selection = readSelection(read, node);
  state.view = oneOf(read.get("view"), ["picture", "table", "ask"] as const);
  state.rows = oneOf(read.get("rows"), ["things", "relations"] as const);
  const sort = read.get("sort") ?? "";
  state.descending = sort.startsWith("-") || !sort;
  state.sort = sort.replace(/^-/, "");
  state.sparql = read.get("sparql") ?? "";
  const camera = (read.get("camera") ?? "").split(",").map(Number);
  if (camera.length === 3 && camera.every(Number.isFinite) && camera[2] > 0) {
    state.camera = { x: camera[0], y: camera[1], ratio: camera[2] };
  }
  return state;
}

function readSelection(read: URLSearchParams, node: (iri: string | null | undefined) => GraphNode | null): Selection | null {
  const single = node(read.get("node"));
  if (single) return { type: "node", node: single };
  for (const type of ["line", "path"] as const) {
    const [a, b] = (read.get(type) ?? "").split(" ").map(node);
    if (a && b) return { type, a, b };
  }
  return null;
}

function whole(text: string | null | undefined): number | null {
  return text && /^\d{1,6}$/.test(text) ? Number(text) : null;
}

function oneOf<T extends string>(value: string | null, known: readonly T[]): T {
  return known.find((item) => item === value) ?? known[0];
}
