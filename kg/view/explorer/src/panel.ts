import type { App } from "./app";
import { button, h, outerLink } from "./dom";
import { bestSentence, edgeNote, evidenceList, MOST_AT_ONCE, paperButton } from "./evidence";
import type { GraphEdge, GraphNode } from "./graph";
import { distinct, otherEnd, weight } from "./graph";
import { findPath } from "./paths";
import { similarPapers } from "./similar";
import { cutAtMarks, number, plural } from "./text";

const LONG = 8;
const HIERARCHY = new Set(["broader", "inferredBroader"]);
const REASONS: [RegExp, string][] = [
  [/^name/, "the same name, spelled alike"],
  [/^long form/, "the text spells it out so"],
  [/^vocabulary: label/, "a label of the vocabulary"],
  [/^vocabulary: long form/, "the text spells it out as the vocabulary does"],
  [/^curation/, "a person decided so"],
];

/** The side panel: what is selected, in full. */
export function renderPanel(app: App, panel: HTMLElement): void {
  const { selection } = app.state;
  const content =
    selection?.type === "node"
      ? nodePanel(app, selection.node)
      : selection?.type === "line"
        ? linePanel(app, selection.a, selection.b)
        : selection?.type === "path"
          ? pathPanel(app, selection.a, selection.b)
          : startPanel(app);
  panel.replaceChildren(...(app.pathFrom ? [pickNotice(app, app.pathFrom)] : []), ...content);
  panel.scrollTop = 0;
}

/** One line that says what is selected, for the live region. */
export function describeSelection(app: App): string {
  const { selection } = app.state;
  if (!selection) return "Nothing selected";
  if (selection.type === "node") {
    return `${selection.node.name}, ${selection.node.kind.name}, ${plural(selection.node.edges.length, "relation")}`;
  }
  if (selection.type === "line") return `Relations between ${selection.a.name} and ${selection.b.name}`;
  const steps = findPath(app.shown, selection.a, selection.b);
  return steps ? `Path of ${plural(steps.length, "step")} from ${selection.a.name} to ${selection.b.name}` : "No path";
}

function pickNotice(app: App, from: GraphNode): HTMLElement {
  return h(
    "div",
    { class: "notice", role: "status" },
    h("p", {}, `Pick the other end of the path from ${from.name}: click it, or search for it.`),
    button("Cancel", () => app.pickPathEnd(null)),
  );
}

// ---------------------------------------------------------------- nothing selected

function startPanel(app: App): Node[] {
  const { graph } = app;
  const entities = graph.nodes.filter((node) => node.entity?.papers);
  const groups = graph.kinds
    .map((kind) => ({ kind, nodes: entities.filter((node) => node.kind === kind) }))
    .filter((group) => group.nodes.length);
  return [
    h("h2", {}, "Start here"),
    h(
      "p",
      { class: "lead" },
      `${plural(graph.papers.length, "paper")} name ${plural(entities.length, "thing")}. Click a dot to read about it, a line to ` +
        "read the sentences behind it, or search above. Everything is also in the table.",
    ),
    ...groups.map((group) =>
      section(
        `${group.kind.name}s most papers name`,
        h("ul", { class: "chips" }, ...group.nodes.sort((a, b) => weight(b) - weight(a)).slice(0, 6).map((node) => h("li", {}, nodeChip(app, node)))),
      ),
    ),
    section(
      "Keys",
      h(
        "dl",
        { class: "keys" },
        ...[
          ["/", "search"],
          ["Arrows", "walk along relations from what is selected; move the picture if nothing is"],
          ["+ − F", "zoom in, zoom out, fit"],
          ["1 2 3", "show only so many steps around the selection"],
          ["T", "table and back"],
          ["Q", "questions and back"],
          ["Esc", "close, unselect"],
        ].flatMap(([key, does]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)]),
      ),
    ),
  ];
}

// ---------------------------------------------------------------- a node

function nodePanel(app: App, node: GraphNode): Node[] {
  return [heading(app, node), actions(app, node), ...(node.paper ? paperBody(app, node) : thingBody(app, node)), elsewhere(node)].filter(
    (part): part is HTMLElement => part !== null,
  );
}

function heading(app: App, node: GraphNode): HTMLElement {
  const hidden = app.shown.has(node) ? null : h("p", { class: "note" }, "The present filters hide it in the picture.");
  return h("header", {}, kindLabel(node), h("h2", {}, node.name), h("p", { class: "note" }, facts(node)), hidden);
}

function facts(node: GraphNode): string {
  if (node.paper) {
    const { authors, year, venue } = node.paper;
    return [authors?.join(", "), year, venue].filter(Boolean).join(" · ");
  }
  if (node.result) return `confidence ${node.result.confidence.toFixed(2)}`;
  if (!node.entity) return plural(node.edges.length, "relation");
  const { papers = 0, mentions = 0, listed } = node.entity;
  const named = papers ? `named by ${plural(papers, "paper")}, ${plural(mentions, "time")}` : "a broader concept that no paper names itself";
  const group = node.community ? ` · community ${node.community.number}: ${node.community.name}` : "";
  return `${named} · ${listed ? "in the vocabulary" : "found in the texts"}${group}`;
}

function actions(app: App, node: GraphNode): HTMLElement {
  const { focus, only } = app.state;
  const hops = [1, 2, 3].map((count) =>
    button(
      String(count),
      () => app.change({ focus: focus?.node === node && focus.hops === count ? null : { node, hops: count } }),
      { "aria-pressed": String(focus?.node === node && focus.hops === count), "aria-label": `Only ${plural(count, "step")} around` },
    ),
  );
  return h(
    "div",
    { class: "actions" },
    h("span", { class: "group", role: "group", "aria-label": "Steps around" }, h("span", { class: "note" }, "Steps around"), ...hops),
    button("Path from here", () => app.pickPathEnd(node)),
    node.paper &&
      button("Only what it introduces", () => app.change({ only: only === node ? null : node }), { "aria-pressed": String(only === node) }),
  );
}

function thingBody(app: App, node: GraphNode): (HTMLElement | null)[] {
  const roles = node.edges.filter((edge) => edge.source.paper && edge.target === node && edge.support);
  const hierarchy = node.edges.filter((edge) => HIERARCHY.has(edge.predicate.name));
  const others = node.edges.filter((edge) => !roles.includes(edge) && !hierarchy.includes(edge));
  return [
    otherNames(app, node),
    hierarchySection("Broader", app, node, hierarchy.filter((edge) => edge.source === node)),
    hierarchySection("Narrower", app, node, hierarchy.filter((edge) => edge.target === node)),
    node.result ? section("Sentence", evidenceList(app, node.result.evidence)) : null,
    ...edgeGroups(app, node, others),
    ...edgeGroups(app, node, roles),
  ];
}

function otherNames(app: App, node: GraphNode): HTMLElement | null {
  const { names = [], merges = [] } = node.entity ?? {};
  if (!names.length && !merges.some(([surface]) => surface !== node.name)) return null;
  const chips = h("ul", { class: "chips" }, ...names.map((name) => h("li", { class: "chip" }, name)));
  if (!app.graph.payload.beside.merges) return section("Other names", chips, absent("Why these are one is not told", "merges.tsv"));
  if (!merges.length) return section("Other names", chips);
  const rows = merges.map(([surface, rule, score, papers]) =>
    h("tr", {}, h("td", {}, surface), h("td", {}, reason(rule)), h("td", { class: "number" }, score.toFixed(2)), h("td", { class: "number" }, number(papers))),
  );
  const why = h(
    "details",
    {},
    h("summary", {}, "Why these are one"),
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ...["Name", "Reason", "Score", "Papers"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, ...rows),
    ),
  );
  return section("Other names", names.length ? chips : null, why);
}

/** A page shows what lay beside it when it was written; one that was exported to another place shows less, and says so. */
function absent(what: string, file: string): HTMLElement {
  return h("p", { class: "note" }, `${what}: no ${file} lay beside this page when it was written. The page that kg build writes has it.`);
}

function reason(rule: string): string {
  const [first, ...attached] = rule.split("; ");
  const words = REASONS.find(([pattern]) => pattern.test(first))?.[1] ?? first;
  return [words, ...attached].join("; then: ");
}

function hierarchySection(title: string, app: App, node: GraphNode, edges: GraphEdge[]): HTMLElement | null {
  if (!edges.length) return null;
  const stated = edges.filter((edge) => !edge.rule).map((edge) => otherEnd(edge, node));
  const inferred = edges.filter((edge) => edge.rule && !stated.includes(otherEnd(edge, node)));
  const ordered = [...stated].sort((a, b) => weight(b) - weight(a));
  return section(
    title,
    ordered.length ? chipList(app, ordered) : null,
    inferred.length ? h("div", {}, h("p", { class: "note" }, "Inferred"), ...edgeRows(app, node, inferred)) : null,
  );
}

function chipList(app: App, nodes: GraphNode[]): HTMLElement {
  const list = h("ul", { class: "chips" });
  const add = (some: GraphNode[]) => list.append(...some.map((node) => h("li", {}, nodeChip(app, node))));
  add(nodes.slice(0, LONG));
  if (nodes.length > LONG) {
    const more = h("li", {});
    more.append(button(`${number(nodes.length - LONG)} more`, () => (more.remove(), add(nodes.slice(LONG)))));
    list.append(more);
  }
  return list;
}

function edgeGroups(app: App, node: GraphNode, edges: GraphEdge[]): HTMLElement[] {
  const groups = new Map<string, GraphEdge[]>();
  for (const predicate of app.graph.predicates) {
    for (const [words, side] of [
      [predicate.forward, edges.filter((edge) => edge.predicate === predicate && edge.source === node)],
      [predicate.backward, edges.filter((edge) => edge.predicate === predicate && edge.source !== node)],
    ] as const) {
      if (side.length) groups.set(words, [...(groups.get(words) ?? []), ...side]);
    }
  }
  return [...groups].map(([words, group]) => section(`${capital(words)}`, ...edgeRows(app, node, group)));
}

/** One row per edge: the other end, how sure, and all sentences when it is opened. */
function edgeRows(app: App, node: GraphNode, edges: GraphEdge[]): HTMLElement[] {
  const ordered = [...edges].sort((a, b) => b.support - a.support || b.confidence - a.confidence || otherEnd(a, node).id - otherEnd(b, node).id);
  const rows = ordered.map((edge) => edgeRow(app, node, edge));
  if (rows.length <= LONG) return rows;
  const rest = rows.slice(LONG);
  const more: HTMLButtonElement = button(`Show ${number(rest.length)} more`, () => more.replaceWith(...rest), { class: "more" });
  return [...rows.slice(0, LONG), more];
}

function edgeRow(app: App, node: GraphNode, edge: GraphEdge): HTMLElement {
  const other = otherEnd(edge, node);
  const name = nodeLink(app, other);
  const note = h("span", { class: "note" }, edgeNote(edge));
  if (!edge.evidence.length) return h("div", { class: "row" }, name, note);
  const sentence = bestSentence(app.graph, edge);
  const details = h("details", {}, h("summary", {}, note, sentence && h("span", { class: "teaser" }, sentence)));
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) details.append(evidenceList(app, edge.evidence));
  });
  return h("div", { class: "row" }, name, details);
}

// ---------------------------------------------------------------- a paper

function paperBody(app: App, node: GraphNode): (HTMLElement | null)[] {
  const roles = node.edges.filter((edge) => edge.source === node && edge.target.entity);
  const results = node.edges.filter((edge) => edge.predicate.name === "reports").map((edge) => edge.target);
  const others = node.edges.filter((edge) => !roles.includes(edge) && edge.predicate.name !== "reports");
  return [abstract(app, node), keywords(node), ...edgeGroups(app, node, roles), resultList(app, results), similar(app, node), ...edgeGroups(app, node, others)];
}

function abstract(app: App, node: GraphNode): HTMLElement | null {
  const { placed, title = 0, mentions = [] } = node.paper!;
  const start = title;
  const length = Array.from(placed.text).length;
  if (length <= start) return null;
  const marks = outermost(mentions).map(([from, to, id]) => ({ start: from, end: to, label: String(id) }));
  const text = h("p", { class: "abstract" });
  for (const piece of cutAtMarks(placed, start, length, marks)) {
    const named = piece.labels.length ? app.graph.nodes[Number(piece.labels[0])] : null;
    text.append(named ? mention(app, named, piece.text) : text.childNodes.length ? piece.text : piece.text.trimStart());
  }
  const kinds = distinct(marks.map((mark) => app.graph.nodes[Number(mark.label)].kind));
  const legend = app.graph.kinds.filter((kind) => kinds.includes(kind)).map((kind) => h("li", { class: "dot", data: { kind: kind.name } }, kind.name));
  const cut = app.graph.payload.text === "full" ? null : h("p", { class: "note" }, "Only sentences that carry evidence are published.");
  const partly = app.graph.payload.beside.mentions ? null : absent("Only mentions that some statement rests on are marked", "annotations.jsonl");
  return section("Abstract", h("ul", { class: "legend-line" }, ...legend), text, cut, partly);
}

/** Mentions as triples; of those that overlap the first and longest. */
function outermost(mentions: number[]): [number, number, number][] {
  const triples: [number, number, number][] = [];
  for (let i = 0; i + 2 < mentions.length; i += 3) triples.push([mentions[i], mentions[i + 1], mentions[i + 2]]);
  triples.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const kept: [number, number, number][] = [];
  for (const triple of triples) if (!kept.length || triple[0] >= kept[kept.length - 1][1]) kept.push(triple);
  return kept;
}

function mention(app: App, node: GraphNode, text: string): HTMLElement {
  // the lists below lead to the same things by keyboard, so that a text does not hold a hundred tab stops
  return h("mark", { class: "mention", title: `${node.kind.name}: ${node.name}`, data: { kind: node.kind.name }, on: { click: () => app.select({ type: "node", node }) } }, text);
}

function keywords(node: GraphNode): HTMLElement | null {
  const words = node.paper!.keywords;
  return words ? section("Keywords", h("ul", { class: "chips" }, ...words.map((word) => h("li", { class: "chip" }, word)))) : null;
}

function resultList(app: App, results: GraphNode[]): HTMLElement | null {
  if (!results.length) return null;
  const part = (result: GraphNode, predicate: string) => result.edges.find((edge) => edge.source === result && edge.predicate.name === predicate)?.target;
  const rows = results.map((result) => {
    const ends = ["resultMetric", "resultDataset", "resultSubject"].map((predicate) => part(result, predicate));
    return h(
      "tr",
      {},
      h("td", {}, button(result.name, () => app.select({ type: "node", node: result }), { class: "link" })),
      ...ends.map((end) => h("td", {}, end ? nodeLink(app, end) : "–")),
    );
  });
  const head = h("thead", {}, h("tr", {}, ...["Value", "Metric", "Data set", "Of"].map((name) => h("th", { scope: "col" }, name))));
  return section("Reported results", h("table", {}, head, h("tbody", {}, ...rows)));
}

function similar(app: App, node: GraphNode): HTMLElement | null {
  const found = similarPapers(app.graph, node);
  if (!found.length) return null;
  const items = found.map(({ paper, score, shared }) =>
    h("div", { class: "row" }, paperButton(app, paper), h("span", { class: "note" }, `${score.toFixed(2)} · both name ${shared.slice(0, 4).map((n) => n.name).join(", ")}`)),
  );
  return section("Most similar papers", ...items);
}

function elsewhere(node: GraphNode): HTMLElement | null {
  const links = h("ul", { class: "links" }, ...node.links.map((link) => h("li", {}, outerLink(link))));
  return section("Elsewhere", node.links.length ? links : null, h("p", { class: "iri" }, node.iri));
}

// ---------------------------------------------------------------- a line, a path

function linePanel(app: App, a: GraphNode, b: GraphNode): Node[] {
  const edges = app.graph.line(a, b)?.edges ?? [];
  return [
    h("header", {}, h("p", { class: "kind" }, plural(edges.length, "relation")), h("h2", {}, `${a.name} – ${b.name}`)),
    ...edges.map((edge) => fullEdge(app, edge)),
  ];
}

function fullEdge(app: App, edge: GraphEdge): HTMLElement {
  return h(
    "section",
    {},
    h("h3", { class: "triple" }, nodeLink(app, edge.source), ` ${edge.predicate.forward} `, nodeLink(app, edge.target)),
    h("p", { class: "note" }, capital(edgeNote(edge))),
    edge.evidence.length ? evidenceList(app, edge.evidence, MOST_AT_ONCE) : null,
  );
}

function pathPanel(app: App, a: GraphNode, b: GraphNode): Node[] {
  const steps = findPath(app.shown, a, b);
  const title = h("header", {}, h("p", { class: "kind" }, "Path"), h("h2", {}, `${a.name} → ${b.name}`));
  if (!steps) return [title, h("p", {}, "Nothing that is shown connects the two. Switch filters off to look further.")];
  return [
    title,
    h("p", { class: "note" }, `${plural(steps.length, "step")}, the shortest through what is shown`),
    ...steps.flatMap((step) => step.edges.map((edge) => fullEdge(app, edge))),
  ];
}

// ---------------------------------------------------------------- small parts

function section(title: string, ...children: (Node | null)[]): HTMLElement {
  return h("section", {}, h("h3", {}, title), ...children);
}

function kindLabel(node: GraphNode): HTMLElement {
  return h("p", { class: "kind dot", data: { kind: node.kind.name } }, node.kind.name);
}

export function nodeChip(app: App, node: GraphNode): HTMLElement {
  return button(node.name, () => app.select({ type: "node", node }), { class: "chip dot", data: { kind: node.kind.name } });
}

function nodeLink(app: App, node: GraphNode): HTMLElement {
  return button(node.name, (event) => (event.preventDefault(), app.select({ type: "node", node })), { class: "link dot", data: { kind: node.kind.name } });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
