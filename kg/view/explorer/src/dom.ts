type Child = Node | string | number | null | undefined | false;
type Listener = (event: Event) => void;

interface Properties {
  class?: string;
  text?: string;
  on?: Record<string, Listener>;
  data?: Record<string, string>;
  [attribute: string]: unknown;
}

/** Makes an element. All text goes in as text nodes: nothing that papers say is ever parsed as markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") made.className = value as string;
    else if (name === "text") made.append(value as string);
    else if (name === "on") for (const [event, listener] of Object.entries(value as Record<string, Listener>)) made.addEventListener(event, listener);
    else if (name === "data") Object.assign(made.dataset, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  for (const child of children) {
    if (child !== null && child !== undefined && child !== false) made.append(child instanceof Node ? child : String(child));
  }
  return made;
}

export function button(text: string, act: Listener, properties: Properties = {}): HTMLButtonElement {
  return h("button", { type: "button", ...properties, on: { click: act } }, text);
}

/** A link that leaves the page; only what a browser opens as a web page becomes one. */
export function outerLink(address: string, text = address): HTMLElement {
  let scheme = "";
  try {
    scheme = new URL(address).protocol;
  } catch {
    return h("span", {}, text);
  }
  if (scheme !== "https:" && scheme !== "http:") return h("span", {}, text);
  return h("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, text);
}

/** Says something to people who do not see the picture. */
export function announce(text: string): void {
  const region = document.getElementById("live")!;
  region.textContent = "";
  requestAnimationFrame(() => (region.textContent = text));
}
