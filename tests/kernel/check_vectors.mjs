// Compares the page's kernel with the vectors; arguments: browser.js kernel.wasm pdq-1.txt.
// Prints one JSON object: what was compared, and each difference found.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [modulePath, wasmPath, vectorsPath] = process.argv.slice(2);
const { loadKernel, VIEWS } = await import(pathToFileURL(modulePath).href);

/** @param {number} seed */
function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 16;
  };
}

const divide = (/** @type {number} */ a, /** @type {number} */ b) => Math.floor(a / b);

/** @param {number} value */
function wave(value) {
  const phase = value % 512;
  return phase < 256 ? phase : 511 - phase;
}

/** @typedef {(x: number, y: number, c: number) => number} Recipe */

/** @type {Record<string, (width: number, height: number, seed: number) => Recipe>} */
const RECIPES = {
  flat: (width, height, seed) => () => seed,
  noise: (width, height, seed) => {
    const next = numbers(seed);
    return () => next() % 256;
  },
  gradient: (width, height, seed) => (x, y, c) =>
    [divide(x * 255, width), divide(y * 255, height), (x + y + seed) % 256][c],
  checkers: (width, height, seed) => (x, y) => ((divide(x, seed) + divide(y, seed)) % 2) * 255,
  stripes: (width, height, seed) => (x, y, c) => (divide(x + 2 * c, seed) % 2 ? 230 : 20),
  waves: (width, height, seed) => {
    const next = numbers(seed);
    const waves = Array.from({ length: 4 }, () => [next() % 12, next() % 12, next() % 512]);
    return (x, y, c) => {
      const sum = waves
        .map(([across, down, start]) =>
          wave(divide(across * x * 256, width) + divide(down * y * 256, height) + start + 40 * c))
        .reduce((a, b) => a + b);
      return divide(divide(sum, 4) * 31, 32) + ((7 * x + 13 * y + 5 * c) % 8);
    };
  },
};

/** The fourth byte of each pixel is filled with what must be ignored. */
function draw(/** @type {string} */ kind, /** @type {number[]} */ [width, height, seed]) {
  const value = RECIPES[kind](width, height, seed);
  const rgba = new Uint8ClampedArray(width * height * 4);
  let place = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        rgba[place++] = value(x, y, c);
      }
      rgba[place++] = x ^ y;
    }
  }
  return rgba;
}

/** The named rows of a picture, one after the other. */
function pickRows(
  /** @type {Uint8ClampedArray} */ rgba, /** @type {number} */ width, /** @type {number[]} */ rows,
) {
  const picked = new Uint8ClampedArray(rows.length * width * 4);
  rows.forEach((row, index) => {
    picked.set(rgba.subarray(row * width * 4, (row + 1) * width * 4), index * width * 4);
  });
  return picked;
}

/** @param {{quality: number, views: {view: string, bits: string}[]}} fingerprint */
function asLines({ quality, views }) {
  return [`quality ${quality}`, ...views.map(({ view, bits }) => `${view} ${bits}`)].join("\n");
}

/** @param {() => unknown} act */
function refusal(act) {
  try {
    act();
    return "";
  } catch (error) {
    return error instanceof RangeError ? error.message : String(error);
  }
}

// The kernel keeps its memory to itself; its size is seen where the browser makes it.
const { instantiate } = WebAssembly;
/** @type {WebAssembly.Memory | undefined} */
let memory;
WebAssembly.instantiate = async (/** @type {any} */ bytes) => {
  const made = await instantiate(bytes);
  memory = made.instance.exports.memory;
  return made;
};

const kernel = await loadKernel(await readFile(wasmPath));
const text = await readFile(vectorsPath, "utf8");
const blocks = text.split("\n\n").filter((block) => block.startsWith("picture "));
const differences = [];
for (const block of blocks) {
  const [title, ...expected] = block.trim().split("\n");
  const [, kind, ...sides] = title.split(" ");
  const [width, height, seed] = sides.map(Number);
  const rgba = draw(kind, [width, height, seed]);
  const rows = pickRows(rgba, width, kernel.sampledRows(height));
  if (asLines(kernel.fingerprint(rgba, width, height)) !== expected.join("\n")) {
    differences.push(title);
  }
  if (asLines(kernel.fingerprintRows(rows, width, height)) !== expected.join("\n")) {
    differences.push(`${title}, from its sampled rows`);
  }
}

// Every vector was seen by now: a thousand more pictures need no more memory.
const large = draw("waves", [800, 600, 3]);
const before = memory?.buffer.byteLength;
for (let count = 0; count < 1000; count++) {
  kernel.fingerprint(large, 800, 600);
}

console.log(JSON.stringify({
  compared: blocks.length,
  differences,
  views: VIEWS,
  memory: [before, memory?.buffer.byteLength],
  refusals: {
    empty: refusal(() => kernel.fingerprint(new Uint8Array(0), 0, 5)),
    short: refusal(() => kernel.fingerprint(new Uint8Array(10), 2, 2)),
    fraction: refusal(() => kernel.fingerprint(new Uint8Array(10), 2.5, 1)),
    long: refusal(() => kernel.fingerprint(new Uint8Array(4 * 1048577), 1048577, 1)),
  },
}));
