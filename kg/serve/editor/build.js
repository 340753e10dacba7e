// Bundles the editor into ../static/editor: npm ci && npm run build
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

const OUT = "../static/editor";
const LICENCE = /^(licen[cs]e|copying)(\.\w+)?$/i;
const MIT = `Copyright (c) {holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

// What would ask other servers is cut out, not only switched off: completion from Linked Open Vocabularies and prefix.cc,
// whose list of prefixes holds advertisements too, and the endpoint that is asked by default.
const CUTS = {
  "yasqe.esm.js": [
    [/madsrdf = "[^\n]*?prefixes_default = \{[^}]*\}/g, "prefixes_default = {}", 1],
    [/return fetch\(o\)\.then\([\s\S]*?Failed fetching suggestions"\);\s*\}\);/g, "return Promise.resolve([]);", 1],
    [/lov\.linkeddata\.es/g, "", 1],
    [/e\.config\.prefixCcApi \? fetch\(e\.config\.prefixCcApi\)/g, "false ? Promise.resolve()", 1],
    [/https:\/\/dbpedia\.org\/sparql/g, "/sparql", 1],
  ],
  "yasr.esm.js": [
    [/https:\/\/docs\.triply\.cc\/yasgui\/(#\w+)?/g, "", 3],
    [/http:\/\/enable-cors\.org\//g, "", 1],
  ],
};

const cut = {
  name: "cut",
  setup({ onLoad }) {
    onLoad({ filter: /yas(qe|r)\.esm\.js$/ }, async ({ path: file }) => {
      let contents = await readFile(file, "utf8");
      for (const [pattern, replacement, expected] of CUTS[path.basename(file)]) {
        const found = contents.match(pattern)?.length ?? 0;
        if (found !== expected) throw new Error(`${pattern} is found ${found} times in ${file}, not ${expected}`);
        contents = contents.replace(pattern, replacement);
      }
      return { contents, loader: "js" };
    });
  },
};

/** The licence of a package that names it but holds no text of it. */
function withoutFile(license, author) {
  if (license !== "MIT") return "The package holds no text of its licence.";
  return MIT.replace("{holder}", typeof author === "string" ? author : (author?.name ?? "the authors"));
}

/** The licences of all packages that the lock file installs for use: all that may be part of the bundle. */
async function licences() {
  const { packages } = JSON.parse(await readFile("package-lock.json", "utf8"));
  const used = Object.entries(packages).filter(([folder, about]) => folder && !about.dev && !about.optional);
  const found = [];
  for (const [folder, about] of used.sort(([one], [other]) => (one < other ? -1 : 1))) {
    const file = (await readdir(folder)).filter((name) => LICENCE.test(name)).sort()[0];
    const { author } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
    const text = file ? (await readFile(path.join(folder, file), "utf8")).trim() : withoutFile(about.license, author);
    found.push({ name: folder.replace(/^.*node_modules\//, ""), version: about.version, license: about.license, integrity: about.integrity, text });
  }
  return found;
}

await rm(OUT, { recursive: true, force: true });
await build({
  entryPoints: ["editor.js"],
  outdir: OUT,
  bundle: true,
  minify: true,
  legalComments: "none", // LICENSES.txt has them whole
  format: "iife",
  target: "es2022",
  charset: "utf8",
  loader: { ".png": "dataurl", ".svg": "dataurl" },
  plugins: [cut],
});
const parts = await licences();
const texts = parts.map(({ name, version, license, text }) => `${name} ${version} (${license})\n\n${text}\n`);
await writeFile(`${OUT}/LICENSES.txt`, texts.join(`\n${"-".repeat(80)}\n\n`));
const files = {};
for (const name of (await readdir(OUT)).sort()) {
  files[name] = `sha256-${createHash("sha256").update(await readFile(`${OUT}/${name}`)).digest("base64")}`;
}
const { version } = createRequire(import.meta.url)("esbuild/package.json");
const packages = parts.map(({ text, ...about }) => about);
await writeFile(`${OUT}/manifest.json`, `${JSON.stringify({ bundler: `esbuild ${version}`, packages, files }, null, 1)}\n`);
