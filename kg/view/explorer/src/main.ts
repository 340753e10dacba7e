import "./style.css";
import type { App } from "./app";
import { AskPanel } from "./ask";
import { isFiltered, renderControls, resetFilters } from "./controls";
import { announce, button, h } from "./dom";
import { filterGraph } from "./filter";
import { makeFinder } from "./finder";
import { KnowledgeGraph, type GraphNode } from "./graph";
import { describeSelection, renderPanel } from "./panel";
import { readPayload } from "./payload";
import { Picture } from "./picture";
import { preparePrinting } from "./print";
import { Search } from "./search";
import { readFragment, writeFragment, type Selection, type State } from "./state";
import { renderTable } from "./table";
import { renderTakeAway } from "./takeaway";
import { number, plural } from "./text";
import { onThemeChange, paintKinds, palette, restoreTheme, switchTheme } from "./theme";

const FILTERS: (keyof State)[] = ["kindsOff", "relationsOff", "from", "to", "author", "venue", "degree", "confidence", "community", "focus", "only"];

class Explorer implements App {
  readonly search: Search;
  state: State;
  shown;
  pathFrom: GraphNode | null = null;
  lit = new Set<GraphNode>();
  private readonly picture: Picture | null;
  private readonly parts = layOut();
  private readonly asking: AskPanel;

  constructor(readonly graph: KnowledgeGraph) {
    this.search = new Search(graph);
    this.state = readFragment(location.hash, graph);
    this.shown = filterGraph(graph, this.state);
    paintKinds(palette(graph.kinds));
    this.asking = new AskPanel(this, this.parts.ask, (sparql) => this.change({ sparql }));
    this.parts.tools.before(makeFinder(this, (match) => this.goTo(match.node)));
    this.fillBar();
    this.render(true);
    this.picture = this.startPicture(); // after what decides how large the stage is
    this.bind();
    if (this.state.camera) this.picture?.setCamera(this.state.camera);
    else if (this.state.focus || this.state.only) this.picture?.fit();
    document.documentElement.dataset.ready = "true";
    setTimeout(() => void this.measure(), 1000); // when the first picture is on the screen
  }

  change(patch: Partial<State>): void {
    const filters = FILTERS.some((name) => name in patch);
    const narrowed = patch.focus || patch.only;
    this.state = { ...this.state, ...patch };
    if (filters) this.shown = filterGraph(this.graph, this.state);
    this.render(filters);
    this.picture?.update();
    if (narrowed) this.picture?.fit();
    if (filters) announce(this.parts.count.textContent!);
  }

  select(selection: Selection | null): void {
    this.pathFrom = null;
    this.change({ selection });
    if (selection?.type === "node" && this.state.view !== "table") this.picture?.reveal(selection.node);
    if (selection?.type === "path") this.picture?.fit([selection.a, selection.b]);
    document.body.classList.toggle("reading", selection !== null);
    announce(describeSelection(this));
  }

  pickPathEnd(from: GraphNode | null): void {
    this.pathFrom = from;
    renderPanel(this, this.parts.panel);
    if (from) announce(`Pick the other end of the path from ${from.name}`);
  }

  light(nodes: GraphNode[]): void {
    this.lit = new Set(nodes);
    this.picture?.update();
  }

  private goTo(node: GraphNode): void {
    if (this.pathFrom && this.pathFrom !== node) this.select({ type: "path", a: this.pathFrom, b: node });
    else this.select({ type: "node", node });
    this.parts.stage.focus({ preventScroll: true });
  }

  private startPicture(): Picture | null {
    try {
      return new Picture(this, this.parts.canvas, (camera) => {
        this.state = { ...this.state, camera };
        this.writeAddress();
      });
    } catch (error) {
      if (document.createElement("canvas").getContext("webgl2")) throw error;
      this.doWithoutPicture();
      return null;
    }
  }

  private doWithoutPicture(): void {
    const { parts, state } = this;
    const words = "This browser draws no WebGL, so there is no picture. The table holds the same; search, filters, evidence and questions work as ever.";
    parts.canvas.replaceChildren(h("p", {}, words));
    parts.canvas.removeAttribute("aria-hidden");
    document.body.classList.add("without-picture");
    parts.stage.setAttribute("aria-label", "The graph as a table");
    if (state.view === "picture") this.change({ view: "table" });
  }

  private async measure(): Promise<void> {
    if (!this.picture) return;
    await this.picture.pacing.measure();
    this.parts.motion.checked = this.picture.pacing.drawsAnew;
  }

  private render(filters: boolean): void {
    const { parts, state } = this;
    parts.count.replaceChildren(...this.counted());
    if (filters) renderControls(this, parts.filters);
    renderPanel(this, parts.panel);
    parts.table.hidden = state.view !== "table";
    if (state.view === "table") renderTable(this, parts.table);
    this.renderAsk();
    parts.showTable.setAttribute("aria-pressed", String(state.view === "table"));
    this.writeAddress();
  }

  private renderAsk(): void {
    const { parts, state } = this;
    const open = state.view === "ask";
    parts.showAsk.setAttribute("aria-pressed", String(open));
    if (parts.ask.hidden === !open) return;
    parts.ask.hidden = !open;
    this.picture?.renderer.resize();
    if (open) void this.asking.open(state.sparql);
    else this.light([]);
  }

  private counted(): (Node | string)[] {
    const { shown, graph } = this;
    const all = `Showing ${number(shown.nodes.length)} of ${plural(graph.nodes.length, "thing")} and ${number(shown.edges.length)} of ${plural(graph.edges.length, "relation")}`;
    if (!shown.reasons.length) return [all];
    const told = `${all}, because ${shown.reasons.join("; ")}. `;
    return isFiltered(this) ? [told, button("Reset", () => resetFilters(this), { class: "link" })] : [told];
  }

  private writeAddress(): void {
    const fragment = writeFragment(this.state, this.graph);
    history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname + location.search);
  }

  private fillBar(): void {
    const { parts } = this;
    parts.showTable.addEventListener("click", () => this.change({ view: this.state.view === "table" ? "picture" : "table" }));
    parts.showAsk.addEventListener("click", () => this.change({ view: this.state.view === "ask" ? "picture" : "ask" }));
    parts.showFilters.addEventListener("click", () => {
      const shown = document.body.classList.toggle("filtering");
      parts.showFilters.setAttribute("aria-expanded", String(shown));
      this.picture?.renderer.resize();
    });
    const theme = button("Theme", () => {
      switchTheme();
      this.recolour();
    }, { "aria-label": "Theme: dark or light", title: "Dark or light" });
    parts.tools.append(renderTakeAway(this, () => this.picture!), theme);
    parts.motion.addEventListener("change", () => {
      if (this.picture) this.picture.pacing.drawsAnew = parts.motion.checked;
    });
    parts.nearer.addEventListener("click", () => this.picture?.zoom(1 / 1.4));
    parts.farther.addEventListener("click", () => this.picture?.zoom(1.4));
    parts.fit.addEventListener("click", () => this.picture?.fit());
  }

  private recolour(): void {
    paintKinds(palette(this.graph.kinds));
    this.picture?.recolour();
  }

  private bind(): void {
    onThemeChange(() => this.recolour());
    preparePrinting(this, () => this.picture, this.parts.paper);
    addEventListener("hashchange", () => {
      this.state = readFragment(location.hash, this.graph);
      this.shown = filterGraph(this.graph, this.state);
      this.render(true);
      this.picture?.update();
      if (this.state.camera) this.picture?.setCamera(this.state.camera);
    });
    document.addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("click", (event) => {
      for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
        if (!menu.contains(event.target as Node)) menu.open = false;
      }
    });
  }

  private onKey(event: KeyboardEvent): void {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement || event.target instanceof HTMLTextAreaElement;
    if (event.ctrlKey || event.metaKey || event.altKey || (typing && event.key !== "Escape")) return;
    const node = this.state.selection?.type === "node" ? this.state.selection.node : null;
    const hops = (count: number) => node && this.change({ focus: { node, hops: count } });
    const onStage = event.target === document.body || event.target === this.parts.stage;
    const arrows: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const keys: Record<string, () => unknown> = {
      "/": () => document.getElementById("query")!.focus(),
      Escape: () => this.escape(),
      q: () => this.parts.showAsk.click(),
      t: () => this.parts.showTable.click(),
      f: () => this.picture?.fit(),
      "+": () => this.picture?.zoom(1 / 1.4),
      "=": () => this.picture?.zoom(1 / 1.4),
      "-": () => this.picture?.zoom(1.4),
      "1": () => hops(1),
      "2": () => hops(2),
      "3": () => hops(3),
    };
    if (arrows[event.key] && onStage && this.state.view !== "table") {
      event.preventDefault();
      this.walk(node, ...arrows[event.key]);
    } else if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  }

  private walk(node: GraphNode | null, right: number, down: number): void {
    if (!node || !this.shown.has(node)) this.picture?.pan(right, down);
    else {
      const next = this.picture?.towards(node, right, down);
      if (next) this.select({ type: "node", node: next });
      else announce("Nothing lies that way");
    }
  }

  private escape(): void {
    const menu = document.querySelector<HTMLDetailsElement>("details.menu[open]");
    if (menu) menu.open = false;
    else if (this.pathFrom) this.pickPathEnd(null);
    else if (document.body.classList.contains("filtering")) this.parts.showFilters.click();
    else if (this.state.selection) this.select(null);
    else if (this.state.focus || this.state.only) this.change({ focus: null, only: null });
  }
}

function layOut() {
  const count = h("p", { id: "count" });
  const panel = h("aside", { id: "panel", "aria-label": "Details", tabindex: 0 });
  const filters = h("aside", { id: "filters", "aria-label": "Legend and filters", tabindex: 0 });
  const canvas = h("div", { id: "picture", "aria-hidden": "true" });
  const paper = h("div", { id: "paper" });
  const table = h("div", { id: "table", hidden: true });
  const showTable = h("button", { id: "show-table", type: "button", "aria-pressed": "false" }, "Table");
  const ask = h("section", { id: "ask", "aria-label": "Questions", hidden: true });
  const showAsk = h("button", { id: "show-ask", type: "button", "aria-pressed": "false" }, "Ask");
  const showFilters = h("button", { id: "show-filters", type: "button", "aria-expanded": "false", "aria-controls": "filters" }, "Filters");
  const tools = h("div", { id: "tools" }, showFilters, showTable, showAsk);
  const [nearer, farther, fit] = [["+", "Zoom in"], ["−", "Zoom out"], ["Fit", "Fit the picture to the stage"]].map(([text, label]) => h("button", { type: "button", "aria-label": label, title: label }, text));
  const motion = h("input", { type: "checkbox", id: "motion" });
  const moving = "Off, the picture moves as it was and is drawn anew when it rests, which is smoother without a graphics card";
  const zoom = h("div", { id: "zoom", role: "group", "aria-label": "View" }, nearer, farther, fit);
  const lines = h("label", { id: "lines", title: moving }, motion, "Draw anew while moving");
  const stage = h(
    "section",
    { id: "stage", tabindex: 0, "aria-label": "Picture of the graph: arrow keys walk along relations, T shows the same as a table" },
    canvas,
    paper,
    table,
    ask,
    zoom,
  );
  document.getElementById("explorer")!.replaceWith(
    h("a", { class: "skip", href: "#panel", on: { click: (event) => (event.preventDefault(), panel.focus()) } }, "Skip to the details"),
    h("header", { id: "bar" }, h("h1", {}, "Explorer"), tools),
    h("main", {}, filters, stage, panel),
    h("footer", { id: "foot" }, count, lines),
    h("p", { id: "live", class: "unseen", role: "status", "aria-live": "polite" }),
  );
  return { count, panel, filters, canvas, paper, table, ask, showTable, showAsk, showFilters, tools, nearer, farther, fit, motion, stage };
}

async function start(): Promise<void> {
  restoreTheme();
  const graph = new KnowledgeGraph(await readPayload());
  Object.assign(window, { explorer: new Explorer(graph) });
}

void start().catch((error: unknown) => {
  const place = document.getElementById("opening") ?? document.body;
  place.textContent = `This page could not open its graph (${String(error)}). A newer browser may help.`;
});
