// The drawing: vis-network holds nodes and lines, pans and zooms; dots, labels and what is under the pointer are ours.

const picture = {
  network: null,
  nodes: new vis.DataSet(),
  lines: new vis.DataSet(),
  shown: [], // nodes that are drawn, most important first
  lineList: [],
  places: new Map(), // id → where it is drawn
  bright: null, // ids that stay bright while something is selected; null: all
  hovered: null,
  homeScale: 1, // the scale at which everything fits
  theme: {},
};

const REACH = 5; // pixels around a line or a dot that still hit it
const DARK = matchMedia("(prefers-color-scheme: dark)");

function startPicture() {
  const options = structuredClone(graph.options);
  options.nodes = { ...options.nodes, shape: "custom", ctxRenderer: drawDot };
  picture.network = new vis.Network(element("picture"), { nodes: picture.nodes, edges: picture.lines }, options);
  picture.network.on("click", ({ pointer }) => selectAt(pointer.canvas));
  picture.network.on("doubleClick", ({ pointer }) => {
    const node = nodeAt(pointer.canvas);
    if (node) showAlone(node.id);
  });
  picture.network.on("afterDrawing", drawLabels);
  picture.network.on("resize", measureHome);
  const canvas = element("picture").querySelector("canvas");
  canvas.addEventListener("mousemove", (event) => hoverAt(event.offsetX, event.offsetY));
  canvas.addEventListener("mouseleave", () => setHovered(null));
  DARK.addEventListener("change", () => {
    readTheme();
    refreshPicture();
  });
  readTheme();
}

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  picture.theme = { ground: read("--ground"), ink: read("--ink"), quiet: read("--quiet"), accent: read("--accent") };
  picture.theme.line = DARK.matches ? "rgba(170,185,205,.22)" : "rgba(70,85,105,.20)";
  picture.theme.faint = DARK.matches ? "rgba(170,185,205,.05)" : "rgba(70,85,105,.05)";
  picture.theme.strong = DARK.matches ? "rgba(150,190,240,.75)" : "rgba(40,80,140,.55)";
}

function refreshPicture() {
  picture.shown = chooseNodes();
  picture.lineList = chooseLines(picture.shown);
  picture.bright = brightIds();
  picture.places = state.alone ? ringPlaces(picture.shown) : new Map(picture.shown.map((node) => [node.id, node]));
  // Most important last, so that they lie on top.
  const drawn = picture.shown.toReversed().map(({ id }) => ({ id, x: picture.places.get(id).x, y: picture.places.get(id).y }));
  picture.lines.clear();
  picture.nodes.clear();
  picture.nodes.add(drawn);
  picture.lines.add(picture.lineList.map(lineLook));
  measureHome();
}

// Repaint what selection changes, without touching places.
function repaint() {
  picture.bright = brightIds();
  picture.lines.update(picture.lineList.map(lineLook));
  picture.network.redraw();
}

function lineLook(line) {
  const touched = isBrightLine(line);
  const colour = touched ? (picture.bright ? picture.theme.strong : picture.theme.line) : picture.theme.faint;
  const support = Math.max(...line.edges.map((edge) => edge.s));
  const width = (0.7 + Math.min(2, Math.log2(1 + support) / 2)) / Math.min(1, picture.homeScale || 1);
  return { id: line.id, from: line.from, to: line.to, color: { color: colour, inherit: false }, width };
}

function isBrightLine(line) {
  if (state.pair) return line.id === state.pair;
  return state.selected === null || line.from === state.selected || line.to === state.selected;
}

function brightIds() {
  if (state.pair) return new Set(state.pair.split("-").map(Number));
  if (state.selected === null) return null;
  const node = graph.nodes[state.selected];
  return new Set([node.id, ...neighbours(node).map(({ id }) => id)]);
}

const isBright = (id) => picture.bright === null || picture.bright.has(id);

// Dots grow more slowly than the picture when one zooms in, so that a crowd comes apart.
function dotRadius(node, scale) {
  return (1.2 + node.size * 0.62) * Math.sqrt(Math.max(scale / picture.homeScale, 0.3)) / scale;
}

function drawDot({ ctx, id, x, y }) {
  const node = graph.nodes[id];
  const scale = picture.network.getScale();
  const radius = dotRadius(node, scale);
  return {
    drawNode() {
      ctx.globalAlpha = isBright(id) ? 1 : 0.13;
      ctx.beginPath();
      ctx.arc(x, y, radius, 0, 2 * Math.PI);
      ctx.fillStyle = colourOf(node);
      ctx.fill();
      const marked = id === state.selected || node === picture.hovered;
      ctx.lineWidth = (marked ? 2.5 : 1) / scale;
      ctx.strokeStyle = marked ? picture.theme.ink : picture.theme.ground;
      ctx.stroke();
    },
    nodeDimensions: { width: 2 * radius, height: 2 * radius },
  };
}

// ---------------------------------------------------------------- one node and its neighbours, on rings around it

const RING_GAP = 170;
const RING_STEP = 74; // least distance of two nodes on a ring

function ringPlaces(nodes) {
  const [centre, ...others] = nodes;
  const places = new Map([[centre.id, { x: 0, y: 0 }]]);
  const order = graph.kinds.map((kind) => kind.name);
  const queue = [...others].sort((a, b) => a.rank - b.rank);
  for (let ring = 1; queue.length; ring += 1) {
    const room = Math.floor((2 * Math.PI * ring * RING_GAP) / RING_STEP);
    const here = queue.splice(0, room).sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group) || a.rank - b.rank);
    here.forEach((node, i) => {
      const angle = (2 * Math.PI * i) / here.length - Math.PI / 2 + ring / 4;
      places.set(node.id, { x: 1.5 * ring * RING_GAP * Math.cos(angle), y: ring * RING_GAP * Math.sin(angle) });
    });
  }
  return places;
}

// ---------------------------------------------------------------- the view

function boundsOf(ids) {
  const places = ids.map((id) => picture.places.get(id)).filter(Boolean);
  const xs = places.map((place) => place.x);
  const ys = places.map((place) => place.y);
  const reduce = (values, best) => values.reduce((a, b) => best(a, b));
  return places.length
    ? { left: reduce(xs, Math.min), right: reduce(xs, Math.max), top: reduce(ys, Math.min), bottom: reduce(ys, Math.max) }
    : { left: -1, right: 1, top: -1, bottom: 1 };
}

function scaleFor(bounds) {
  const { clientWidth: width, clientHeight: height } = element("picture");
  const fits = Math.min((width - 120) / (bounds.right - bounds.left || 1), (height - 120) / (bounds.bottom - bounds.top || 1));
  return Math.min(Math.max(fits, 0.01), 1.6);
}

function measureHome() {
  picture.homeScale = scaleFor(boundsOf(picture.shown.map(({ id }) => id)));
}

function moveTo(ids, closest = 1.6) {
  const bounds = boundsOf(ids);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  picture.network.moveTo({
    position: { x: (bounds.left + bounds.right) / 2, y: (bounds.top + bounds.bottom) / 2 },
    scale: Math.min(scaleFor(bounds), closest),
    animation: calm ? false : { duration: 350, easingFunction: "easeInOutQuad" },
  });
}

const fitAll = () => moveTo(picture.shown.map(({ id }) => id));

// Bring a node and what is near it into the view; the farthest neighbours may stay outside.
function moveToNode(node) {
  const place = picture.places.get(node.id);
  const near = [...(picture.bright ?? [])].filter((id) => picture.places.has(id));
  const distance = (id) => Math.hypot(picture.places.get(id).x - place.x, picture.places.get(id).y - place.y);
  near.sort((a, b) => distance(a) - distance(b));
  moveTo([node.id, ...near.slice(0, Math.ceil(near.length * 0.9))], Math.max(picture.homeScale * 4, 0.5));
}

function zoom(factor) {
  picture.network.moveTo({ scale: picture.network.getScale() * factor, animation: { duration: 150 } });
}

// ---------------------------------------------------------------- what is under the pointer

function nodeAt(point) {
  const scale = picture.network.getScale();
  let best = null;
  let nearest = Infinity;
  for (const node of picture.shown) {
    const place = picture.places.get(node.id);
    const distance = Math.hypot(place.x - point.x, place.y - point.y) - dotRadius(node, scale);
    if (distance < nearest && distance * scale < REACH) [best, nearest] = [node, distance];
  }
  return best;
}

function lineAt(point) {
  const reach = REACH / picture.network.getScale();
  let best = null;
  let nearest = reach;
  for (const line of picture.lineList) {
    if (picture.bright && !isBrightLine(line)) continue;
    const distance = distanceToLine(point, picture.places.get(line.from), picture.places.get(line.to));
    if (distance < nearest) [best, nearest] = [line, distance];
  }
  return best;
}

function distanceToLine(point, a, b) {
  const length = (b.x - a.x) ** 2 + (b.y - a.y) ** 2 || 1;
  const share = Math.min(1, Math.max(0, ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / length));
  return Math.hypot(point.x - a.x - share * (b.x - a.x), point.y - a.y - share * (b.y - a.y));
}

function hoverAt(x, y) {
  const point = picture.network.DOMtoCanvas({ x, y });
  setHovered(nodeAt(point) ?? lineAt(point));
}

function setHovered(thing) {
  if (thing === picture.hovered) return;
  picture.hovered = thing;
  element("picture").querySelector("canvas").style.cursor = thing ? "pointer" : "grab";
  picture.network.redraw();
}

function selectAt(point) {
  const node = nodeAt(point);
  const line = node ? null : lineAt(point);
  if (node) selectNode(node.id);
  else if (line) selectLine(line.id);
  else if (!state.alone) clearSelection();
}
