import type { App } from "./app";
import { announce, h } from "./dom";
import type { Match } from "./search";
import { plural } from "./text";

/** The search box with its suggestions, worked by keys alone. */
export function makeFinder(app: App, choose: (match: Match) => void): HTMLElement {
  const list = h("ul", { id: "suggestions", role: "listbox", "aria-label": "Suggestions", hidden: true });
  const input = h("input", {
    id: "query",
    type: "search",
    role: "combobox",
    placeholder: "Search names and titles",
    autocomplete: "off",
    spellcheck: "false",
    "aria-label": "Search names, other names and titles",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": "suggestions",
  });
  let matches: Match[] = [];
  let active = 0;

  const close = () => {
    matches = []; // what is no longer shown is no longer chosen from
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const pick = (match: Match) => {
    close();
    input.value = "";
    choose(match);
  };
  const mark = () => {
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
    if (!matches.length) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", `suggestion-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  const open = () => {
    matches = app.search.find(input.value);
    active = 0;
    if (!input.value.trim()) return close();
    list.replaceChildren(...(matches.length ? matches.map((match, i) => suggestion(match, i, pick)) : [h("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing bears such a name")]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark();
    announce(matches.length ? plural(matches.length, "suggestion") : "Nothing bears such a name");
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => (active = (active + 1) % Math.max(matches.length, 1)),
    ArrowUp: () => (active = (active - 1 + matches.length) % Math.max(matches.length, 1)),
    Enter: () => matches[active] && pick(matches[active]),
    Escape: () => {
      input.value = "";
      close();
      input.blur();
    },
  };
  input.addEventListener("input", open);
  input.addEventListener("focus", () => input.value && open());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (!keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
    if (!list.hidden) mark();
  });
  return h("div", { id: "search", role: "search" }, input, h("kbd", { "aria-hidden": "true" }, "/"), list);
}

function suggestion(match: Match, i: number, pick: (match: Match) => void): HTMLElement {
  const kind = match.node.kind.name;
  return h(
    "li",
    { id: `suggestion-${i}`, role: "option", on: { mousedown: (event) => (event.preventDefault(), pick(match)) } },
    h("span", { class: "dot", data: { kind } }, match.alternative ? `${match.text} → ${match.node.name}` : match.text),
    h("span", { class: "note" }, kind),
  );
}
