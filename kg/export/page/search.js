// Search by name, alias or title among all nodes, drawn or not.

const SUGGESTIONS = 12;
const search = { index: [], found: [], active: -1 };

const MARKS = /\p{M}/gu;
const fold = (text) => text.normalize("NFKD").replace(MARKS, "").toLowerCase().replace(/[-_/\s]+/g, " ").trim();
const compact = (text) => text.replaceAll(" ", "");

function buildSearch() {
  search.index = graph.byRank.flatMap((node) =>
    [node.name, ...(node.aliases ?? [])].map((name, i) => ({ node, name, alias: i > 0, folded: fold(name), joined: compact(fold(name)) })),
  );
  const query = element("query");
  query.addEventListener("input", suggest);
  query.addEventListener("focus", suggest);
  query.addEventListener("blur", closeSuggestions);
  query.addEventListener("keydown", searchKey);
}

// 0 is best; null is no match.
function matchGrade({ folded, joined, alias }, wanted) {
  const whole = compact(wanted);
  const grade =
    joined === whole ? 0
    : folded.startsWith(wanted) ? 2
    : ` ${folded}`.includes(` ${wanted}`) ? 4
    : folded.includes(wanted) || joined.includes(whole) ? 6
    : wanted.split(" ").every((word) => folded.includes(word)) ? 8
    : null;
  return grade === null ? null : grade + (alias ? 1 : 0);
}

function findNodes(text) {
  const wanted = fold(text);
  if (!wanted) return [];
  const best = new Map();
  for (const entry of search.index) {
    const grade = matchGrade(entry, wanted);
    const known = best.get(entry.node);
    if (grade !== null && (!known || grade < known.grade)) best.set(entry.node, { ...entry, grade });
  }
  return [...best.values()].sort((a, b) => a.grade - b.grade || a.node.rank - b.node.rank);
}

function suggest() {
  const all = findNodes(element("query").value);
  search.found = all.slice(0, SUGGESTIONS);
  search.active = search.found.length ? 0 : -1;
  const rows = search.found.map(suggestion);
  const none = element("query").value.trim() && !all.length ? [make("li", { class: "quiet" }, "Nothing bears this name")] : [];
  const rest = all.length > SUGGESTIONS ? [make("li", { class: "quiet", "aria-hidden": "true" }, `and ${number(all.length - SUGGESTIONS)} more`)] : [];
  element("suggestions").replaceChildren(...rows, ...none, ...rest);
  const open = rows.length + none.length > 0;
  element("suggestions").hidden = !open;
  element("query").setAttribute("aria-expanded", String(open));
  markActive();
}

function suggestion({ node, name, alias }, i) {
  const about = node.group === "Paper" ? node.year : node.papers ? many(node.papers, "paper") : null;
  const row = make(
    "li",
    { id: `suggestion-${i}`, role: "option" },
    makeDot(node),
    make("span", { class: "name", dir: "auto" }, alias ? `${name} → ${node.name}` : node.name || "(no title)"),
    make("span", { class: "quiet" }, [node.group, about].filter(Boolean).join(" · ")),
  );
  row.addEventListener("mousedown", (event) => {
    event.preventDefault();
    choose(i);
  });
  return row;
}

function markActive() {
  search.found.forEach((_, i) => element(`suggestion-${i}`).setAttribute("aria-selected", String(i === search.active)));
  const active = search.active >= 0 ? `suggestion-${search.active}` : "";
  element("query").setAttribute("aria-activedescendant", active);
  if (active) element(active).scrollIntoView({ block: "nearest" });
}

function choose(i) {
  const { node } = search.found[i];
  element("query").value = "";
  closeSuggestions();
  element("query").blur();
  state.alone = false;
  selectNode(node.id, true);
  element("panel").focus({ preventScroll: true });
}

function closeSuggestions() {
  element("suggestions").hidden = true;
  element("query").setAttribute("aria-expanded", "false");
  element("query").removeAttribute("aria-activedescendant");
}

function searchKey(event) {
  const count = search.found.length;
  if (event.key === "ArrowDown" && count) search.active = (search.active + 1) % count;
  else if (event.key === "ArrowUp" && count) search.active = (search.active - 1 + count) % count;
  else if (event.key === "Enter" && search.active >= 0) choose(search.active);
  else return;
  event.preventDefault();
  if (event.key !== "Enter") markActive();
}
