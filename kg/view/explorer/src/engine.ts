import start, { Store } from "oxigraph/web.js";
import { unpack } from "./payload";

/** A value of an answer: what it is, and its text. */
export interface Cell {
  text: string;
  iri: boolean;
}

export interface Answer {
  columns: string[];
  rows: Cell[][];
}

let store: Promise<Store> | null = null;

/** Whether the page carries an engine and the data set that it asks; large graphs leave both out. */
export function canAsk(): boolean {
  return Boolean(document.getElementById("engine")!.textContent);
}

/** Asks the embedded data set; engine and data are unpacked when the first question is asked. */
export async function ask(sparql: string): Promise<Answer> {
  store ??= open();
  const found = (await store).query(sparql, { base_iri: "https://kg.example/" });
  if (typeof found === "boolean") return { columns: ["answer"], rows: [[{ text: found ? "yes" : "no", iri: false }]] };
  if (typeof found === "string") return { columns: ["answer"], rows: [[{ text: found, iri: false }]] };
  const rows = found as (Map<string, Term> | Quad)[];
  if (rows.length && !(rows[0] instanceof Map)) {
    return { columns: ["subject", "predicate", "object"], rows: (rows as Quad[]).map((q) => [q.subject, q.predicate, q.object].map(cell)) };
  }
  const columns = columnsOf(sparql, rows as Map<string, Term>[]);
  return { columns, rows: (rows as Map<string, Term>[]).map((row) => columns.map((column) => cell(row.get(column)))) };
}

interface Term {
  termType: string;
  value: string;
}

interface Quad {
  subject: Term;
  predicate: Term;
  object: Term;
}

async function open(): Promise<Store> {
  const [engine, dataset] = await Promise.all([unpack("engine"), unpack("dataset")]);
  await start({ module_or_path: engine });
  const opened = new Store();
  opened.load(new TextDecoder().decode(dataset), { format: "application/trig", no_transaction: true });
  return opened;
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
