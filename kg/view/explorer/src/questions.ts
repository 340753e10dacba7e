import { unpackText } from "./packing";
import { blockText } from "./payload";

/** A query file: a question in words, its SPARQL, and what in it may be set. The twin of kg/query/files.py. */
export interface Question {
  name: string;
  group: string;
  summary: string;
  description: string;
  text: string;
  parameters: Parameter[];
}

export interface Parameter {
  name: string;
  value: string;
  label: boolean;
}

const PARAMETER = /^([ \t]*VALUES\s+\?\w+\s*\{\s*)(.*?)(\s*\}[ \t]*#\s*param:\s*)(\w+)/gm;
const LABEL = /^"((?:[^"\\]|\\.)*)"(?:@[A-Za-z-]+)?$/;

export async function readQuestions(): Promise<Question[]> {
  const packed = JSON.parse(new TextDecoder().decode(await unpackText(blockText("questions")))) as [string, string][];
  return packed
    .map(([name, text]) => ({ name, group: group(text), text, summary: header(text, "summary"), description: header(text, "description"), parameters: parameters(text) }))
    .sort((a, b) => a.group.localeCompare(b.group, "en") || a.name.localeCompare(b.name, "en"));
}

/** Puts values in the place of the parameters, as literals: whatever they hold, they stay one term. */
export function setParameters(text: string, values: Map<string, string>): string {
  return text.replace(PARAMETER, (whole, before: string, term: string, after: string, name: string) => {
    const value = values.get(name);
    if (value === undefined || value === unquoted(term)) return whole;
    return before + (LABEL.test(term) ? `${literal(value)}@en ${literal(value)}` : term) + after + name;
  });
}

function parameters(text: string): Parameter[] {
  return [...text.matchAll(PARAMETER)].map(([, , term, , name]) => ({ name, value: unquoted(term), label: LABEL.test(term) }));
}

function header(text: string, key: string): string {
  return new RegExp(`^#\\+ ${key}: *(.*)$`, "m").exec(text)?.[1] ?? "";
}

/** The group that a question is listed in: its first tag, as a heading. */
function group(text: string): string {
  const tag = /^#\+ tags:\s*\n#\+\s+- *(.*)$/m.exec(text)?.[1] ?? "other";
  return tag.charAt(0).toUpperCase() + tag.slice(1);
}

function unquoted(term: string): string {
  return LABEL.exec(term)?.[1].replace(/\\(.)/g, "$1") ?? term;
}

function literal(text: string): string {
  const escaped = text.toWellFormed().replace(/[\u0000-\u001f"\\\u007f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `"${escaped}"`;
}
