import type { App } from "./app";
import type { Picture } from "./picture";
import { toSvg } from "./takeaway";
import { paintKinds, palette, paperPalette } from "./theme";

/** On paper the picture is drawn anew, as lines rather than pixels and in colours for white ground. */
export function preparePrinting(app: App, picture: () => Picture | null, place: HTMLElement): void {
  const dress = () => {
    if (place.hasChildNodes()) return;
    const colours = paperPalette(app.graph.kinds);
    paintKinds(colours);
    const scene = picture()?.scene(colours);
    if (scene) place.append(document.importNode(new DOMParser().parseFromString(toSvg(scene), "image/svg+xml").documentElement, true));
  };
  const undress = () => {
    place.replaceChildren();
    paintKinds(palette(app.graph.kinds));
  };
  addEventListener("beforeprint", dress);
  addEventListener("afterprint", undress);
  // some browsers print without these events, but none without the medium
  matchMedia("print").addEventListener("change", ({ matches }) => (matches ? dress() : undress()));
}
