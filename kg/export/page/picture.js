// The drawing: vis-network holds nodes, draws lines, pans and zooms; dots, labels and what is under the pointer are ours.

const picture = {
  network: null,
  nodes: new vis.DataSet(),
  lines: new vis.DataSet(),
  shown: [], // nodes that are drawn, most important first
  drawn: "", // what was drawn last
  lineList: [],
  places: new Map(), // id → where it is drawn
  bright: null, // ids that stay bright while something is selected; null: all
  hovered: null,
  roominess: 1, // 1 on a large stage, less on a small one
  stretch: 1, // how much wider than high the picture is made, as a factor of each side
  homeScale: 1, // the scale at which everything fits
  rescaling: null, // the timer of the next change of these widths
  lineScale: 1, // the scale that the widths of lines were made for
  theme: {},
};

const REACH = 5; // pixels around a line or a dot that still hit it
const DARK = matchMedia("(prefers-color-scheme: dark)");

function startPicture() {
  const options = structuredClone(graph.options);
  // Its own dots grow with every zoom, and those just added are missing from the last frame of a movement.
  options.nodes = { shape: "custom", ctxRenderer: () => ({ nodeDimensions: { width: 1, height: 1 } }) };
  picture.network = new vis.Network(element("picture"), { nodes: picture.nodes, edges: picture.lines }, options);
  picture.network.on("click", ({ pointer }) => selectAt(pointer.canvas));
  picture.network.on("doubleClick", ({ pointer }) => {
    const node = nodeAt(pointer.canvas);
    if (node) showAlone(node.id);
  });
  picture.network.on("afterDrawing", drawDots);
  picture.network.on("afterDrawing", drawLabels);
  picture.network.on("afterDrawing", keepLinesThin);
  picture.network.on("resize", measureHome);
  const canvas = element("picture").querySelector("canvas");
  canvas.addEventListener("mousemove", (event) => hoverAt(event.offsetX, event.offsetY));
  canvas.addEventListener("mouseleave", () => setHovered(null));
  DARK.addEventListener("change", () => {
    readTheme();
    repaint();
  });
  readTheme();
  stretchPlaces();
}

// The file holds a round picture; the stage is seldom square.
function stretchPlaces() {
  const { clientWidth: width, clientHeight: height } = element("picture");
  const stretch = Math.sqrt(Math.min(Math.max((width - 90) / (height - 60 || 1), 0.6), 2.5));
  for (const node of graph.nodes) Object.assign(node, { x: node.x * stretch, y: node.y / stretch });
  picture.stretch = stretch;
}

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  picture.theme = { ground: read("--ground"), ink: read("--ink"), quiet: read("--quiet"), accent: read("--accent") };
  picture.theme.line = DARK.matches ? "170,185,205" : "70,85,105";
  picture.theme.strong = DARK.matches ? "rgba(150,190,240,.75)" : "rgba(40,80,140,.5)";
}

function refreshPicture() {
  picture.shown = chooseNodes();
  picture.lineList = chooseLines(picture.shown);
  const drawn = [state.alone, ...[...picture.shown, ...picture.lineList].map(({ id }) => id)].join();
  if (drawn === picture.drawn) {
    repaint();
    return;
  }
  picture.drawn = drawn;
  picture.bright = brightIds();
  picture.places = new Map(picture.shown.map((node) => [node.id, node]));
  if (state.alone) picture.places = ringPlaces(graph.nodes[state.selected], picture.shown);
  measureHome();
  drawAnew();
}

function drawAnew() {
  picture.lines.clear();
  picture.nodes.clear();
  picture.nodes.add([...picture.places].map(([id, { x, y }]) => ({ id, x, y })));
  picture.lines.add(picture.lineList.map(lineLook));
}

// Repaint what selection changes, without touching places.
function repaint() {
  picture.bright = brightIds();
  picture.lines.update(picture.lineList.map(lineLook));
  picture.network.redraw();
}

function lineLook(line) {
  const usual = 0.2 * Math.min(1, Math.max(0.3, Math.sqrt(900 / picture.lineList.length))); // many lines, each fainter
  const shade = (strength) => `rgba(${picture.theme.line},${strength})`;
  const touched = picture.bright ? picture.theme.strong : shade(usual);
  const colour = isBrightLine(line) ? touched : shade(0.05);
  const support = Math.max(...line.edges.map((edge) => edge.s));
  const width = (0.6 + Math.min(2, Math.log2(1 + support) / 2)) / picture.lineScale;
  return { id: line.id, from: line.from, to: line.to, color: { color: colour, inherit: false }, width };
}

// vis-network widens lines as one zooms in; ours stay a pixel or two wide.
function keepLinesThin() {
  const change = picture.network.getScale() / picture.lineScale;
  if (picture.rescaling || (change > 0.7 && change < 1.4)) return;
  picture.rescaling = setTimeout(() => {
    picture.rescaling = null;
    picture.lineScale = picture.network.getScale();
    picture.lines.update(picture.lineList.map(lineLook));
  }, 60);
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
  const crowd = Math.min(1, Math.max(0.5, Math.sqrt(400 / picture.shown.length))) * picture.roominess;
  return ((1.2 + node.size * 0.62) * crowd * Math.sqrt(Math.max(scale / picture.homeScale, 0.3))) / scale;
}

// The most important last, so that they lie on top, and the dimmed below all others.
function drawDots(ctx) {
  const scale = picture.network.getScale();
  const order = [...picture.shown].reverse();
  if (picture.bright) order.sort((a, b) => isBright(a.id) - isBright(b.id));
  ctx.save();
  for (const node of order) drawDot(ctx, node, scale);
  ctx.restore();
}

function drawDot(ctx, node, scale) {
  const { x, y } = picture.places.get(node.id);
  const marked = node.id === state.selected || node === picture.hovered;
  ctx.beginPath();
  ctx.arc(x, y, dotRadius(node, scale), 0, 2 * Math.PI);
  ctx.fillStyle = picture.theme.ground; // lines do not shine through a dimmed dot
  ctx.globalAlpha = 1;
  ctx.fill();
  ctx.globalAlpha = isBright(node.id) ? 1 : 0.15;
  ctx.fillStyle = colourOf(node);
  ctx.fill();
  ctx.lineWidth = (marked ? 2.5 : 1) / scale;
  ctx.strokeStyle = marked ? picture.theme.ink : picture.theme.ground;
  ctx.stroke();
}

// ---------------------------------------------------------------- one node and its neighbours, on rings around it

const RING_GAP = 170;
const RING_STEP = 74; // least distance of two nodes on a ring

function ringPlaces(centre, nodes) {
  const places = new Map([[centre.id, { x: 0, y: 0 }]]);
  const order = graph.kinds.map((kind) => kind.name);
  const queue = nodes.filter((node) => node !== centre);
  for (let ring = 1; queue.length; ring += 1) {
    const room = Math.floor((2 * Math.PI * ring * RING_GAP) / RING_STEP);
    const here = queue.splice(0, room).sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group) || a.rank - b.rank);
    here.forEach((node, i) => {
      const angle = (2 * Math.PI * i) / here.length - Math.PI / 2 + ring / 4;
      places.set(node.id, {
        x: ring * RING_GAP * picture.stretch * Math.cos(angle),
        y: (ring * RING_GAP * Math.sin(angle)) / picture.stretch,
      });
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
  const names = state.alone ? Math.min(320, width / 2) : 110; // room for what is written beside the outer dots
  const fits = Math.min((width - names) / (bounds.right - bounds.left || 1), (height - 140) / (bounds.bottom - bounds.top || 1));
  return Math.min(Math.max(fits, 0.01), 1.6);
}

function measureHome() {
  const { clientWidth: width, clientHeight: height } = element("picture");
  picture.roominess = Math.min(1, Math.max(0.5, Math.min(width, height) / 620));
  picture.homeScale = scaleFor(boundsOf(picture.shown.map(({ id }) => id)));
}

function moveTo(ids, closest = 1.6) {
  const bounds = boundsOf(ids);
  const calm = picture.shown.length > 600 || matchMedia("(prefers-reduced-motion: reduce)").matches;
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
