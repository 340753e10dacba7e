import type { App } from "./app";
import { announce, button, h } from "./dom";
import { copyText, save, xml } from "./files";
import type { GraphEdge, GraphNode } from "./graph";
import { drawNames } from "./names";
import type { Picture, Scene } from "./picture";
import { tableCsv } from "./table";

/** What one can take away: the picture, and what it shows as data. */
export function renderTakeAway(app: App, picture: () => Picture): HTMLElement {
  const menu = h("details", { class: "menu", id: "take-away" }, h("summary", {}, "Take away"));
  const item = (text: string, act: () => void | Promise<void>, of = "") => {
    const take = () => {
      menu.open = false;
      void act();
    };
    return h("li", { class: of }, button(text, take));
  };
  const text = (name: string, type: string, content: string) => save(name, new Blob([content], { type: `${type};charset=utf-8` }));
  menu.append(
    h(
      "ul",
      {},
      item("Link to this view", async () => {
        await copyText(location.href);
        announce("Copied a link that restores this view");
      }),
      item("Picture as PNG", () => png(picture().scene()), "of-picture"),
      item("Picture as SVG", () => text("graph.svg", "image/svg+xml", toSvg(picture().scene())), "of-picture"),
      item("Things shown as CSV", () => text("things.csv", "text/csv", tableCsv(app, "things"))),
      item("Relations shown as CSV", () => text("relations.csv", "text/csv", tableCsv(app, "relations"))),
      item("What is shown as GEXF", () => text("graph.gexf", "application/gexf+xml", toGexf(app))),
      item("What is shown as Turtle", () => text("graph.ttl", "text/turtle", toTurtle(app))),
      item("Print", () => window.print()),
    ),
  );
  return menu;
}

async function png(scene: Scene): Promise<void> {
  const scale = 2;
  const canvas = h("canvas", { width: scene.width * scale, height: scene.height * scale });
  const context = canvas.getContext("2d")!;
  context.scale(scale, scale);
  context.fillStyle = scene.colours.ground;
  context.fillRect(0, 0, scene.width, scene.height);
  for (const line of scene.lines) {
    context.strokeStyle = line.colour;
    context.lineWidth = line.width;
    context.beginPath();
    context.moveTo(line.x1, line.y1);
    context.lineTo(line.x2, line.y2);
    context.stroke();
  }
  for (const dot of scene.dots) {
    context.fillStyle = dot.colour;
    context.beginPath();
    context.arc(dot.x, dot.y, dot.radius, 0, 2 * Math.PI);
    context.fill();
  }
  drawNames(context, scene.names, scene.colours);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob) save("graph.png", blob);
}

export function toSvg(scene: Scene): string {
  const n = (value: number) => String(Math.round(value * 10) / 10);
  const lines = scene.lines.map((l) => `<line x1="${n(l.x1)}" y1="${n(l.y1)}" x2="${n(l.x2)}" y2="${n(l.y2)}" stroke="${l.colour}" stroke-width="${l.width}"/>`);
  const dots = scene.dots.map((d) => `<circle cx="${n(d.x)}" cy="${n(d.y)}" r="${n(d.radius)}" fill="${d.colour}"><title>${xml(d.node.name)}</title></circle>`);
  const names = scene.names.map((m) => `<text x="${n(m.x)}" y="${n(m.y)}" font-size="${m.size}" font-weight="${m.bold ? 650 : 450}">${xml(m.text)}</text>`);
  const { width, height, colours } = scene;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="100%" height="100%" fill="${colours.ground}"/>`,
    `<g>${lines.join("")}</g><g>${dots.join("")}</g>`,
    `<g font-family="system-ui, sans-serif" fill="${colours.ink}" stroke="${colours.halo}" stroke-width="3" paint-order="stroke">${names.join("")}</g>`,
    "</svg>\n",
  ].join("\n");
}

/** GEXF 1.3, as Gephi reads it: what is shown, where it stands, in its colour. */
export function toGexf(app: App): string {
  const { nodes, edges } = app.shown;
  const nodeXml = (node: GraphNode) => {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(node.kind.colour.slice(at, at + 2), 16));
    return (
      `<node id="${xml(node.iri)}" label="${xml(node.name)}"><attvalues><attvalue for="kind" value="${xml(node.kind.name)}"/>` +
      `<attvalue for="papers" value="${node.entity?.papers ?? 0}"/></attvalues>` +
      `<viz:color r="${r}" g="${g}" b="${b}"/><viz:position x="${node.x}" y="${node.y}" z="0"/></node>`
    );
  };
  const edgeXml = (edge: GraphEdge, i: number) =>
    `<edge id="${i}" source="${xml(edge.source.iri)}" target="${xml(edge.target.iri)}" kind="${xml(edge.predicate.name)}" label="${xml(edge.predicate.forward)}" weight="${Math.max(edge.support, 1)}">` +
    `<attvalues><attvalue for="confidence" value="${edge.confidence}"/></attvalues></edge>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">',
    '<graph defaultedgetype="directed">',
    '<attributes class="node"><attribute id="kind" title="kind" type="string"/><attribute id="papers" title="papers" type="integer"/></attributes>',
    '<attributes class="edge"><attribute id="confidence" title="confidence" type="double"/></attributes>',
    `<nodes>${nodes.map(nodeXml).join("\n")}</nodes>`,
    `<edges>${edges.map(edgeXml).join("\n")}</edges>`,
    "</graph>",
    "</gexf>\n",
  ].join("\n");
}

/** The plain facts that are shown, and the names of what they join. */
export function toTurtle(app: App): string {
  const { ontology } = app.graph.payload;
  const lines = [`@prefix kg: <${ontology}> .`, "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .", "@prefix dcterms: <http://purl.org/dc/terms/> .", ""];
  for (const node of app.shown.nodes) {
    if (node.entity) {
      lines.push(`<${node.iri}> a kg:${node.kind.name} ; skos:prefLabel ${literal(node.name)}@en .`);
      for (const name of node.entity.names ?? []) lines.push(`<${node.iri}> skos:altLabel ${literal(name)}@en .`);
    } else if (node.paper) lines.push(`<${node.iri}> a <https://schema.org/ScholarlyArticle> ; dcterms:title ${literal(node.name)} .`);
  }
  for (const edge of app.shown.edges) lines.push(`<${edge.source.iri}> <${edge.predicate.iri}> <${edge.target.iri}> .`);
  return `${lines.join("\n")}\n`;
}

function literal(text: string): string {
  const escaped = text.toWellFormed().replace(/[\u0000-\u001f"\\\u007f\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `"${escaped}"`;
}
