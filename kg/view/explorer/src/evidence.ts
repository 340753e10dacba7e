import type { App } from "./app";
import { button, h } from "./dom";
import type { Evidence, GraphEdge, GraphNode, KnowledgeGraph } from "./graph";
import { cutAtMarks, plural } from "./text";

const AT_FIRST = 5;
export const MOST_AT_ONCE = 200; // sentences that a panel takes without delay

/** Every sentence behind an edge, both ends marked, with paper, confidence, what found it and what it holds on. */
export function evidenceList(app: App, places: number[], atFirst = AT_FIRST): HTMLElement {
  const list = h("ol", { class: "evidence" });
  const add = (from: number, to: number) => list.append(...places.slice(from, to).map((place) => quotation(app, place)));
  add(0, atFirst);
  if (places.length > atFirst) {
    const rest = h("li", { class: "more" });
    rest.append(
      button(`Show ${plural(places.length - atFirst, "more sentence")}`, () => {
        rest.remove();
        add(atFirst, places.length);
      }),
    );
    list.append(rest);
  }
  return list;
}

/** How sure an edge is, and of how many papers. */
export function edgeNote(edge: GraphEdge): string {
  if (edge.rule === "fromHeadWord") return "inferred from the head word of its name";
  if (edge.rule === "fromIsA") return "inferred from what papers say";
  if (!edge.support) return edge.predicate.name === "broader" ? "stated by the vocabulary" : "from the record";
  return `said by ${plural(edge.support, "paper")} · confidence ${edge.confidence.toFixed(2)}`;
}

/** The best sentence of an edge as plain text; empty where none is published. */
export function bestSentence(graph: KnowledgeGraph, edge: GraphEdge): string {
  return edge.evidence.length ? sentenceOf(graph.evidence(edge.evidence[0])) : "";
}

export function paperButton(app: App, paper: GraphNode): HTMLButtonElement {
  return button(paper.name, () => app.select({ type: "node", node: paper }), { class: "link" });
}

function quotation(app: App, place: number): HTMLElement {
  const evidence = app.graph.evidence(place);
  const item = h("li", { class: evidence.polarity });
  const sentence = markedSentence(evidence);
  if (sentence) item.append(sentence);
  const held = heldOn(evidence);
  if (held) item.append(h("p", { class: "held" }, held));
  item.append(h("p", { class: "source" }, paperButton(app, evidence.paper)));
  const doubt = { affirmed: "", negated: "denied · ", hedged: "only hoped for · " }[evidence.polarity] ?? "";
  item.append(h("p", { class: "note" }, `${doubt}confidence ${evidence.confidence.toFixed(2)} · found by ${foundBy(evidence.producer)}`));
  return item;
}

function markedSentence(evidence: Evidence): HTMLElement | null {
  const [start, end] = evidence.sentence;
  const text = evidence.paper.paper!.placed;
  if (start < 0 || end <= start) return null;
  const marks = [
    { start: evidence.head[0], end: evidence.head[1], label: "head" },
    { start: evidence.tail[0], end: evidence.tail[1], label: "tail" },
  ].filter((mark) => mark.start >= 0);
  const quote = h("blockquote");
  for (const piece of cutAtMarks(text, start, end, marks)) {
    quote.append(piece.labels.length ? h("mark", { class: piece.labels.join(" ") }, piece.text) : piece.text);
  }
  return quote;
}

function sentenceOf(evidence: Evidence): string {
  const [start, end] = evidence.sentence;
  return start < 0 ? "" : evidence.paper.paper!.placed.slice(start, end);
}

function heldOn(evidence: Evidence): string {
  const names = (nodes: GraphNode[]) => nodes.map((node) => node.name).join(", ");
  const parts = [evidence.datasets.length && `on ${names(evidence.datasets)}`, evidence.metrics.length && `in ${names(evidence.metrics)}`];
  return parts.filter(Boolean).join(" · ");
}

function foundBy(producer: string): string {
  if (producer === "vocabulary") return "the vocabulary";
  if (producer === "person") return "a person";
  return producer.replace(/^model:/, "the model ").replace(/^rule:/, "the rule ");
}
