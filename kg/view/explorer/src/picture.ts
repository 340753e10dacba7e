import { MultiGraph } from "graphology";
import Sigma from "sigma";
import { EdgeLineProgram, EdgeRectangleProgram, NodePointProgram } from "sigma/rendering";
import type { App } from "./app";
import type { GraphNode, Line } from "./graph";
import { weight } from "./graph";
import { drawNames, placeNames, type Dot, type PlacedName } from "./names";
import { Pacing } from "./pacing";
import { findPath } from "./paths";
import type { Camera } from "./state";
import { mix, palette, type Palette } from "./theme";

const NAMES = 140;
const NEAR = 6; // how close to a line, in pixels, a click must be to mean it
const TOUCH = 2; // and to the rim of a dot
const SMALLEST = 2.2;
const LARGEST = 15;
const PAPER_RADIUS = 3;

export interface Scene {
  width: number;
  height: number;
  lines: { x1: number; y1: number; x2: number; y2: number; colour: string; width: number }[];
  dots: (Dot & { colour: string })[];
  names: PlacedName[];
  colours: Palette;
}

const still = window.matchMedia("(prefers-reduced-motion: reduce)");

/** The picture: sigma draws dots and lines by WebGL, names go on a layer of our own so that they never overlap. */
export class Picture {
  readonly renderer: Sigma;
  readonly pacing: Pacing;
  private readonly byWeight: GraphNode[];
  private readonly radius: number[];
  private colours: Palette;
  private names: PlacedName[] = [];
  private hovered: GraphNode | null = null;
  private strong = new Set<string>();
  private bright: Set<GraphNode> | null = null;
  private chosen = new Set<GraphNode>();
  private moving = 0;
  private scale = 1;

  constructor(
    private readonly app: App,
    container: HTMLElement,
    private readonly onCamera: (camera: Camera) => void,
  ) {
    this.byWeight = [...app.graph.nodes].sort((a, b) => weight(b) - weight(a) || a.id - b.id);
    this.radius = radii(app.graph.nodes);
    this.colours = palette(app.graph.kinds);
    this.scale = stageScale(container.clientWidth, container.clientHeight);
    this.mark(); // before the first drawing, which then needs no second
    this.renderer = new Sigma(this.drawnGraph(), container, {
      renderLabels: false,
      // one vertex a dot, where sigma's own circles are a draw call each for drivers that run on the processor
      nodeProgramClasses: { circle: DotProgram },
      zIndex: true,
      defaultEdgeType: "line",
      defaultNodeType: "circle",
      edgeProgramClasses: { line: EdgeLineProgram, strong: EdgeRectangleProgram },
      defaultDrawNodeHover: () => {},
      minCameraRatio: 0.01,
      maxCameraRatio: 4,
      stagePadding: 36,
      zoomToSizeRatioFunction: (ratio) => Math.sqrt(ratio),
      nodeReducer: (key) => this.showNode(app.graph.nodes[Number(key)]),
      edgeReducer: (key) => this.showLine(key),
    });
    this.pacing = new Pacing(this.renderer, (x, y) => this.dotAt(x, y)?.key ?? null);
    this.renderer.on("afterRender", () => this.drawNames());
    this.bind();
    this.drawNames(); // the first drawing was over before anybody could listen for its end
  }

  /** Brings the picture in line with the state. */
  update(): void {
    this.mark();
    this.renderer.refresh();
  }

  private mark(): void {
    const { state, shown } = this.app;
    this.strong.clear();
    this.chosen.clear();
    this.bright = null;
    const { selection } = state;
    if (selection?.type === "node") this.brighten(selection.node);
    if (selection?.type === "line") this.brightenPairs([[selection.a, selection.b]]);
    if (selection?.type === "path") {
      this.brightenPairs((findPath(shown, selection.a, selection.b) ?? []).map((step) => [step.from, step.to]));
      for (const end of [selection.a, selection.b]) this.chosen.add(end);
    }
    if (this.app.lit.size) {
      this.bright = new Set([...this.app.lit, ...(this.bright ?? [])]);
      for (const node of this.app.lit) this.chosen.add(node);
    }
  }

  recolour(): void {
    this.colours = palette(this.app.graph.kinds);
    this.renderer.refresh();
  }

  setCamera(camera: Camera): void {
    this.renderer.getCamera().setState({ ...camera, angle: 0 });
  }

  zoom(factor: number): void {
    const camera = this.renderer.getCamera();
    this.go({ ...camera.getState(), ratio: camera.getBoundedRatio(camera.ratio * factor) });
  }

  pan(right: number, down: number): void {
    const camera = this.renderer.getCamera().getState();
    this.go({ x: camera.x + right * 0.15 * camera.ratio, y: camera.y - down * 0.15 * camera.ratio, ratio: camera.ratio });
  }

  /** Moves the camera so that some nodes fill the stage, or all that are shown. */
  fit(nodes: Iterable<GraphNode> = this.app.shown.nodes): void {
    let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const node of nodes) {
      const { x, y } = this.renderer.getNodeDisplayData(node.key)!;
      [left, right, low, high] = [Math.min(left, x), Math.max(right, x), Math.min(low, y), Math.max(high, y)];
    }
    if (left > right) return;
    const { width, height } = this.renderer.getDimensions();
    const cameraState = { x: 0.5, y: 0.5, ratio: 1, angle: 0 };
    const a = this.renderer.framedGraphToViewport({ x: left, y: low }, { cameraState });
    const b = this.renderer.framedGraphToViewport({ x: right, y: high }, { cameraState });
    const margin = 72;
    const ratio = Math.max(
      Math.abs(b.x - a.x) / Math.max(width - 2 * margin, 80),
      Math.abs(b.y - a.y) / Math.max(height - 2 * margin, 80),
      0.06,
    );
    this.go({ x: (left + right) / 2, y: (low + high) / 2, ratio });
  }

  /** Moves a node into view if it is not. */
  reveal(node: GraphNode): void {
    const { x, y } = this.place(node);
    const { width, height } = this.renderer.getDimensions();
    const margin = 60;
    if (x > margin && x < width - margin && y > margin && y < height - margin) return;
    const at = this.renderer.getNodeDisplayData(node.key)!;
    this.go({ x: at.x, y: at.y, ratio: Math.min(this.renderer.getCamera().ratio, 0.5) });
  }

  /** Where a node stands on the stage, in pixels. */
  place(node: GraphNode): { x: number; y: number } {
    return this.renderer.graphToViewport({ x: node.x, y: node.y });
  }

  /** The neighbour that lies most in a direction from a node. */
  towards(node: GraphNode, right: number, down: number): GraphNode | null {
    const here = this.place(node);
    let best: GraphNode | null = null;
    let least = Infinity;
    for (const edge of node.edges) {
      const other = edge.source === node ? edge.target : edge.source;
      if (!this.app.shown.has(other)) continue;
      const there = this.place(other);
      const along = (there.x - here.x) * right + (there.y - here.y) * down;
      const aside = Math.abs((there.x - here.x) * down) + Math.abs((there.y - here.y) * right);
      const cost = along > 0 ? along + 2 * aside : Infinity;
      if (cost < least) {
        least = cost;
        best = other;
      }
    }
    return best;
  }

  /** What is on the stage right now, for files and paper. */
  scene(colours = this.colours): Scene {
    const own = this.colours;
    this.colours = colours;
    try {
      return this.look();
    } finally {
      this.colours = own;
    }
  }

  private look(): Scene {
    const { width, height } = this.renderer.getDimensions();
    const inside = (x: number, y: number) => x > -20 && y > -20 && x < width + 20 && y < height + 20;
    const dots = this.app.shown.nodes.map((node) => ({ ...this.dot(node), look: this.showNode(node) }));
    const lines = [...this.app.shown.lines.values()].map((line) => ({ line, look: this.showLine(line.key) }));
    const above = <T extends { look: { zIndex: number } }>(one: T, other: T) => one.look.zIndex - other.look.zIndex;
    return {
      width,
      height,
      lines: lines.sort(above).map(({ line, look }) => {
        const [a, b] = [this.place(line.a), this.place(line.b)];
        return { x1: a.x, y1: a.y, x2: b.x, y2: b.y, colour: look.color, width: look.size };
      }),
      dots: dots.sort(above).filter(({ x, y }) => inside(x, y)).map(({ look, ...dot }) => ({ ...dot, colour: look.color })),
      names: this.names,
      colours: this.colours,
    };
  }

  private go(camera: Camera): void {
    const target = { ...camera, angle: 0 };
    if (still.matches) this.renderer.getCamera().setState(target);
    else void this.renderer.getCamera().animate(target, { duration: 260 });
  }

  private drawnGraph(): MultiGraph {
    const drawn = new MultiGraph();
    for (const node of this.app.graph.nodes) drawn.addNode(node.key, { x: node.x, y: node.y });
    for (const line of this.app.graph.lines.values()) {
      if (line.a !== line.b) drawn.addEdgeWithKey(line.key, line.a.key, line.b.key);
    }
    return drawn;
  }

  private showNode(node: GraphNode): { x: number; y: number; hidden: boolean; size: number; color: string; zIndex: number } {
    const colour = this.colours.kinds.get(node.kind.name)!;
    const dim = this.bright !== null && !this.bright.has(node);
    return {
      x: node.x,
      y: node.y,
      hidden: !this.app.shown.has(node),
      size: this.size(node),
      color: dim ? mix(colour, this.colours.ground, 0.78) : colour,
      zIndex: this.chosen.has(node) ? 3 : dim ? 0 : 1,
    };
  }

  private showLine(key: string): { hidden: boolean; size: number; color: string; type: string; zIndex: number } {
    const strong = this.strong.has(key);
    return {
      hidden: !this.app.shown.lines.has(key),
      size: strong ? 1.6 : 1,
      color: strong ? this.colours.strong : this.bright ? this.colours.faded : this.colours.line,
      type: strong ? "strong" : "line",
      zIndex: strong ? 1 : 0,
    };
  }

  private brighten(node: GraphNode): void {
    this.chosen.add(node);
    this.bright = new Set([node]);
    for (const edge of node.edges) {
      const line = this.app.shown.lines.get(keyOf(edge.source, edge.target));
      if (!line) continue;
      this.strong.add(line.key);
      this.bright.add(line.a).add(line.b);
    }
  }

  private brightenPairs(pairs: [GraphNode, GraphNode][]): void {
    this.bright = new Set(pairs.flat());
    for (const [a, b] of pairs) {
      this.strong.add(keyOf(a, b));
      this.chosen.add(a).add(b);
    }
  }

  private size(node: GraphNode): number {
    return this.radius[node.id] * this.scale * (this.chosen.has(node) ? 1.35 : 1);
  }

  private dot(node: GraphNode): Dot {
    return { node, ...this.place(node), radius: this.renderer.scaleSize(this.size(node)) };
  }

  private *dotsByImportance(): Generator<Dot> {
    const first = [...(this.hovered ? [this.hovered] : []), ...this.chosen];
    for (const node of first) if (this.app.shown.has(node)) yield this.dot(node);
    const done = new Set(first);
    const order = this.bright ? this.byWeight.filter((node) => this.bright!.has(node)) : this.byWeight;
    for (const node of order) {
      if (done.has(node) || !this.app.shown.has(node)) continue;
      const dot = this.dot(node);
      if (dot.radius > 2.2 || this.bright) yield dot;
    }
  }

  private drawNames(): void {
    const canvas = this.renderer.getCanvases().labels;
    const context = canvas.getContext("2d")!;
    const { width, height } = this.renderer.getDimensions();
    context.clearRect(0, 0, width, height);
    const few = this.chosen.size < 12; // many chosen names may have to give way to each other
    const emphasis = (node: GraphNode) =>
      node === this.hovered ? "always" : this.chosen.has(node) ? (few ? "always" : "bold") : "none";
    this.names = placeNames(context, this.dotsByImportance(), width, height, NAMES, emphasis);
    for (const node of this.chosen) this.ring(context, node);
    if (this.hovered) this.ring(context, this.hovered);
    drawNames(context, [...this.names].reverse(), this.colours);
  }

  private ring(context: CanvasRenderingContext2D, node: GraphNode): void {
    if (!this.app.shown.has(node)) return;
    const { x, y, radius } = this.dot(node);
    context.beginPath();
    context.arc(x, y, radius + 3, 0, 2 * Math.PI);
    context.lineWidth = 2;
    context.strokeStyle = this.colours.ink;
    context.stroke();
  }

  private bind(): void {
    const { app, renderer } = this;
    renderer.on("enterNode", ({ node }) => this.hover(app.graph.nodes[Number(node)]));
    renderer.on("leaveNode", () => this.hover(null));
    renderer.on("clickNode", ({ node }) => this.click(app.graph.nodes[Number(node)]));
    renderer.on("clickStage", ({ event }) => this.clickAt(event.x, event.y));
    renderer.on("doubleClickNode", (payload) => {
      payload.preventSigmaDefault();
      app.change({ focus: { node: app.graph.nodes[Number(payload.node)], hops: 1 } });
      this.fit();
    });
    renderer.on("resize", () => {
      const { width, height } = renderer.getDimensions();
      this.scale = stageScale(width, height);
      renderer.scheduleRefresh();
    });
    renderer.getCamera().on("updated", () => {
      clearTimeout(this.moving);
      this.moving = window.setTimeout(() => this.onCamera(renderer.getCamera().getState()), 250);
    });
  }

  private hover(node: GraphNode | null): void {
    this.hovered = node;
    this.renderer.getContainer().classList.toggle("pointing", node !== null);
    if (!this.pacing.carrying) this.drawNames();
  }

  private click(node: GraphNode): void {
    if (this.app.pathFrom && this.app.pathFrom !== node) {
      this.app.select({ type: "path", a: this.app.pathFrom, b: node });
    } else this.app.select({ type: "node", node });
  }

  private dotAt(x: number, y: number): GraphNode | null {
    const at = this.renderer.viewportToGraph({ x, y });
    const aside = this.renderer.viewportToGraph({ x: x + 1, y });
    const unit = Math.hypot(aside.x - at.x, aside.y - at.y); // of the graph, per pixel
    const scale = this.renderer.scaleSize(1);
    let best: GraphNode | null = null;
    let least = 0;
    for (const node of this.app.shown.nodes) {
      const gap = Math.hypot(node.x - at.x, node.y - at.y) / unit - this.size(node) * scale - TOUCH;
      if (gap < least) {
        least = gap;
        best = node;
      }
    }
    return best;
  }

  private clickAt(x: number, y: number): void {
    const line = this.lineAt(x, y);
    if (line) this.app.select({ type: "line", a: line.a, b: line.b });
    else this.app.select(null);
  }

  private lineAt(x: number, y: number): Line | null {
    let best: Line | null = null;
    let least = NEAR;
    for (const line of this.app.shown.lines.values()) {
      const offset = this.bright && !this.strong.has(line.key) ? NEAR / 2 : 0; // what stands out is meant first
      const gap = distance(x, y, this.place(line.a), this.place(line.b)) + offset;
      if (gap < least) {
        least = gap;
        best = line;
      }
    }
    return best;
  }
}

/** Dots without the buffer in which sigma finds out which of them the mouse is on. */
class DotProgram extends NodePointProgram {
  constructor(gl: WebGLRenderingContext, _picking: WebGLFramebuffer | null, renderer: Sigma) {
    super(gl, null, renderer);
  }
}

/** Dots are smaller on a small stage. */
function stageScale(width: number, height: number): number {
  return Math.min(Math.max(Math.min(width, height) / 760, 0.5), 1.2);
}

function keyOf(a: GraphNode, b: GraphNode): string {
  return a.id < b.id ? `${a.id}-${b.id}` : `${b.id}-${a.id}`;
}

function radii(nodes: GraphNode[]): number[] {
  const highest = nodes.reduce((most, node) => (node.entity ? Math.max(most, node.edges.length) : most), 1);
  return nodes.map((node) => (node.entity ? SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(node.edges.length / highest) : PAPER_RADIUS));
}

function distance(x: number, y: number, a: { x: number; y: number }, b: { x: number; y: number }): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const share = Math.min(Math.max(((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1), 0), 1);
  return Math.hypot(x - a.x - share * dx, y - a.y - share * dy);
}
