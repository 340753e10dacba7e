import start, { Store } from "oxigraph/web.js";
import { unpackText } from "./packing";

/** A value of an answer: what it is, and its text. */
export interface Cell {
  text: string;
  iri: boolean;
}

export interface Answer {
  columns: string[];
  rows: Cell[][];
}

export type Order = { engine: string; dataset: string } | { sparql: string };
export type Reply = { answer: Answer } | { error: string; broken: boolean };

interface Term {
  termType: string;
  value: string;
}

interface Quad {
  subject: Term;
  predicate: Term;
  object: Term;
}

let store: Promise<Store> | null = null;

// A thread of its own: a question that takes long, or never ends, blocks nobody, and can be stopped.
self.addEventListener("message", ({ data }: MessageEvent<Order>) => {
  if ("engine" in data) store = open(data.engine, data.dataset);
  else void ask(data.sparql).then((answer) => reply({ answer }), (error: unknown) => reply(refusal(error)));
});

function reply(message: Reply): void {
  self.postMessage(message);
}

function refusal(error: unknown): Reply {
  // what WebAssembly throws when memory ends leaves the store unusable
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
    return { error: "The question needs more memory than this page has. Ask less, or use kg query.", broken: true };
  }
  return { error: error instanceof Error ? error.message : String(error), broken: false };
}

async function open(engine: string, dataset: string): Promise<Store> {
  const [module, trig] = await Promise.all([unpackText(engine), unpackText(dataset)]);
  await start({ module_or_path: module });
  const opened = new Store();
  opened.load(new TextDecoder().decode(trig), { format: "application/trig", no_transaction: true });
  return opened;
}

async function ask(sparql: string): Promise<Answer> {
  const found = (await store)!.query(sparql, { base_iri: "https://kg.example/" });
  if (typeof found === "boolean") return { columns: ["answer"], rows: [[{ text: found ? "yes" : "no", iri: false }]] };
  if (typeof found === "string") return { columns: ["answer"], rows: [[{ text: found, iri: false }]] };
  const rows = found as (Map<string, Term> | Quad)[];
  if (rows.length && !(rows[0] instanceof Map)) {
    return { columns: ["subject", "predicate", "object"], rows: (rows as Quad[]).map((q) => [q.subject, q.predicate, q.object].map(cell)) };
  }
  const columns = columnsOf(sparql, rows as Map<string, Term>[]);
  return { columns, rows: (rows as Map<string, Term>[]).map((row) => columns.map((column) => cell(row.get(column)))) };
}

/** In the order of the SELECT line, as far as that names them; a row leaves unbound variables out. */
function columnsOf(sparql: string, rows: Map<string, Term>[]): string[] {
  const bound = new Set(rows.flatMap((row) => [...row.keys()]));
  const head = /\bSELECT\b([\s\S]*?)\bWHERE\b/i.exec(sparql.replace(/^\s*#.*$/gm, ""))?.[1] ?? "";
  const outside = head.replace(/\([^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)*\bAS\s+(\?\w+)\s*\)/gi, " $1 ");
  const named = [...outside.matchAll(/[?$](\w+)/g)].map((match) => match[1]);
  return [...new Set([...named, ...bound])];
}

function cell(term: Term | undefined): Cell {
  return { text: term?.value ?? "", iri: term?.termType === "NamedNode" };
}
