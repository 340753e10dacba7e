import type { App } from "./app";
import { button, h } from "./dom";
import { openingState, writeFragment, type State } from "./state";
import { fold, number, plural } from "./text";

/** Legend and filters: the legend's entries are the switches of the kinds. */
export function renderControls(app: App, aside: HTMLElement): void {
  const open = new Set([...aside.querySelectorAll<HTMLDetailsElement>("details[open]")].map((details) => details.dataset.name));
  const focused = document.activeElement instanceof HTMLElement && aside.contains(document.activeElement) ? document.activeElement.dataset.control : null;
  aside.replaceChildren(
    kinds(app),
    relations(app, open),
    ...papers(app),
    strength(app),
    community(app),
    button("Reset all filters", () => resetFilters(app), { class: "wide", data: { control: "reset" } }),
  );
  // the controls are made anew after each change; the keyboard stays where it was
  if (focused) aside.querySelector<HTMLElement>(`[data-control="${CSS.escape(focused)}"]`)?.focus();
}

export function resetFilters(app: App): void {
  app.change(withoutFilters(app));
}

/** Whether anything is filtered that the page did not open with. */
export function isFiltered(app: App): boolean {
  return writeFragment(app.state, app.graph) !== writeFragment(withoutFilters(app), app.graph);
}

function withoutFilters(app: App): State {
  const kept: (keyof State)[] = ["selection", "view", "rows", "sort", "descending", "sparql", "camera"];
  return { ...openingState(app.graph), ...Object.fromEntries(kept.map((name) => [name, app.state[name]])) };
}

function kinds(app: App): HTMLElement {
  const switches = app.graph.kinds.filter((kind) => kind.count).map((kind) => {
    const on = !app.state.kindsOff.has(kind.name);
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "switch dot", "aria-pressed": String(on), data: { kind: kind.name, control: `kind ${kind.name}` }, on: { click: () => app.change({ kindsOff: toggled(app.state.kindsOff, kind.name) }) } },
        h("span", {}, kind.name),
        h("span", { class: "count" }, number(kind.count)),
      ),
    );
  });
  return h("section", {}, h("h2", {}, "Kinds"), h("ul", { class: "legend" }, ...switches));
}

function relations(app: App, open: Set<string | undefined>): HTMLElement {
  const groups = [...new Set(app.graph.predicates.map((predicate) => predicate.group))];
  return h(
    "section",
    {},
    h("h2", {}, "Relations"),
    ...groups.map((group) => {
      const members = app.graph.predicates.filter((predicate) => predicate.group === group);
      const on = members.filter((predicate) => !app.state.relationsOff.has(predicate.name)).length;
      return h(
        "details",
        { data: { name: group }, open: open.has(group) },
        h("summary", { data: { control: `group ${group}` } }, h("span", {}, group), h("span", { class: "count" }, on === members.length ? "all" : `${on} of ${members.length}`)),
        h(
          "ul",
          { class: "checks" },
          ...members.map((predicate) =>
            h(
              "li",
              {},
              h(
                "label",
                {},
                h("input", {
                  type: "checkbox",
                  checked: !app.state.relationsOff.has(predicate.name),
                  data: { control: `relation ${predicate.name}` },
                  on: { change: () => app.change({ relationsOff: toggled(app.state.relationsOff, predicate.name) }) },
                }),
                h("span", {}, predicate.forward),
                h("span", { class: "count" }, number(predicate.count)),
              ),
            ),
          ),
        ),
      );
    }),
  );
}

function papers(app: App): HTMLElement[] {
  const { graph, state } = app;
  if (!graph.years.length && !graph.authors.length && !graph.venues.length) return [];
  return [
    h(
      "section",
      {},
      h("h2", {}, "Papers"),
      graph.years.length > 0 &&
        h(
          "div",
          { class: "pair" },
          select("From", "from", ["", ...graph.years.map(String)], state.from === null ? "" : String(state.from), (value) => app.change({ from: value ? Number(value) : null })),
          select("To", "to", ["", ...graph.years.map(String)], state.to === null ? "" : String(state.to), (value) => app.change({ to: value ? Number(value) : null })),
        ),
      graph.authors.length > 0 && choice("Author", "author", graph.authors, state.author, (value) => app.change({ author: value })),
      graph.venues.length > 0 && choice("Venue", "venue", graph.venues, state.venue, (value) => app.change({ venue: value })),
    ),
  ];
}

function strength(app: App): HTMLElement {
  return h(
    "section",
    {},
    h("h2", {}, "Strength"),
    slider("Relations at least", "degree", 0, 20, 1, app.state.degree, (value) => number(value), (value) => app.change({ degree: value })),
    slider("Confidence at least", "confidence", 0, 1, 0.05, app.state.confidence, (value) => value.toFixed(2), (value) => app.change({ confidence: value })),
  );
}

function community(app: App): HTMLElement {
  const chosen = app.state.community;
  const options = app.graph.communities.map(({ number: place, name, papers, entities }) =>
    h("option", { value: String(place), selected: chosen?.number === place }, `${place}: ${name} (${plural(papers, "paper")}, ${plural(entities, "thing")})`),
  );
  const list = h("select", { id: "filter-community", data: { control: "community" }, on: { change: (event) => {
    const { value } = event.target as HTMLSelectElement;
    app.change({ community: app.graph.communities[Number(value) - 1] ?? null });
  } } }, h("option", { value: "" }, "All"), ...options);
  return h("section", {}, h("h2", {}, "Community"), h("label", { class: "field", for: "filter-community" }, h("span", {}, "What belongs together"), list));
}

function toggled(set: Set<string>, name: string): Set<string> {
  const copy = new Set(set);
  if (!copy.delete(name)) copy.add(name);
  return copy;
}

function select(label: string, name: string, options: string[], value: string, act: (value: string) => void): HTMLElement {
  const list = h(
    "select",
    { data: { control: name }, on: { change: (event) => act((event.target as HTMLSelectElement).value) } },
    ...options.map((option) => h("option", { value: option, selected: option === value }, option || "any")),
  );
  return h("label", { class: "field" }, h("span", {}, label), list);
}

/** A text field that offers the known values; part of one is enough where no other holds it. */
function choice(label: string, name: string, known: string[], value: string, act: (value: string) => void): HTMLElement {
  const input = h("input", { type: "search", list: `known-${name}`, value, placeholder: "any", autocomplete: "off", data: { control: name } });
  const doubt = h("span", { class: "note", role: "status" });
  const settle = (finished: boolean) => {
    const wanted = fold(input.value);
    const same = known.filter((item) => fold(item) === wanted);
    const alike = same.length || !finished ? same : known.filter((item) => fold(item).includes(wanted));
    doubt.textContent = finished && wanted && alike.length !== 1 ? (alike.length ? `${number(alike.length)} names hold that` : "None of that name") : "";
    const found = !wanted ? "" : alike.length === 1 ? alike[0] : value;
    if (found !== value) act(found);
  };
  input.addEventListener("change", () => settle(true));
  input.addEventListener("input", () => settle(false));
  return h("label", { class: "field" }, h("span", {}, label), input, doubt, h("datalist", { id: `known-${name}` }, ...known.map((item) => h("option", { value: item }))));
}

function slider(label: string, name: string, min: number, max: number, step: number, value: number, show: (value: number) => string, act: (value: number) => void): HTMLElement {
  const output = h("output", { class: "count" }, show(value));
  const input = h("input", { type: "range", min, max, step, value, data: { control: name } });
  input.addEventListener("input", () => (output.textContent = show(Number(input.value))));
  input.addEventListener("change", () => act(Number(input.value)));
  return h("label", { class: "field" }, h("span", {}, label, output), input);
}
