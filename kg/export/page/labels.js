// Names beside the dots: the most important first, and none where it would cover another.

const FACE = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
const LONGEST = { Paper: 30, other: 34 };
const widths = new Map();

function drawLabels(ctx) {
  const scale = picture.network.getScale();
  const taken = [];
  ctx.save();
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const node of labelOrder()) {
    const label = placeLabel(ctx, node, scale);
    const forced = node === picture.hovered || node.id === state.selected;
    if (!label || (!forced && taken.some((box) => overlap(box, label)))) continue;
    taken.push(label);
    paintLabel(ctx, label, scale, forced);
  }
  if (picture.hovered && picture.hovered.edges && !picture.hovered.iri) paintLine(ctx, picture.hovered, scale);
  ctx.restore();
}

function labelOrder() {
  const bright = picture.bright ? picture.shown.filter((node) => picture.bright.has(node.id)) : picture.shown;
  const first = [picture.hovered, state.selected === null ? null : graph.nodes[state.selected]];
  return new Set([...first.filter((node) => node?.iri), ...bright]);
}

// Papers have long names that say little from afar: they are named from near, or when they are what one looks at.
function wantsLabel(node, scale) {
  if (node.group !== "Paper" || node === picture.hovered || node.id === state.selected) return true;
  return state.alone || scale > picture.homeScale * 2.6 || (picture.bright !== null && picture.bright.size < 14);
}

function fontSize(node) {
  if (node.id === state.selected) return 15;
  if (node.group === "Paper") return 11;
  return Math.min(16, 10.5 + node.size * 0.34);
}

function placeLabel(ctx, node, scale) {
  if (!wantsLabel(node, scale)) return null;
  const { x, y } = picture.places.get(node.id);
  const full = node === picture.hovered || node.id === state.selected;
  const text = shorten(node.label, full ? 80 : node.group === "Paper" ? LONGEST.Paper : LONGEST.other);
  const size = fontSize(node);
  const weight = node.id === state.selected || node.size > 11 ? 600 : 400;
  const font = `${weight} ${size}px ${FACE}`;
  const width = measure(ctx, text, font) / scale;
  const radius = dotRadius(node, scale);
  const gap = radius + 4 / scale;
  const [leftEdge, rightEdge] = edgesOfStage();
  const leftward = state.alone && x < -1 ? x - gap - width > leftEdge : x + gap + width > rightEdge;
  const left = leftward ? x - gap - width : x + gap;
  if (left < leftEdge && x > leftEdge && !full) return null;
  const half = (size * 0.62) / scale;
  return { text, font: `${weight} ${size / scale}px ${FACE}`, x: left, y, left, right: left + width, top: y - half, bottom: y + half, paper: node.group === "Paper" };
}

const edgesOfStage = () => [4, element("picture").clientWidth - 4].map((x) => picture.network.DOMtoCanvas({ x, y: 0 }).x);

function measure(ctx, text, font) {
  const key = font + text;
  if (!widths.has(key)) {
    ctx.font = font;
    widths.set(key, ctx.measureText(text).width);
  }
  return widths.get(key);
}


function shorten(text, length) {
  const letters = [...text];
  return letters.length <= length ? text : letters.slice(0, length - 1).join("").trimEnd() + "…";
}

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

function paintLabel(ctx, label, scale, strong) {
  ctx.font = label.font;
  ctx.textAlign = "left";
  ctx.lineWidth = (strong ? 5 : 3.5) / scale;
  ctx.strokeStyle = picture.theme.ground;
  ctx.strokeText(label.text, label.x, label.y);
  ctx.fillStyle = label.paper && !strong ? picture.theme.quiet : picture.theme.ink;
  ctx.fillText(label.text, label.x, label.y);
}

// A line under the pointer, with what it says.
function paintLine(ctx, line, scale) {
  const [a, b] = [picture.places.get(line.from), picture.places.get(line.to)];
  if (!a || !b) return;
  ctx.lineWidth = 2.5 / scale;
  ctx.strokeStyle = picture.theme.accent;
  ctx.beginPath();
  ctx.moveTo(a.x, a.y);
  ctx.lineTo(b.x, b.y);
  ctx.stroke();
  const words = [...new Set(line.edges.map((edge) => graph.predicates[edge.p].forward))].join(", ");
  const edge = line.edges[0];
  const text = `${shorten(graph.nodes[edge.from].label, 34)} · ${words} · ${shorten(graph.nodes[edge.to].label, 34)}`;
  const font = `600 ${12 / scale}px ${FACE}`;
  const x = (a.x + b.x) / 2 - measure(ctx, text, `600 12px ${FACE}`) / scale / 2;
  paintLabel(ctx, { text, font, x, y: (a.y + b.y) / 2 - 10 / scale }, scale, true);
}
