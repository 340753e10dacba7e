// The side panel: what is known of the selected node or line, down to the sentence.

const ROWS = 8; // of a list before "show all"
const RELATED = "How things relate";

function showPanel() {
  const content =
    state.pair !== null ? aboutLine(state.pair) : state.selected !== null ? aboutNode(graph.nodes[state.selected]) : overview();
  const panel = element("panel");
  panel.replaceChildren(...content.filter(Boolean));
  panel.scrollTop = 0;
}

// ---------------------------------------------------------------- pieces

function makeThing(node, { words = node.name } = {}) {
  const label = make("span", { class: "label", dir: "auto" }, words || "(no title)");
  return make("button", { class: "thing", type: "button", onclick: () => selectNode(node.id, true) }, makeDot(node), label);
}

function heading(kind, name, dot) {
  const close = make("button", { class: "close", type: "button", "aria-label": "Close", onclick: clearSelection }, "×");
  return [make("p", { class: "kind" }, dot, kind, close), make("h2", { dir: "auto" }, name || "(no title)")];
}

function section(title, count, ...content) {
  const counted = count === null ? null : make("span", { class: "number" }, number(count));
  return make("section", {}, make("h3", {}, title, counted), ...content);
}

// A list that opens in steps, so that a node with a thousand statements does not stop the page.
function longList(items, render, rows = ROWS) {
  const list = make("div", {});
  const more = make("button", { class: "more", type: "button" });
  let shown = 0;
  const grow = (count) => {
    list.append(...items.slice(shown, shown + count).map(render));
    shown = Math.min(items.length, shown + count);
    more.textContent = `show ${number(Math.min(items.length - shown, 100))} more`;
    more.hidden = shown >= items.length;
  };
  more.addEventListener("click", () => grow(100));
  grow(rows);
  return make("div", {}, list, more);
}

function sentence(pieces) {
  return make(
    "blockquote",
    { dir: "auto" },
    pieces.map((piece) => (typeof piece === "string" ? piece : make("mark", { class: piece[1] }, piece[0]))),
  );
}

const DOUBT = { negated: "the paper denies it", hedged: "the paper only hopes for it" };

function evidenceBlock(place, { source = true } = {}) {
  const [paper, confidence, polarity, pieces] = graph.evidence[place];
  const doubt = DOUBT[polarity] ? make("span", { class: "doubt" }, DOUBT[polarity]) : null;
  const year = graph.nodes[paper].year;
  const origin = source ? [makeThing(graph.nodes[paper]), year ? make("span", {}, String(year)) : null] : [];
  return make(
    "div",
    { class: "evidence" },
    pieces.length ? sentence(pieces) : null,
    make("p", { class: "source" }, ...origin, make("span", {}, `confidence ${confidence.toFixed(2)}`), doubt),
  );
}

function evidenceList(places, { open = 1, source = true } = {}) {
  const first = places.slice(0, open).map((place) => evidenceBlock(place, { source }));
  const rest = places.slice(open);
  if (!rest.length) return first;
  const label = first.length ? `${number(rest.length)} more` : many(rest.length, graph.hasText ? "sentence" : "place");
  const folded = make("details", {}, make("summary", {}, label));
  folded.addEventListener("toggle", () => {
    if (folded.open && folded.children.length === 1) folded.append(longList(rest, (place) => evidenceBlock(place, { source })));
  });
  return [...first, folded];
}

// How a link came about that no vocabulary and no record states; "" for any other.
function inferenceWords(edge) {
  if (graph.predicates[edge.p].name !== "inferredBroader") return "";
  return edge.e.length ? "from what papers say" : "from its name";
}

// "on GLUE, SQuAD · in F1": what a statement holds on and in, as far as these places affirm it.
function conditions(places) {
  const affirmed = places.map((place) => graph.evidence[place]).filter((found) => found[2] === "affirmed");
  const named = (column) => [...new Set(affirmed.flatMap((found) => found[column]))].map((node) => graph.nodes[node].name);
  const parts = [["on", named(4)], ["in", named(5)]].filter(([, names]) => names.length);
  const words = parts.map(([word, names]) => `${word} ${names.join(", ")}`).join(" · ");
  return words ? make("p", { class: "facts", dir: "auto" }, words) : null;
}

function supportWords(edge) {
  if (!edge.s) return inferenceWords(edge);
  const papers = isRelation(graph, edge) ? `${many(edge.s, "paper")} · ` : "";
  return papers + edge.c.toFixed(2);
}

function statement(edge, node, options) {
  const support = make("span", { class: "number", title: "papers that say so · best confidence" }, supportWords(edge));
  return make(
    "div",
    { class: "statement" },
    make("div", { class: "row" }, makeThing(otherEnd(edge, node)), support),
    conditions(edge.e),
    ...evidenceList(edge.e, options),
  );
}

// ---------------------------------------------------------------- nodes

function aboutNode(node) {
  const kind = node.group;
  return [
    ...heading(kind, node.name, makeDot(node)),
    ...(kind === "Paper" ? paperFacts(node) : entityFacts(node)),
    actions(node),
    abstract(node),
    node.evidence ? section("Evidence", null, ...evidenceList(node.evidence)) : null,
    ...statementGroups(node),
    results(node),
    statedIn(node),
    markKey(),
  ];
}

function paperFacts(node) {
  const published = [node.year, node.venue].filter(Boolean).join(" · ");
  return [
    node.authors ? make("p", { class: "facts", dir: "auto" }, node.authors.join(", ")) : null,
    published ? make("p", { class: "facts", dir: "auto" }, published) : null,
    node.keywords ? make("p", { class: "facts", dir: "auto" }, `Keywords: ${node.keywords.join(", ")}`) : null,
    webLinks(node, "Read it: "),
  ];
}

function entityFacts(node) {
  const counts = [
    node.papers ? `in ${many(node.papers, "paper")}` : null,
    node.mentions ? many(node.mentions, "mention") : null,
    many(node.edges.length, "connection"),
  ];
  return [
    node.aliases ? make("p", { class: "facts", dir: "auto" }, `Also called ${someOf(node.aliases, 10)}`) : null,
    make("p", { class: "facts" }, counts.filter(Boolean).join(" · ")),
    hierarchy(node, true),
    hierarchy(node, false),
    webLinks(node, "Same as: "),
  ];
}

function someOf(names, most) {
  const rest = names.length - most;
  return names.slice(0, most).join(", ") + (rest > 0 ? ` and ${number(rest)} more` : "");
}

function webLinks(node, words) {
  const links = (node.links ?? []).map((address) => makeLink(address)).filter(Boolean);
  return links.length ? make("p", { class: "facts" }, words, links.flatMap((link, i) => (i ? [", ", link] : [link]))) : null;
}

function hierarchy(node, upward) {
  const broader = graph.places.get("broader");
  const edges = node.edges.filter((edge) => edge.p === broader && (edge.from === node.id) === upward);
  if (!edges.length) return null;
  const chips = longList(edges, (edge) => makeThing(otherEnd(edge, node)), 12);
  chips.firstChild.className = "chips";
  return section(upward ? "Broader" : "Narrower", edges.length, chips);
}

function actions(node) {
  const alone = make("button", { class: "action", type: "button", "aria-pressed": String(state.alone) }, "Only its neighbourhood");
  alone.addEventListener("click", () => (state.alone ? showAmongAll() : showAlone(node.id)));
  const centre = make("button", { class: "action", type: "button", onclick: () => moveToNode(node) }, "Centre");
  return make("div", { class: "actions" }, alone, centre);
}

function abstract(node) {
  if (!node.abstract) return null;
  const text = make("p", { class: "abstract", dir: "auto" }, node.abstract);
  if (node.abstract.length < 420) return section("Abstract", null, text);
  text.classList.add("clamped");
  const more = make("button", { class: "more", type: "button" }, "show all");
  more.addEventListener("click", () => {
    more.textContent = text.classList.toggle("clamped") ? "show all" : "show less";
  });
  return section("Abstract", null, text, more);
}

function statementGroups(node) {
  const hidden = new Set(["broader", "reports", "resultMetric", "resultDataset", "resultSubject"]);
  return graph.predicates
    .flatMap((predicate, p) => [true, false].map((forward) => ({ predicate, p, forward })))
    .filter(({ predicate }) => !hidden.has(predicate.name) || node.group === "Result")
    .map(({ predicate, p, forward }) => {
      const edges = node.edges.filter((edge) => edge.p === p && (edge.from === node.id) === forward);
      edges.sort((a, b) => b.s - a.s || b.c - a.c || otherEnd(a, node).rank - otherEnd(b, node).rank);
      const words = forward ? predicate.forward : predicate.backward;
      const options = { open: predicate.group === RELATED ? 1 : 0, source: node.group !== "Paper" };
      return edges.length ? section(capital(words), edges.length, longList(edges, (edge) => statement(edge, node, options))) : null;
    });
}

const capital = (words) => words[0].toUpperCase() + words.slice(1);

function results(node) {
  const reported = node.edges.map((edge) => otherEnd(edge, node)).filter((other) => other.group === "Result");
  if (node.group === "Result" || !reported.length) return null;
  return section("Reported results", reported.length, longList([...new Set(reported)], (result) => resultRow(result, node)));
}

function resultRow(result, node) {
  const ends = new Map(result.edges.map((edge) => [graph.predicates[edge.p].name, otherEnd(edge, result)]));
  const parts = ["resultSubject", "resultMetric", "resultDataset"].map((name) => ends.get(name)).filter((end) => end && end !== node);
  const title = make("span", {}, make("b", { dir: "auto" }, result.name), " ", parts.map((part) => makeThing(part)));
  return make("div", { class: "statement" }, title, ...evidenceList(result.evidence ?? [], { source: node.group !== "Paper" }));
}

// The relations that a paper states, each with its sentence.
function statedIn(paper) {
  const stated = (edge) => edge.e.filter((place) => graph.evidence[place][0] === paper.id);
  const edges = paper.group === "Paper" ? graph.edges.filter((edge) => isRelation(graph, edge) && stated(edge).length) : [];
  const row = (edge) =>
    make("div", { class: "statement" }, relationWords(edge), conditions(stated(edge)), ...evidenceList(stated(edge), { open: 0, source: false }));
  return edges.length ? section("Relations it states", edges.length, longList(edges, row)) : null;
}

function relationWords(edge) {
  const words = make("span", { class: "quiet" }, ` ${graph.predicates[edge.p].forward} `);
  return make("p", {}, makeThing(graph.nodes[edge.from]), words, makeThing(graph.nodes[edge.to]));
}

function markKey() {
  return graph.hasText
    ? make("p", { class: "key" }, "Marked: ", make("mark", { class: "h" }, "first end"), " ", make("mark", { class: "t" }, "second end"))
    : null;
}

// ---------------------------------------------------------------- lines and the opening page

function aboutLine(id) {
  const edges = picture.lineList.find((line) => line.id === id)?.edges ?? [];
  return [
    ...heading(edges.length > 1 ? "Statements" : "Statement", "Why these two are joined", null),
    ...edges.map((edge) => {
      const reason = make("p", { class: "facts" }, reasonWords(edge));
      return make("section", {}, make("h3", {}, capital(graph.predicates[edge.p].forward)), relationWords(edge), conditions(edge.e), reason, ...evidenceList(edge.e, { open: 5 }));
    }),
    markKey(),
  ];
}

function reasonWords(edge) {
  if (edge.s) return `Said by ${many(edge.s, "paper")} · confidence ${edge.c.toFixed(2)}`;
  const inferred = inferenceWords(edge);
  return inferred ? `Inferred ${inferred}` : "From the vocabulary or the records";
}

function overview() {
  const kinds = graph.kinds.filter((kind) => kind.shown && kind.name !== "Paper");
  return [
    make("h2", {}, "Start here"),
    make("p", { class: "facts" }, "Click a dot or a line to see what papers say of it, sentence by sentence."),
    ...kinds.map(ranking),
    section("Keys", null, make("ul", { class: "keys" }, ...KEYS.map(([key, words]) => make("li", {}, make("kbd", {}, key), ` ${words}`)))),
  ];
}

const KEYS = [
  ["/", "search"],
  ["Esc", "clear the selection"],
  ["F", "show everything drawn"],
  ["double click", "only a node and its neighbours"],
];

function ranking(kind) {
  const best = graph.nodes.filter((node) => node.group === kind.name && node.papers).sort((a, b) => b.papers - a.papers || a.rank - b.rank);
  if (!best.length) return null;
  const row = (node) => {
    const bar = make("span", { class: "bar", "aria-hidden": "true" }, make("i", {}));
    bar.style.setProperty("--share", `${(100 * node.papers) / best[0].papers}%`);
    bar.style.setProperty("--colour", kind.colour);
    return make("li", {}, makeThing(node), bar, make("span", { class: "number", title: "papers" }, number(node.papers)));
  };
  return section(kind.name, kind.count, make("ul", { class: "ranking" }, ...best.slice(0, 5).map(row)));
}
