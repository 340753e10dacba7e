// Legend, filters, how many nodes to draw, and the table that shows the same as the picture.

const element = (id) => document.getElementById(id);

function buildControls() {
  element("filters").replaceChildren(
    make("h2", {}, "Kinds"),
    make("ul", { class: "legend" }, ...graph.kinds.map(legendItem)),
    ...[...new Set(graph.predicates.map((predicate) => predicate.group))].map(predicateGroup),
    make("h2", {}, "How sure"),
    slider("Confidence", { min: 0, max: 1, step: 0.05, value: state.confidence }, (value) => `≥ ${value.toFixed(2)}`, "confidence"),
    graph.mostSupport > 1
      ? slider("Papers per relation", { min: 1, max: graph.mostSupport, step: 1, value: state.support }, (value) => `≥ ${value}`, "support")
      : "",
    make("button", { class: "action", type: "button", onclick: resetAll }, "Reset filters"),
  );
  buildLimits();
}

function legendItem(kind) {
  const dot = make("span", { class: "dot", "aria-hidden": "true" });
  dot.style.setProperty("--colour", kind.colour);
  const button = make(
    "button",
    { type: "button", "aria-pressed": String(state.kinds.has(kind.name)), "data-kind": kind.name },
    dot,
    make("span", { class: "label" }, kind.name),
    make("span", { class: "number" }, number(kind.count)),
  );
  button.addEventListener("click", () => {
    toggle(state.kinds, kind.name);
    button.setAttribute("aria-pressed", String(state.kinds.has(kind.name)));
    changed();
  });
  return make("li", {}, button);
}

function toggle(set, value) {
  if (!set.delete(value)) set.add(value);
}

function predicateGroup(name) {
  const members = [...graph.predicates.entries()].filter(([, predicate]) => predicate.group === name);
  const boxes = members.map(([place, predicate]) => predicateBox(place, predicate));
  const all = make("button", { type: "button", "aria-label": `${name}: all or none` }, "all / none");
  all.addEventListener("click", () => {
    const on = members.some(([place]) => !state.predicates.has(place));
    for (const [place] of members) on ? state.predicates.add(place) : state.predicates.delete(place);
    for (const box of boxes) box.querySelector("input").checked = on;
    changed();
  });
  return make("section", {}, make("div", { class: "group" }, make("h2", {}, name), all), ...boxes);
}

function predicateBox(place, predicate) {
  const box = make("input", { type: "checkbox", checked: state.predicates.has(place), "data-predicate": predicate.name });
  box.addEventListener("change", () => {
    toggle(state.predicates, place);
    changed();
  });
  return make("label", { class: "check" }, box, predicate.forward, make("span", { class: "number" }, number(predicate.count)));
}

function slider(words, range, render, key) {
  const shown = make("span", {}, render(range.value));
  const input = make("input", { type: "range", ...range, "data-filter": key });
  input.addEventListener("input", () => {
    state[key] = Number(input.value);
    shown.textContent = render(state[key]);
    changed();
  });
  return make("label", { class: "slider" }, make("span", {}, words, shown), input);
}

function buildLimits() {
  const total = graph.nodes.length;
  const choices = [...[300, 1000].filter((limit) => limit < total), total];
  const buttons = choices.map((limit) => {
    const words = limit === total ? "All" : number(limit);
    const pressed = Math.min(state.limit, total) === limit;
    const button = make("button", { type: "button", "aria-pressed": String(pressed), "data-limit": limit }, words);
    button.addEventListener("click", () => {
      state.limit = limit;
      buildLimits();
      changed();
      fitAll();
    });
    return button;
  });
  element("limits").replaceChildren(...(choices.length > 1 ? buttons : []));
}

function resetAll() {
  resetFilters();
  buildControls();
  changed();
  fitAll();
}

// ---------------------------------------------------------------- what is drawn, in words and as a table

function showCount() {
  const shown = picture.shown.length;
  const statements = picture.lineList.reduce((sum, line) => sum + line.edges.length, 0);
  const count = make("b", {}, `Showing ${number(shown)} of ${number(graph.nodes.length)}`);
  const rest = make("span", { class: "wide" }, ` nodes · ${number(statements)} of ${number(graph.edges.length)} statements`);
  element("count").replaceChildren(count, rest);
}

const table = { column: "rank", down: false };
const TABLE_ROWS = 1000;
const COLUMNS = [
  ["name", "Name", (node) => node.name.toLowerCase()],
  ["group", "Kind", (node) => node.group],
  ["papers", "Papers", (node) => node.papers ?? 0],
  ["degree", "Connections", (node) => node.edges.length],
];

function showTable() {
  if (element("table").hidden) return;
  const value = COLUMNS.find(([key]) => key === table.column)?.[2] ?? ((node) => node.rank);
  const order = (a, b) => (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : a.rank - b.rank);
  const rows = [...picture.shown].sort((a, b) => (table.down ? order(b, a) : order(a, b)));
  const cut = rows.length > TABLE_ROWS ? `, the first ${number(TABLE_ROWS)} of them` : "";
  element("table").replaceChildren(
    make(
      "table",
      {},
      make("caption", {}, `The nodes of the picture${cut}. Click a column to sort, a name for details.`),
      make("thead", {}, make("tr", {}, COLUMNS.map(columnHead))),
      make("tbody", {}, rows.slice(0, TABLE_ROWS).map(tableRow)),
    ),
  );
}

function columnHead([key, words]) {
  const direction = table.down ? "descending" : "ascending";
  const button = make("button", { type: "button", "data-column": key }, words);
  button.addEventListener("click", () => {
    const numeric = key === "papers" || key === "degree";
    table.down = table.column === key ? !table.down : numeric;
    table.column = key;
    showTable();
    element("table").querySelector(`[data-column="${key}"]`).focus();
  });
  return make("th", { scope: "col", "aria-sort": table.column === key ? direction : null }, button);
}

function tableRow(node) {
  return make(
    "tr",
    {},
    make("td", {}, makeThing(node)),
    make("td", {}, node.group),
    make("td", { class: "number" }, node.papers === undefined ? "" : number(node.papers)),
    make("td", { class: "number" }, number(node.edges.length)),
  );
}
