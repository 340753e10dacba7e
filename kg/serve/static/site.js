"use strict";
// Suggestions under the search box, after the combobox pattern of WAI-ARIA. Without this script the box is a plain form.
const box = document.getElementById("query");
const list = document.getElementById("suggestions");
let hits = [];
let chosen = -1;
let asked = 0;
let waiting = 0;

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

function choose(place) {
  chosen = place;
  [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === place)));
  if (place < 0) box.removeAttribute("aria-activedescendant");
  else {
    box.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  }
}

function show(found) {
  const kept = hits[chosen]?.address; // a choice outlives the list it was made in
  hits = found;
  list.replaceChildren(...hits.map((hit, i) => {
    const item = element("li", "", "");
    item.id = `suggestion-${i}`;
    item.setAttribute("role", "option");
    const known = hit.papers ? `${hit.kind}, ${hit.papers} ${hit.papers === 1 ? "paper" : "papers"}` : hit.kind;
    item.append(element("span", "", `dot kind-${hit.kind}`), element("span", hit.label, "name"), element("span", known, "number"));
    item.addEventListener("pointerdown", (event) => { event.preventDefault(); location.assign(hit.address); });
    return item;
  }));
  list.hidden = !hits.length;
  box.setAttribute("aria-expanded", String(!list.hidden));
  choose(hits.findIndex((hit) => hit.address === kept));
}

async function suggest() {
  const turn = ++asked;
  const typed = box.value.trim();
  if (!typed) { show([]); return; }
  const answer = await fetch(`/suggest?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
  const found = answer.ok ? await answer.json() : [];
  if (turn === asked) show(found);
}

/** Whatever is still on its way comes too late. */
function closeList() {
  clearTimeout(waiting);
  asked += 1;
  show([]);
}

box.setAttribute("role", "combobox");
box.setAttribute("aria-controls", "suggestions");
box.setAttribute("aria-expanded", "false");
box.addEventListener("input", () => {
  choose(-1); // what was chosen for the former text
  clearTimeout(waiting);
  waiting = setTimeout(suggest, 80);
});
box.addEventListener("blur", closeList);
box.addEventListener("keydown", (event) => {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps && hits.length) {
    event.preventDefault();
    const places = hits.length + 1; // one of them is the box itself
    choose((chosen + 1 + steps[event.key] + places) % places - 1);
  } else if (event.key === "Enter" && chosen >= 0) {
    event.preventDefault();
    location.assign(hits[chosen].address);
  } else if (event.key === "Escape") closeList();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});
document.documentElement.dataset.ready = "true";
