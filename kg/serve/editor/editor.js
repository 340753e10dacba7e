// The SPARQL editor: Yasqe to write, Yasr to show. All that it knows and asks is this server's.
import Yasqe from "@zazuko/yasqe";
import Yasr from "@zazuko/yasr";
import "@zazuko/yasqe/build/yasqe.min.css";
import "@zazuko/yasr/build/yasr.min.css";

const ENDPOINT = new URL("/sparql", location.href).href;
const message = document.getElementById("message");
const results = document.getElementById("results");
let askedFor = false; // completion by key, rather than while typing

function startsWith(terms, token) {
  const typed = token?.autocompletionString ?? "";
  return typed || askedFor ? terms.filter((term) => term.startsWith(typed)) : [];
}

/** The whole IRI of a prefixed name, though the query may not declare the prefix yet. */
function expanded(prefixes, token) {
  const [prefix, rest] = token.string.split(":");
  if (rest === undefined || !(prefix in prefixes)) return token;
  return { ...token, tokenPrefix: `${prefix}:`, tokenPrefixUri: prefixes[prefix], autocompletionString: prefixes[prefix] + rest };
}

function completeFrom(vocabulary) {
  const offered = { property: vocabulary.properties, class: vocabulary.classes };
  for (const [name, terms] of Object.entries(offered)) {
    const completer = Yasqe.Autocompleters[name];
    const read = completer.preProcessToken;
    completer.autoShow = true;
    completer.get = (_yasqe, token) => startsWith(terms, token);
    completer.preProcessToken = (yasqe, token) => expanded(vocabulary.prefixes, read(yasqe, token));
    completer.postProcessSuggestion = (_yasqe, _token, iri) => shortened(vocabulary.prefixes, iri);
  }
  const prefixes = Yasqe.Autocompleters.prefixes;
  prefixes.persistenceId = null;
  prefixes.get = () => Object.entries(vocabulary.prefixes).map(([name, iri]) => `${name}: <${iri}>`);
}

function shortened(prefixes, iri) {
  const found = Object.entries(prefixes).filter(([, namespace]) => iri.startsWith(namespace));
  const [name, namespace] = found.sort((one, other) => other[1].length - one[1].length)[0] ?? [];
  return name ? `${name}:${iri.slice(namespace.length)}` : `<${iri}>`;
}

function complete(yasqe) {
  askedFor = true;
  yasqe.autocomplete();
  askedFor = false;
}

/** Things of this graph open their page here; their IRIs may lead nowhere. */
function localise(vocabulary) {
  for (const link of results.querySelectorAll("a.iri")) {
    const iri = link.getAttribute("href");
    if (iri.startsWith(vocabulary.base)) link.setAttribute("href", `/resource?iri=${encodeURIComponent(iri)}`);
    link.setAttribute("rel", "noopener noreferrer");
  }
}

function tell(text) {
  message.textContent = text;
  message.hidden = !text;
}

async function start() {
  const vocabulary = await (await fetch("/editor/vocabulary")).json();
  completeFrom(vocabulary);
  const yasqe = new Yasqe(document.getElementById("editor"), {
    value: document.getElementById("text").value,
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: () => `${location.origin}/editor?query=${encodeURIComponent(yasqe.getValue())}`,
    autocompleters: ["prefixes", "variables", "property", "class"],
    requestConfig: { ...Yasqe.defaults.requestConfig, endpoint: ENDPOINT, method: "POST" },
    extraKeys: { ...Yasqe.defaults.extraKeys, "Ctrl-Space": complete },
    editorHeight: "340px",
  });
  const yasr = new Yasr(results, { persistenceId: null, prefixes: vocabulary.prefixes, pluginOrder: ["table", "boolean", "response"] });
  new MutationObserver(() => localise(vocabulary)).observe(results, { childList: true, subtree: true });
  yasqe.on("query", () => tell(""));
  yasqe.on("queryResponse", (_yasqe, response, duration) => {
    const failed = response instanceof Error;
    results.hidden = failed;
    tell(failed ? response.message : "");
    if (!failed) yasr.setResponse(response, duration);
    document.documentElement.dataset.answered = String(Number(document.documentElement.dataset.answered ?? 0) + 1);
  });
  document.getElementById("plain").hidden = true;
  document.documentElement.dataset.editor = "ready";
}

start();
