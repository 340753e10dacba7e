import { unpackText } from "./packing";

/** What the page carries: columns of plain values, nodes named by their places. Written by kg/view/data.py. */
export interface Payload {
  base: string;
  ontology: string;
  text: "none" | "sentence" | "full";
  beside: { mentions: boolean; merges: boolean };
  kinds: { name: string; colour: string; opening: boolean }[];
  predicates: { name: string; iri: string; forward: string; backward: string; group: string }[];
  nodes: { iri: string[]; name: string[]; kind: number[]; x: number[]; y: number[]; community: number[] };
  communities: { papers: number; entities: number; typical: number; telling: number[] }[];
  papers: PackedPaper[];
  entities: PackedEntity[];
  results: { confidence: number; evidence: number[] }[];
  links: Record<string, string[]>;
  edges: {
    source: number[];
    target: number[];
    predicate: number[];
    support: number[];
    confidence: number[];
    evidence: number[][];
    rule: string[];
  };
  producers: string[];
  evidence: {
    paper: number[];
    sentenceStart: number[];
    sentenceEnd: number[];
    headStart: number[];
    headEnd: number[];
    tailStart: number[];
    tailEnd: number[];
    confidence: number[];
    producer: number[];
    polarity: string[];
    held: Record<string, [number[], number[]]>;
  };
}

export interface PackedPaper {
  node: number;
  text?: string;
  title?: number;
  authors?: string[];
  year?: number;
  venue?: string;
  keywords?: string[];
  mentions?: number[];
}

export interface PackedEntity {
  names?: string[];
  papers?: number;
  mentions?: number;
  listed?: boolean;
  merges?: [surface: string, rule: string, score: number, papers: number][];
}

/** What a block of the page holds, as base64. */
export function blockText(id: string): string {
  return document.getElementById(id)!.textContent!;
}

export async function readPayload(): Promise<Payload> {
  const text = blockText("data");
  document.getElementById("data")!.textContent = ""; // it is read once, and large
  return JSON.parse(new TextDecoder().decode(await unpackText(text))) as Payload;
}
