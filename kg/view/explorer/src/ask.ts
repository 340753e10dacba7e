import type { App } from "./app";
import { announce, button, h, outerLink } from "./dom";
import { ask, canAsk, stopAsking, Stopped, type Answer, type Cell } from "./engine";
import { copyText, toCsv } from "./files";
import type { GraphNode } from "./graph";
import { readQuestions, setParameters, type Question } from "./questions";
import { fold, number, plural } from "./text";

const MOST_ROWS = 500;
const OPENING = "papers-by-concept"; // asks for nothing that some sources do not tell, authors for one

/** The query library and a SPARQL editor; the rows of an answer light up in the picture. */
export class AskPanel {
  private questions: Question[] = [];
  private values = new Map<string, string>();
  private readonly list = h("select", { id: "question" });
  private readonly about = h("p", { class: "note" });
  private readonly fields = h("div", { class: "parameters" });
  private readonly editor = h("textarea", { id: "sparql", spellcheck: "false", "aria-label": "SPARQL", rows: 10 });
  private readonly answer = h("div", { class: "answer", "aria-live": "polite" });
  private started = false;

  constructor(
    private readonly app: App,
    private readonly place: HTMLElement,
    private readonly remember: (sparql: string) => void,
  ) {}

  async open(sparql: string): Promise<void> {
    if (this.started) return;
    this.started = true;
    this.place.replaceChildren(...this.content());
    if (!canAsk()) return;
    this.questions = await readQuestions();
    this.list.replaceChildren(h("option", { value: "" }, "Choose a question, or write SPARQL below"), ...this.groups());
    if (sparql) {
      this.editor.value = sparql;
      await this.run();
    } else this.choose(this.questions.find((question) => question.name === OPENING) ?? this.questions[0]);
  }

  private groups(): HTMLElement[] {
    const names = [...new Set(this.questions.map((question) => question.group))];
    return names.map((name) =>
      h("optgroup", { label: name }, ...this.questions.filter((question) => question.group === name).map((question) => h("option", { value: question.name }, question.summary))),
    );
  }

  private content(): HTMLElement[] {
    if (!canAsk()) {
      return [h("p", { class: "notice" }, "This graph is too large to travel with its data set. Ask it with kg query or kg serve.")];
    }
    this.list.addEventListener("change", () => {
      const question = this.questions.find((item) => item.name === this.list.value);
      if (question) {
        this.choose(question);
        void this.run();
      }
    });
    this.editor.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void this.run();
    });
    return [
      h("label", { class: "field", for: "question" }, h("span", {}, "Question"), this.list),
      this.about,
      this.fields,
      h("details", {}, h("summary", {}, "SPARQL"), this.editor),
      h("div", { class: "actions" }, button("Ask", () => void this.run(), { class: "primary" })),
      this.answer,
    ];
  }

  private choose(question: Question): void {
    this.list.value = question.name;
    this.about.textContent = question.description;
    this.values = new Map();
    this.editor.value = question.text;
    this.fields.replaceChildren(...question.parameters.filter((parameter) => parameter.label).map((parameter) => this.field(question, parameter.name, parameter.value)));
  }

  private field(question: Question, name: string, value: string): HTMLElement {
    const known = h("datalist", { id: `names-${name}` });
    const input = h("input", { type: "search", value, list: known.id, autocomplete: "off", data: { parameter: name } });
    input.addEventListener("input", () => {
      known.replaceChildren(...this.app.search.find(input.value, 8).map((match) => h("option", { value: match.node.name })));
      this.values.set(name, this.spelled(input.value));
      this.editor.value = setParameters(question.text, this.values);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") void this.run();
    });
    return h("label", { class: "field" }, h("span", {}, name), input, known);
  }

  /** A name as the graph spells it, since queries compare labels letter by letter. */
  private spelled(text: string): string {
    const match = this.app.search.find(text, 1)[0];
    return match && fold(match.text) === fold(text) ? match.text : text;
  }

  private async run(): Promise<void> {
    const stop = button("Stop", () => stopAsking(), { id: "stop" });
    this.answer.replaceChildren(h("div", { class: "toolbar" }, h("p", { class: "note" }, "Asking …"), stop));
    const sparql = this.editor.value;
    try {
      this.show(await ask(sparql));
      this.remember(sparql);
    } catch (error) {
      if (!stop.isConnected) return; // another question was asked meanwhile
      if (error instanceof Stopped) this.answer.replaceChildren(h("p", { class: "note" }, "Stopped before it had an answer."));
      else this.answer.replaceChildren(h("p", { class: "error", role: "alert" }, error instanceof Error ? error.message : String(error)));
    }
  }

  private show(answer: Answer): void {
    const { rows, columns } = answer;
    const found = rows.map((row) => row.map((cell) => this.node(cell)).filter((node): node is GraphNode => node !== null));
    const lit = [...new Set(found.flat())];
    this.app.light(lit);
    const body = rows.slice(0, MOST_ROWS).map((row, i) => {
      const made = h("tr", {}, ...row.map((cell) => h("td", {}, this.shown(cell))));
      made.addEventListener("mouseenter", () => found[i].length && this.app.light(found[i]));
      return made;
    });
    const table = h("table", {}, h("thead", {}, h("tr", {}, ...columns.map((column) => h("th", { scope: "col" }, column)))), h("tbody", { on: { mouseleave: () => this.app.light(lit) } }, ...body));
    const count = `${plural(rows.length, "row")}${rows.length > MOST_ROWS ? `, the first ${number(MOST_ROWS)} shown` : ""}${lit.length ? ` · ${plural(lit.length, "thing")} lit up` : ""}`;
    this.answer.replaceChildren(
      h("div", { class: "toolbar" }, h("p", { class: "note" }, count), button("Copy as CSV", () => void this.copy(answer))),
      h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Answer" }, table),
    );
    announce(count);
  }

  private async copy({ columns, rows }: Answer): Promise<void> {
    await copyText(toCsv([columns, ...rows.map((row) => row.map((cell) => cell.text))]));
    announce(`Copied ${plural(rows.length, "row")} as CSV`);
  }

  /** The node a cell names: by IRI, or by a label that only one thing bears. */
  private node(cell: Cell): GraphNode | null {
    if (cell.iri) return this.app.graph.find(cell.text) ?? null;
    return this.app.search.exact(cell.text);
  }

  private shown(cell: Cell): Node | string {
    const node = this.node(cell);
    if (node) return button(cell.iri ? node.name : cell.text, () => this.app.select({ type: "node", node }), { class: "link dot", data: { kind: node.kind.name } });
    const { base } = this.app.graph.payload;
    if (cell.iri && cell.text.startsWith(base)) return h("span", { class: "note", title: cell.text }, cell.text.slice(base.length));
    return cell.iri ? outerLink(cell.text) : cell.text;
  }
}
