// The page's way into the kernel, in a worker or a document; nothing leaves this module's memory.

/**
 * @typedef {"whole"|"mirror"|"flip"|"turn-90"|"turn-180"|"turn-270"|"transpose"|"transverse"} View
 * @typedef {{view: View, bits: string}} ViewBits  bits: 64 hexadecimal digits, lower case
 * @typedef {{quality: number, views: ViewBits[]}} Fingerprint  quality: 0 (flat) to 100 (busy)
 * @typedef {Uint8Array|Uint8ClampedArray} Bytes
 *
 * @typedef {object} Kernel
 * @property {(rgba: Bytes, width: number, height: number) => Fingerprint} fingerprint
 *   Fingerprint a whole picture: upright, top row first, four bytes a pixel, the fourth ignored.
 * @property {(rgba: Bytes, width: number, height: number) => Fingerprint} fingerprintRows
 *   The same from only the rows that `sampledRows(height)` names, one after the other; `height` is
 *   the whole picture's. The bits are those of `fingerprint`.
 * @property {(height: number) => number[]} sampledRows
 *   The rows that a fingerprint depends on, from the top: all of them up to 512, else 512.
 *
 * @typedef {object} Exports
 * @property {WebAssembly.Memory} memory
 * @property {WebAssembly.Global} __heap_base
 * @property {() => number} tb_workspace_bytes
 * @property {(length: number, index: number) => number} tb_sampled_row
 * @property {(picture: number, workspace: number, out: number) => number} tb_make_fingerprint
 */

/** The order in which the kernel writes them. @type {View[]} */
export const VIEWS = [
  "whole", "mirror", "flip", "turn-90", "turn-180", "turn-270", "transpose", "transverse",
];

const SIDE = 512;
const CHANNELS = 4;
const VIEW_BYTES = 32;
const PICTURE_BYTES = 6 * 4; // six numbers of 32 bits
const FINGERPRINT_BYTES = VIEWS.length * VIEW_BYTES + 4;
const WASM_PAGE_BYTES = 65536;

// By the kernel's return codes.
const REFUSALS = [
  "",
  "a picture without pixels",
  "a side is longer than 1048576 pixels",
  "a pixel must have 3 or 4 channels",
  "rows overlap",
  "the rows given are neither all nor the sampled ones",
];

/**
 * Load the kernel.
 *
 * @param {string|URL|BufferSource} source  the address of kernel.wasm, or its bytes
 * @returns {Promise<Kernel>}  its memory grows to what the largest picture so far needed
 */
export async function loadKernel(source) {
  const bytes =
    typeof source === "string" || source instanceof URL ? await fetchBytes(source) : source;
  const { instance } = await WebAssembly.instantiate(bytes);
  return openKernel(/** @type {Exports} */ (/** @type {unknown} */ (instance.exports)));
}

/** @param {string|URL} address @returns {Promise<ArrayBuffer>} */
async function fetchBytes(address) {
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(`the kernel could not be loaded: status ${response.status}`);
  }
  return response.arrayBuffer();
}

/** @param {Exports} kernel @returns {Kernel} */
function openKernel(kernel) {
  const workspace = roundUp(kernel.__heap_base.value);
  const picture = roundUp(workspace + kernel.tb_workspace_bytes());
  const out = roundUp(picture + PICTURE_BYTES);
  const pixels = roundUp(out + FINGERPRINT_BYTES);

  /** @param {number} height */
  function sampledRows(height) {
    const rows = Math.min(height, SIDE);
    const row = (/** @type {number} */ index) => kernel.tb_sampled_row(height, index);
    return Array.from({ length: rows }, (_, index) => (height > SIDE ? row(index) : index));
  }

  /** @param {number} width @param {number} height */
  function run(width, height) {
    const rows = Math.min(height, SIDE);
    const rowBytes = width * CHANNELS;
    const fields = [pixels, width, height, rows, CHANNELS, rowBytes];
    new Uint32Array(kernel.memory.buffer, picture, fields.length).set(fields);
    const code = kernel.tb_make_fingerprint(picture, workspace, out);
    if (code !== 0) {
      throw new RangeError(REFUSALS[code]);
    }
    return readFingerprint(kernel.memory.buffer, out);
  }

  return {
    sampledRows,
    fingerprint(rgba, width, height) {
      checkLength(rgba, width, height, height);
      const rowBytes = width * CHANNELS;
      const rows = sampledRows(height);
      const memory = reserve(kernel.memory, pixels, rows.length * rowBytes);
      rows.forEach((row, index) => {
        const start = row * rowBytes;
        memory.set(rgba.subarray(start, start + rowBytes), index * rowBytes);
      });
      return run(width, height);
    },
    fingerprintRows(rgba, width, height) {
      checkLength(rgba, width, height, Math.min(height, SIDE));
      reserve(kernel.memory, pixels, rgba.length).set(rgba);
      return run(width, height);
    },
  };
}

/** @param {Bytes} rgba @param {number} width @param {number} height @param {number} rows */
function checkLength(rgba, width, height, rows) {
  if (![width, height].every((side) => Number.isSafeInteger(side) && side > 0)) {
    throw new RangeError("width and height must be whole numbers above 0");
  }
  if (rgba.length !== width * rows * CHANNELS) {
    throw new RangeError(
      `${rgba.length} bytes; ${rows} rows of ${width} pixels have ${width * rows * CHANNELS}`,
    );
  }
}

/** @param {WebAssembly.Memory} memory @param {number} start @param {number} length */
function reserve(memory, start, length) {
  const missing = start + length - memory.buffer.byteLength;
  if (missing > 0) {
    memory.grow(Math.ceil(missing / WASM_PAGE_BYTES));
  }
  return new Uint8Array(memory.buffer, start, length);
}

/** @param {ArrayBuffer} buffer @param {number} start @returns {Fingerprint} */
function readFingerprint(buffer, start) {
  const bytes = Array.from(new Uint8Array(buffer, start, VIEWS.length * VIEW_BYTES));
  const digits = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return {
    quality: new Int32Array(buffer, start + bytes.length, 1)[0],
    views: VIEWS.map((view, index) => ({
      view,
      bits: digits.slice(index * 2 * VIEW_BYTES, (index + 1) * 2 * VIEW_BYTES),
    })),
  };
}

/** Up to the next multiple of 16, as the workspace needs. @param {number} address */
function roundUp(address) {
  return Math.ceil(address / 16) * 16;
}
