import type { App } from "./app";
import { announce, button, h } from "./dom";
import { bestSentence } from "./evidence";
import type { GraphEdge, GraphNode } from "./graph";
import { copyText, toCsv } from "./files";
import { number, plural } from "./text";

interface Column<T> {
  name: string;
  numeric?: boolean;
  value: (row: T) => string | number;
}

const AT_ONCE = 200;

/** The table twin: whatever the picture shows, sortable, to be copied as CSV. */
export function renderTable(app: App, place: HTMLElement): void {
  const { rows } = app.state;
  place.replaceChildren(
    h(
      "div",
      { class: "toolbar" },
      h(
        "div",
        { class: "tabs", role: "group", "aria-label": "Rows" },
        tab(app, "things", `Things (${number(app.shown.nodes.length)})`),
        tab(app, "relations", `Relations (${number(app.shown.edges.length)})`),
      ),
      button("Copy as CSV", () => void copy(app)),
    ),
    rows === "things" ? table(app, thingColumns(app), app.shown.nodes, selectThing) : table(app, relationColumns(app), app.shown.edges, selectRelation),
  );
}

export function tableCsv(app: App, rows: "things" | "relations"): string {
  if (rows === "things") return csvOf(thingColumns(app), sorted(app, thingColumns(app), app.shown.nodes));
  return csvOf(relationColumns(app), sorted(app, relationColumns(app), app.shown.edges));
}

async function copy(app: App): Promise<void> {
  await copyText(tableCsv(app, app.state.rows));
  const count = app.state.rows === "things" ? app.shown.nodes.length : app.shown.edges.length;
  announce(`Copied ${plural(count, "row")} as CSV`);
}

function thingColumns(app: App): Column<GraphNode>[] {
  return [
    { name: "Name", value: (node) => node.name },
    { name: "Kind", value: (node) => node.kind.name },
    { name: "Papers", numeric: true, value: (node) => node.entity?.papers ?? "" },
    { name: "Relations", numeric: true, value: (node) => node.edges.length },
    ...(app.graph.years.length ? [{ name: "Year", numeric: true, value: (node: GraphNode) => node.paper?.year ?? "" }] : []),
    { name: "Other names", value: (node) => (node.entity?.names ?? node.paper?.authors ?? []).join("; ") },
    { name: "IRI", value: (node) => node.iri },
  ];
}

function relationColumns(app: App): Column<GraphEdge>[] {
  return [
    { name: "From", value: (edge) => edge.source.name },
    { name: "Relation", value: (edge) => edge.predicate.forward },
    { name: "To", value: (edge) => edge.target.name },
    { name: "Papers", numeric: true, value: (edge) => edge.support || "" },
    { name: "Confidence", numeric: true, value: (edge) => (edge.support ? edge.confidence : "") },
    { name: "Best sentence", value: (edge) => bestSentence(app.graph, edge) },
  ];
}

function selectThing(app: App, node: GraphNode): void {
  app.select({ type: "node", node });
}

function selectRelation(app: App, edge: GraphEdge): void {
  app.select({ type: "line", a: edge.source, b: edge.target });
}

function table<T extends GraphNode | GraphEdge>(app: App, columns: Column<T>[], rows: T[], act: (app: App, row: T) => void): HTMLElement {
  const shownColumns = columns.filter((column) => column.name !== "IRI");
  const ordered = sorted(app, columns, rows);
  const body = h("tbody", {});
  const more = button("", () => add(), { class: "wide" });
  let count = 0;
  const add = () => {
    for (const row of ordered.slice(count, count + AT_ONCE)) body.append(tableRow(app, shownColumns, row, act));
    count = Math.min(count + AT_ONCE, ordered.length);
    more.hidden = count >= ordered.length;
    more.textContent = `Show more (${number(ordered.length - count)} left)`;
  };
  add();
  const made = h("table", { class: "twin" }, h("caption", { class: "unseen" }, `${plural(ordered.length, "row")} that the picture shows`), head(app, shownColumns), body);
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table of what is shown" }, made, more);
}

function head<T>(app: App, columns: Column<T>[]): HTMLElement {
  const { sort, descending } = app.state;
  const cells = columns.map((column) => {
    const active = sort === column.name;
    const order = active ? (descending ? "descending" : "ascending") : "none";
    const label = active ? `${column.name} ${descending ? "▾" : "▴"}` : column.name;
    const act = () => app.change({ sort: column.name, descending: active ? !descending : Boolean(column.numeric) });
    return h("th", { scope: "col", "aria-sort": order, class: column.numeric ? "number" : "" }, button(label, act, { data: { column: column.name } }));
  });
  return h("thead", {}, h("tr", {}, ...cells));
}

function tableRow<T extends GraphNode | GraphEdge>(app: App, columns: Column<T>[], row: T, act: (app: App, row: T) => void): HTMLElement {
  const cells = columns.map((column, i) => {
    const value = column.value(row);
    const text = typeof value === "number" ? (Number.isInteger(value) && column.name !== "Year" ? number(value) : String(value)) : value;
    if (i) return h("td", { class: column.numeric ? "number" : "" }, text);
    const kind = "kind" in row ? row.kind.name : row.source.kind.name;
    return h("th", { scope: "row" }, button(text, () => act(app, row), { class: "link dot", data: { kind } }));
  });
  return h("tr", {}, ...cells);
}

function sorted<T>(app: App, columns: Column<T>[], rows: T[]): T[] {
  const column = columns.find((item) => item.name === app.state.sort) ?? columns.find((item) => item.numeric)!;
  const sign = app.state.descending ? -1 : 1;
  const collator = new Intl.Collator("en", { numeric: true });
  const decorated = rows.map((row, place) => ({ row, place, value: column.value(row) }));
  decorated.sort((a, b) => {
    if (a.value === "" || b.value === "") return Number(a.value === "") - Number(b.value === "") || a.place - b.place;
    const order = typeof a.value === "number" && typeof b.value === "number" ? a.value - b.value : collator.compare(String(a.value), String(b.value));
    return sign * order || a.place - b.place;
  });
  return decorated.map(({ row }) => row);
}

function csvOf<T>(columns: Column<T>[], rows: T[]): string {
  return toCsv([columns.map((column) => column.name), ...rows.map((row) => columns.map((column) => String(column.value(row))))]);
}

function tab(app: App, rows: "things" | "relations", label: string): HTMLElement {
  return button(label, () => app.change({ rows, sort: "", descending: true }), { "aria-pressed": String(app.state.rows === rows) });
}
