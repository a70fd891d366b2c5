/**
 * Builds what the visitor's pages load: the style sheet, the modules of other people's packages,
 * and the version under which every file is served.
 *
 * In: `src/takeback/site/styles/`, `node_modules/`. Out: `src/takeback/site/static/site/built/`.
 * The same input gives the same bytes and the same version. Run it with `node tools/build_assets.mjs`.
 */
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import * as sass from "sass";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const SITE = join(ROOT, "src", "takeback", "site");
const STATIC = join(SITE, "static", "site");
const BUILT = join(STATIC, "built");
// Built beside and then renamed, so that a failed build leaves the last good one in place.
const DRAFT = join(STATIC, ".built-draft");
const PACKAGES = join(ROOT, "node_modules");
const GOVUK = join(PACKAGES, "govuk-frontend", "dist", "govuk");

// The components whose behaviour the pages switch on; what these import is copied with them.
const GOVUK_COMPONENTS = ["button", "error-summary", "exit-this-page", "radios", "skip-link"];

// Files taken as they are: path in node_modules, path in built/.
const COPIES = [
  ["hash-wasm/dist/md5.umd.min.js", "hash-wasm/md5.umd.min.js"],
  ["hash-wasm/dist/sha256.umd.min.js", "hash-wasm/sha256.umd.min.js"],
  ["hash-wasm/LICENSE", "hash-wasm/LICENSE"],
  ["libheif-js/libheif-wasm/libheif-bundle.mjs", "libheif/libheif-bundle.mjs"],
  ["libheif-js/libheif-wasm/LICENSE", "libheif/LICENSE"],
  ["mediabunny/dist/bundles/mediabunny.min.mjs", "mediabunny/mediabunny.min.mjs"],
  ["mediabunny/LICENSE", "mediabunny/LICENSE"],
];

/**
 * Compile the style sheet.
 * @returns {void}
 */
function buildStyles() {
  const result = sass.compile(join(SITE, "styles", "app.scss"), {
    loadPaths: [PACKAGES],
    style: "compressed",
    quietDeps: true,
  });
  write("app.css", withoutRepeats(result.css));
}

/**
 * GOV.UK Frontend names the family and the smoothing of letters in every rule about words, twice.
 * Ours are said once, on the body and for form fields; the repeats would be a tenth of the file.
 * @param {string} css compressed
 * @returns {string}
 */
function withoutRepeats(css) {
  return css
    .replaceAll(/@media print\{[^{}]+\{font-family:inherit\}\}/g, "")
    .replaceAll("-webkit-font-smoothing:antialiased;-moz-osx-font-smoothing:grayscale", "")
    .replaceAll(/font-family:inherit;(?=[;}])/g, "")
    .replaceAll(/[^{}]+\{[;]*\}/g, "");
}

/**
 * Copy the modules of the chosen components and, following their imports, whatever they need.
 * @returns {void}
 */
function copyGovukModules() {
  const waiting = GOVUK_COMPONENTS.map((name) => join(GOVUK, "components", name, `${name}.mjs`));
  const copied = new Set();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (copied.has(path)) continue;
    copied.add(path);
    const text = readFileSync(path, "utf8");
    for (const [, target] of text.matchAll(/^(?:import|export) .*from '(\.[^']+)';$/gm)) {
      waiting.push(resolve(dirname(path), target));
    }
    // The maps stay behind: without them a browser's tools would ask for files that are not there.
    write(join("govuk", relative(GOVUK, path)), text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));
  }
}

/**
 * @param {string} target path in built/
 * @param {string} text
 * @returns {void}
 */
function write(target, text) {
  const path = join(DRAFT, target);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** @returns {void} */
function copyWhole() {
  for (const [from, to] of COPIES) {
    const target = join(DRAFT, to);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(PACKAGES, from), target, { recursive: true });
  }
}

/**
 * @param {string} folder
 * @returns {string[]} every file below it, in an order that does not depend on the machine
 */
function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

/**
 * Ten digits over the names and contents of all static files. The version is part of every
 * address, so one changed file gives all of them new addresses and none is ever stale.
 * @returns {string}
 */
function versionOfEverything() {
  const hash = createHash("sha256");
  for (const path of filesBelow(STATIC)) {
    const name = relative(STATIC, path).split(sep).join("/");
    if (name === "built/version.txt") continue;
    hash.update(`${name}\0${statSync(path).size}\0`);
    hash.update(readFileSync(path));
  }
  return hash.digest("hex").slice(0, 10);
}

const start = performance.now();
rmSync(DRAFT, { recursive: true, force: true });
buildStyles();
copyGovukModules();
copyWhole();
rmSync(BUILT, { recursive: true, force: true });
renameSync(DRAFT, BUILT);
const version = versionOfEverything();
writeFileSync(join(BUILT, "version.txt"), `${version}\n`);

const built = filesBelow(BUILT);
const bytes = built.reduce((sum, path) => sum + statSync(path).size, 0);
const styleBytes = statSync(join(BUILT, "app.css")).size;
const seconds = ((performance.now() - start) / 1000).toFixed(1);
console.log(
  `built ${built.length} files (${bytes} bytes; app.css ${styleBytes}) as version ${version} in ${seconds} s`,
);
