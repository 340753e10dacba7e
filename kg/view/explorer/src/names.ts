import type { GraphNode } from "./graph";
import type { Palette } from "./theme";
import { shortened } from "./text";

export interface PlacedName {
  node: GraphNode;
  text: string;
  x: number;
  y: number;
  size: number;
  bold: boolean;
}

export interface Dot {
  node: GraphNode;
  x: number;
  y: number;
  radius: number;
}

const LENGTH = 38;
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const CELL = 64;
const MOST_TRIED = 500; // a frame must not wait for names that hardly ever find room

/** Chooses which names fit on the picture, the first of `dots` first, so that none covers another. */
export function placeNames(
  context: CanvasRenderingContext2D,
  dots: Iterable<Dot>,
  width: number,
  height: number,
  limit: number,
  emphasis: (node: GraphNode) => "none" | "bold" | "always",
): PlacedName[] {
  const placed: PlacedName[] = [];
  const taken = new Map<string, { left: number; right: number; top: number; bottom: number }[]>();
  let tried = 0;
  for (const { node, x, y, radius } of dots) {
    if (x < 0 || x > width || y < 0 || y > height) continue;
    if (placed.length >= limit || (tried += 1) > MOST_TRIED) break;
    const wanted = emphasis(node);
    const bold = wanted !== "none";
    const size = bold ? 13 : node.entity && radius > 7 ? 13 : 12;
    const text = shortened(node.name, LENGTH);
    context.font = nameFont(size, bold);
    const gap = radius + (bold ? 8 : 4);
    const box = { left: x + gap, right: x + gap + 2 + context.measureText(text).width, top: y - size * 0.7, bottom: y + size * 0.7 };
    if (box.right < 0 || box.left > width || box.bottom < 0 || box.top > height) continue;
    if (box.right > width - 2) {
      box.left -= box.right - x + gap;
      box.right = x - gap;
      if (box.left < 2 && wanted !== "always") continue;
      const pushed = Math.max(2 - box.left, 0); // a name that must be there and fits on neither side
      box.left += pushed;
      box.right += pushed;
    }
    const cells = cellsOf(box);
    if (wanted !== "always" && cells.some((cell) => taken.get(cell)?.some((other) => overlap(box, other)))) continue;
    for (const cell of cells) taken.set(cell, [...(taken.get(cell) ?? []), box]);
    placed.push({ node, text, x: box.left, y: y + size * 0.35, size, bold });
  }
  return placed;
}

export function nameFont(size: number, bold: boolean): string {
  return `${bold ? 650 : 450} ${size}px ${FONT}`;
}

export function drawNames(context: CanvasRenderingContext2D, names: PlacedName[], colours: Palette): void {
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = colours.halo;
  context.fillStyle = colours.ink;
  for (const name of names) {
    context.font = nameFont(name.size, name.bold);
    context.strokeText(name.text, name.x, name.y);
    context.fillText(name.text, name.x, name.y);
  }
}

type Box = { left: number; right: number; top: number; bottom: number };

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right + 4 && b.left < a.right + 4 && a.top < b.bottom && b.top < a.bottom;
}

function cellsOf(box: Box): string[] {
  const cells: string[] = [];
  for (let column = Math.floor(box.left / CELL); column <= Math.floor(box.right / CELL); column += 1) {
    for (let row = Math.floor(box.top / CELL); row <= Math.floor(box.bottom / CELL); row += 1) cells.push(`${column},${row}`);
  }
  return cells;
}
