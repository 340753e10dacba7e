// Selecting, the address, keys, and the start.

function selectNode(id, bring = false) {
  const wasAlone = state.alone;
  const hidden = !picture.shown.some((node) => node.id === id);
  state.selected = id;
  state.pair = null;
  rememberAddress();
  update();
  if (wasAlone) fitAll();
  else if (bring || hidden) moveToNode(graph.nodes[id]);
}

function selectLine(id) {
  state.pair = id;
  repaint();
  showPanel();
}

function clearSelection() {
  const alone = state.alone;
  Object.assign(state, { selected: null, pair: null, alone: false });
  rememberAddress();
  update();
  if (alone) fitAll();
}

function showAlone(id) {
  Object.assign(state, { selected: id, pair: null, alone: true });
  rememberAddress();
  update();
  fitAll();
}

function showAmongAll() {
  state.alone = false;
  update();
  moveToNode(graph.nodes[state.selected]);
}

function changed() {
  state.pair = null;
  update();
}

function update() {
  refreshPicture();
  showPanel();
  showCount();
  showTable();
}

// ---------------------------------------------------------------- the address holds the selected node

function rememberAddress() {
  const wanted = state.selected === null ? "" : `#${encodeURIComponent(graph.nodes[state.selected].iri)}`;
  if (wanted !== location.hash) history.pushState(null, "", wanted || location.pathname + location.search);
}

function nodeOfAddress() {
  const fragment = location.hash.slice(1);
  if (graph.byIri.has(fragment)) return graph.byIri.get(fragment);
  try {
    return graph.byIri.get(decodeURIComponent(fragment));
  } catch {
    return undefined;
  }
}

function followAddress() {
  const node = nodeOfAddress();
  if (node && node.id !== state.selected) selectNode(node.id, true);
  else if (!node && state.selected !== null) clearSelection();
}

// ---------------------------------------------------------------- keys and buttons

function pressKey(event) {
  const typing = event.target.closest?.("input, select, textarea");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    element("query").value = "";
    closeSuggestions();
    element("query").blur();
    if (!typing || typing.type === "search") clearSelection();
  } else if (event.key === "/" && !typing) {
    event.preventDefault();
    element("query").focus();
  } else if (event.key === "f" && !typing) fitAll();
}

function pressButton(id, act) {
  element(id).addEventListener("click", act);
}

function setFilters(open) {
  element("filters").hidden = !open;
  element("show-filters").setAttribute("aria-expanded", String(open));
}

function setTable(open) {
  element("table").hidden = !open;
  element("zoom").hidden = open;
  element("show-table").setAttribute("aria-pressed", String(open));
  showTable();
}

function bindControls() {
  pressButton("fit", fitAll);
  pressButton("nearer", () => zoom(1.4));
  pressButton("farther", () => zoom(1 / 1.4));
  pressButton("show-filters", () => setFilters(element("filters").hidden));
  pressButton("show-table", () => setTable(element("table").hidden));
  document.addEventListener("keydown", pressKey);
  window.addEventListener("popstate", followAddress);
  window.addEventListener("hashchange", followAddress);
  setFilters(innerWidth > 820);
}

// "graph.html?min-confidence=0.5" opens with the slider there
function askedConfidence() {
  const asked = Number(new URLSearchParams(location.search).get("min-confidence"));
  return asked > 0 && asked <= 1 ? asked : 0;
}

function showSummary() {
  const parts = graph.kinds.filter((kind) => kind.shown).map((kind) => many(kind.count, kind.name.toLowerCase()));
  element("summary").textContent = parts.join(" · ");
}

async function start() {
  graph = await readGraph();
  graph.hasText = graph.evidence.some(([, , , pieces]) => pieces.length);
  resetFilters();
  state.confidence = askedConfidence();
  showSummary();
  buildControls();
  buildSearch();
  bindControls();
  startPicture();
  element("notice").textContent = graph.nodes.length ? "" : "The graph is empty.";
  update();
  picture.network.moveTo({ position: { x: 0, y: 0 }, scale: picture.homeScale, animation: false });
  fitAll();
  followAddress();
  document.documentElement.dataset.ready = "true";
}

start().catch((error) => {
  const old = typeof DecompressionStream === "undefined" ? " It needs a browser of 2023 or later." : "";
  element("notice").textContent = `The graph could not be opened.${old} (${error.message})`;
});
