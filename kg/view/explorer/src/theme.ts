import type { Kind } from "./graph";

export interface Palette {
  ground: string;
  ink: string;
  halo: string;
  line: string;
  strong: string;
  faded: string;
  kinds: Map<string, string>;
}

const STORED = "kg-explorer-theme";
const preference = window.matchMedia("(prefers-color-scheme: dark)");

export function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : preference.matches;
}

export function palette(kinds: Kind[], dark = isDark()): Palette {
  const ground = dark ? "#15181d" : "#ffffff";
  return {
    ground,
    ink: dark ? "#e8eaed" : "#1c2126",
    halo: ground,
    line: dark ? "#2b313a" : "#e4e7eb",
    strong: dark ? "#7d8b9c" : "#8593a3",
    faded: dark ? "#262b32" : "#eceef1",
    kinds: new Map(kinds.map((kind) => [kind.name, dark ? mix(kind.colour, "#ffffff", 0.4) : kind.colour])),
  };
}

/** Colours for white paper, on which the faint lines of a screen are lost. */
export function paperPalette(kinds: Kind[]): Palette {
  return { ...palette(kinds, false), ink: "#000000", line: "#c3c9d0", faded: "#dde1e6", strong: "#4a525b" };
}

/** Puts the colours of the kinds where the style sheet finds them. */
export function paintKinds({ kinds }: Palette): void {
  for (const [name, colour] of kinds) {
    document.documentElement.style.setProperty(`--kind-${name}`, colour);
  }
}

export function restoreTheme(): void {
  const chosen = stored();
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
}

export function switchTheme(): void {
  const next = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // some browsers keep nothing for pages that are opened from disk; the choice then lasts until the page is closed
  }
}

export function onThemeChange(act: () => void): void {
  preference.addEventListener("change", act);
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

export function mix(colour: string, other: string, share: number): string {
  const parts = [1, 3, 5].map((at) => {
    const [a, b] = [colour, other].map((hex) => parseInt(hex.slice(at, at + 2), 16));
    return Math.round(a + (b - a) * share).toString(16).padStart(2, "0");
  });
  return `#${parts.join("")}`;
}
