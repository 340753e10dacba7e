/** Offsets of the data count code points; strings of JavaScript count UTF-16 units, two for an emoji. */
export class PlacedText {
  private readonly units: Uint32Array | null;

  constructor(readonly text: string) {
    const points = Array.from(text);
    if (points.length === text.length) {
      this.units = null;
      return;
    }
    this.units = new Uint32Array(points.length + 1);
    points.forEach((point, i) => (this.units![i + 1] = this.units![i] + point.length));
  }

  unit(point: number): number {
    return this.units ? this.units[Math.min(point, this.units.length - 1)] : point;
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.unit(start), this.unit(end));
  }
}

export interface Mark {
  start: number;
  end: number;
  label: string;
}

export interface Piece {
  text: string;
  labels: string[];
}

/** Cuts a stretch where marks begin and end; each piece bears the labels of the marks that cover it. */
export function cutAtMarks(placed: PlacedText, start: number, end: number, marks: readonly Mark[]): Piece[] {
  const inside = marks.filter((mark) => mark.start < end && mark.end > start);
  const cuts = new Set([start, end]);
  for (const mark of inside) {
    cuts.add(Math.max(mark.start, start));
    cuts.add(Math.min(mark.end, end));
  }
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(1).map((place, i) => ({
    text: placed.slice(places[i], place),
    labels: inside.filter((mark) => mark.start <= places[i] && place <= mark.end).map((mark) => mark.label),
  }));
}

export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
}

export const number = new Intl.NumberFormat("en").format;

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

export function shortened(text: string, length: number): string {
  const points = Array.from(text);
  return points.length <= length ? text : `${points.slice(0, length - 1).join("").trimEnd()}…`;
}
