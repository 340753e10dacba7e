import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";
import { readFileSync, readdirSync, writeFileSync, copyFileSync } from "node:fs";
import { defineConfig } from "vite";

// What the bundle is made from; a test computes the same hash from the sources and compares.
const SOURCES = ["package.json", "package-lock.json", "vite.config.js", ...readdirSync("src").map((name) => `src/${name}`)];

function sourceHash() {
  const hash = createHash("sha256");
  for (const name of SOURCES.sort()) hash.update(`${name}\0`).update(readFileSync(name)).update("\0");
  return hash.digest("hex");
}

let folder = "built";
const manifest = {
  name: "manifest",
  configResolved: (config) => (folder = config.build.outDir),
  closeBundle() {
    writeFileSync(`${folder}/oxigraph.wasm.zlib`, deflateSync(readFileSync("node_modules/oxigraph/web_bg.wasm"), { level: 9 }));
    copyFileSync("src/template.html", `${folder}/template.html`);
    writeFileSync(`${folder}/manifest.json`, `${JSON.stringify({ sources: sourceHash() }, null, 1)}\n`);
  },
};

// The page hands the engine over itself; left alone, the bundler would put it into the script, uncompressed.
const engine = {
  name: "engine",
  enforce: "pre",
  transform: (code, id) => (id.includes("oxigraph/web.js") ? code.replace("new URL('web_bg.wasm', import.meta.url)", "undefined") : null),
};

export default defineConfig({
  build: {
    outDir: "built",
    target: "es2022",
    minify: true,
    cssMinify: true,
    lib: { entry: "src/main.ts", formats: ["iife"], name: "explorer", fileName: () => "explorer.js", cssFileName: "explorer" },
  },
  plugins: [engine, manifest],
  worker: { plugins: () => [engine] },
});
