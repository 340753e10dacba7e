// The graph as the file holds it, decoded once and never changed, and what of it the reader asked to see.

let graph;

const state = {
  limit: 300, // how many nodes are drawn
  kinds: new Set(), // names of the kinds that are drawn
  predicates: new Set(), // places of the predicates that are drawn
  confidence: 0, // least confidence of a statement, in [0, 1]
  support: 1, // least number of papers that state a relation
  selected: null, // place of the selected node
  pair: null, // the two ends of the selected line
  alone: false, // draw the selected node and its neighbours only
};

const NEIGHBOUR_LIMIT = 150;

async function readGraph() {
  const packed = atob(document.getElementById("data").textContent);
  const bytes = Uint8Array.from(packed, (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const content = JSON.parse(await new Response(stream).text());
  content.nodes.forEach((node, i) => Object.assign(node, content.details[i], { rank: content.ranks[i], edges: [] }));
  for (const edge of content.edges) {
    content.nodes[edge.from].edges.push(edge);
    content.nodes[edge.to].edges.push(edge);
  }
  content.byRank = [...content.nodes].sort((a, b) => a.rank - b.rank);
  content.byIri = new Map(content.nodes.map((node) => [node.iri, node]));
  content.kindByName = new Map(content.kinds.map((kind) => [kind.name, kind]));
  content.places = new Map(content.predicates.map((predicate, i) => [predicate.name, i]));
  content.mostSupport = content.edges.reduce((most, edge) => (isRelation(content, edge) ? Math.max(most, edge.s) : most), 1);
  return content;
}

function isRelation(content, edge) {
  return content.predicates[edge.p].group === "How things relate";
}

function colourOf(node) {
  return graph.kindByName.get(node.group).colour;
}

function otherEnd(edge, node) {
  return graph.nodes[edge.from === node.id ? edge.to : edge.from];
}

function resetFilters() {
  state.kinds = new Set(graph.kinds.filter((kind) => kind.shown).map((kind) => kind.name));
  state.predicates = new Set(graph.predicates.keys());
  state.confidence = 0;
  state.support = 1;
  state.limit = 300;
}

function isFiltered() {
  return state.predicates.size < graph.predicates.length || state.confidence > 0 || state.support > 1;
}

function passes(edge) {
  return (
    state.predicates.has(edge.p) &&
    edge.c >= state.confidence &&
    (state.support === 1 || edge.s >= state.support || !isRelation(graph, edge))
  );
}

function neighbours(node) {
  const found = new Set();
  for (const edge of node.edges) {
    const other = otherEnd(edge, node);
    if (other !== node && state.kinds.has(other.group) && passes(edge)) found.add(other);
  }
  return [...found].sort((a, b) => a.rank - b.rank);
}

// The nodes to draw, most important first: the head of the ranking and whatever is selected, with its neighbours.
function chooseNodes() {
  return [...new Set(wantedNodes())].sort((a, b) => a.rank - b.rank);
}

function wantedNodes() {
  const selected = state.selected === null ? [] : [graph.nodes[state.selected]];
  const near = selected.flatMap((node) => neighbours(node).slice(0, NEIGHBOUR_LIMIT));
  if (state.alone) return [...selected, ...near];
  const filtered = isFiltered();
  const drawn = (edge) => passes(edge) && [edge.from, edge.to].every((end) => state.kinds.has(graph.nodes[end].group));
  const wanted = graph.byRank.filter(
    (node) => state.kinds.has(node.group) && (!filtered || node.edges.some(drawn)),
  );
  return [...selected, ...near, ...wanted.slice(0, state.limit)];
}

// One line for each pair of nodes that are drawn, however many statements join them.
function chooseLines(nodes) {
  const shown = new Set(nodes.map((node) => node.id));
  const lines = new Map();
  for (const edge of graph.edges) {
    if (edge.from === edge.to || !shown.has(edge.from) || !shown.has(edge.to) || !passes(edge)) continue;
    const key = edge.from < edge.to ? `${edge.from}-${edge.to}` : `${edge.to}-${edge.from}`;
    if (!lines.has(key)) lines.set(key, { id: key, from: edge.from, to: edge.to, edges: [] });
    lines.get(key).edges.push(edge);
  }
  return [...lines.values()];
}

// ---------------------------------------------------------------- building elements; text is only ever text

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

function makeDot(node) {
  const dot = make("span", { class: "dot", "aria-hidden": "true" });
  dot.style.setProperty("--colour", colourOf(node));
  return dot;
}

function makeLink(address, words) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  return make("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, words ?? url.hostname.replace(/^www\./, ""));
}

const number = (value) => value.toLocaleString("en");
const many = (count, one, several = `${one}s`) => `${number(count)} ${count === 1 ? one : several}`;
