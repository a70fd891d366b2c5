// All views by the page's kernel; arguments: browser.js kernel.wasm and files of RGBA pixels whose
// names end in -WIDTH-HEIGHT. Prints one JSON object.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [modulePath, wasmPath, ...files] = process.argv.slice(2);
const { loadKernel } = await import(pathToFileURL(modulePath).href);

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

/**
 * @param {Uint8Array} rgba
 * @param {number} width
 * @param {number} height
 * @param {number} strip  rows at a time
 */
function viewsOf(rgba, width, height, strip) {
  const picture = kernel.openPicture(width, height);
  for (let top = 0; top < height; top += strip) {
    const count = Math.min(strip, height - top);
    picture.addRows(rgba.subarray(top * width * 4, (top + count) * width * 4), count);
  }
  return picture.finish();
}

/** @param {() => unknown} act */
function refusal(act) {
  try {
    act();
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const pictures = [];
for (const file of files) {
  const [width, height] = file.split("-").slice(-2).map(Number);
  const rgba = new Uint8Array(await readFile(file));
  const made = [height, 1, 37].map((strip) => viewsOf(rgba, width, height, strip));
  const { left, top, right, bottom } = kernel.trim(rgba, width, height);
  pictures.push({
    strips: made.map(({ views }) => views),
    quality: made[0].quality,
    trimmed: [left, top, right, bottom],
  });
}

const small = new Uint8Array(4 * 4 * 2);
const large = new Uint8Array(4000 * 3000 * 4);
viewsOf(large, 4000, 3000, 3000);
const first = kernel.openPicture(4, 2);
const refusals = {
  empty: refusal(() => kernel.openPicture(0, 5)),
  long: refusal(() => kernel.openPicture(5, 1048577)),
  short: refusal(() => kernel.openPicture(4, 2).addRows(small.subarray(1, 16), 1)),
  missing: refusal(() => kernel.openPicture(4, 2).finish()),
  many: refusal(() => kernel.openPicture(4, 1).addRows(small, 2)),
  other: refusal(() => first.addRows(small, 2)),
};

console.log(JSON.stringify({
  pictures,
  refusals,
  megabytes: (memory?.buffer.byteLength ?? 0) / 1e6,
}));
