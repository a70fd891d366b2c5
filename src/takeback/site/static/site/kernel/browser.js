// The page's way into the kernel, in a worker or a document; nothing leaves this module's memory.

/**
 * @typedef {"whole"|"mirror"|"flip"|"turn-90"|"turn-180"|"turn-270"|"transpose"|"transverse"} View
 * @typedef {{view: View, bits: string}} ViewBits  bits: 64 hexadecimal digits, lower case
 * @typedef {{quality: number, views: ViewBits[]}} Fingerprint  quality: 0 (flat) to 100 (busy)
 * @typedef {{view: string, recipe: string, bits: string}} ListedView
 * @typedef {{quality: number, views: ListedView[]}} Views  quality: of the whole by pdq-1
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box  shares, 0 to 1
 * @typedef {Uint8Array|Uint8ClampedArray} Bytes  four bytes a pixel, the fourth ignored
 *
 * @typedef {object} OpenPicture
 * @property {(rgba: Bytes, count: number) => void} addRows  the next rows, whole ones, top first
 * @property {() => Views} finish  once all rows are there: every view that is worth listing
 *
 * @typedef {object} Kernel
 * @property {(rgba: Bytes, width: number, height: number) => Fingerprint} fingerprint
 *   Fingerprint a whole picture: upright, top row first, four bytes a pixel, the fourth ignored.
 * @property {(rgba: Bytes, width: number, height: number) => Fingerprint} fingerprintRows
 *   The same from only the rows that `sampledRows(height)` names, one after the other; `height` is
 *   the whole picture's. The bits are those of `fingerprint`.
 * @property {(height: number) => number[]} sampledRows
 *   The rows that a fingerprint depends on, from the top: all of them up to 512, else 512.
 * @property {(width: number, height: number) => OpenPicture} openPicture
 *   All views of a picture that comes in strips. Only the one opened last takes rows.
 * @property {(rgba: Bytes, width: number, height: number) => Box} trim
 *   What is left of a picture when borders of one colour are cut off.
 *
 * @typedef {object} Exports
 * @property {WebAssembly.Memory} memory
 * @property {WebAssembly.Global} __heap_base
 * @property {() => number} tb_workspace_bytes
 * @property {(length: number, index: number) => number} tb_sampled_row
 * @property {(picture: number, workspace: number, out: number) => number} tb_make_fingerprint
 * @property {() => number} tb_plane_workspace_bytes
 * @property {(space: number, width: number, height: number, channels: number) => number} tb_plane_begin
 * @property {(space: number, rows: number, count: number, rowBytes: number) => number} tb_plane_rows
 * @property {(space: number, plane: number) => number} tb_plane_finish
 * @property {(plane: number, box: number) => number} tb_trim
 * @property {() => number} tb_view_count
 * @property {(view: number, row: number, box: number) => number} tb_view_at
 * @property {(whole: number, plane: number, width: number, height: number, out: number) => number} tb_make_views
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
const PLANE_BYTES = 20; // two sides, three addresses
const ROW_BYTES = 16; // of the table of views; also what a box takes
const LISTED_BYTES = VIEW_BYTES + 4; // two numbers of 16 bits: the view, its quality
const STRIP_BYTES = 1 << 20; // of the rows that are handed over at a time
const RECIPES = ["pdq-1", "pdq-mean-1"];
const WASM_PAGE_BYTES = 65536;

// By the kernel's return codes.
const REFUSALS = [
  "",
  "a picture without pixels",
  "a side is longer than 1048576 pixels",
  "a pixel must have 1, 3 or 4 channels",
  "rows overlap",
  "rows are missing, or more than the picture has",
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
  const space = roundUp(out + FINGERPRINT_BYTES);
  const plane = roundUp(space + kernel.tb_plane_workspace_bytes());
  const row = plane + PLANE_BYTES;
  const listed = row + ROW_BYTES;
  const sampled = roundUp(listed + kernel.tb_view_count() * LISTED_BYTES);
  const pixels = sampled + SIDE * SIDE * CHANNELS;
  let turn = 0; // of openPicture: all pictures share one plane

  reserve(kernel.memory, 0, pixels);

  /** @param {number} height */
  function sampledRows(height) {
    const rows = Math.min(height, SIDE);
    const row = (/** @type {number} */ index) => kernel.tb_sampled_row(height, index);
    return Array.from({ length: rows }, (_, index) => (height > SIDE ? row(index) : index));
  }

  /** @param {number} code */
  function check(code) {
    if (code !== 0) {
      throw new RangeError(REFUSALS[code]);
    }
  }

  /** @param {number} start @param {number} width @param {number} height */
  function run(start, width, height) {
    const rows = Math.min(height, SIDE);
    const rowBytes = width * CHANNELS;
    const fields = [start, width, height, rows, CHANNELS, rowBytes];
    new Uint32Array(kernel.memory.buffer, picture, fields.length).set(fields);
    check(kernel.tb_make_fingerprint(picture, workspace, out));
    return readFingerprint(kernel.memory.buffer, out);
  }

  /** @param {Bytes} rgba @param {number} width @param {number} count @param {(done: number) => void} [onRow] */
  function addRows(rgba, width, count, onRow) {
    checkLength(rgba, width, count, count);
    const rowBytes = width * CHANNELS;
    const most = Math.max(1, Math.floor(STRIP_BYTES / rowBytes));
    for (let first = 0; first < count; first += most) {
      const strip = rgba.subarray(first * rowBytes, (first + most) * rowBytes);
      reserve(kernel.memory, pixels, strip.length).set(strip);
      check(kernel.tb_plane_rows(space, pixels, strip.length / rowBytes, rowBytes));
      for (let start = 0; onRow && start < strip.length; start += rowBytes) {
        onRow(pixels + start);
      }
    }
  }

  /** @returns {ListedView[]} */
  function readViews(/** @type {number} */ count) {
    return Array.from({ length: count }, (_, index) => {
      const { buffer } = kernel.memory;
      const start = listed + index * LISTED_BYTES;
      kernel.tb_view_at(new Int16Array(buffer, start + VIEW_BYTES, 1)[0], row, 0);
      const [name, recipe] = new Uint32Array(buffer, row, 2);
      const bits = digitsOf(new Uint8Array(buffer, start, VIEW_BYTES));
      return { view: readText(buffer, name), recipe: RECIPES[recipe], bits };
    });
  }

  /** @param {number} width @param {number} height @returns {OpenPicture} */
  function openPicture(width, height) {
    check(kernel.tb_plane_begin(space, width, height, CHANNELS));
    const mine = ++turn;
    const isReduced = width > SIDE || height > SIDE;
    const [wide, high] = isReduced ? [SIDE, SIDE] : [width, height];
    const from = (/** @type {number} */ length, /** @type {number} */ index) =>
      isReduced ? kernel.tb_sampled_row(length, index) : index;
    const columns = Array.from({ length: wide }, (_, index) => from(width, index));
    let taken = 0;
    let kept = 0;

    // Of the rows and columns, only those that pdq-1 reads are kept: a megabyte for any picture.
    const keep = (/** @type {number} */ start) => {
      for (; kept < high && from(height, kept) === taken; kept++) {
        const line = new Uint32Array(kernel.memory.buffer, start, width);
        const copy = new Uint32Array(kernel.memory.buffer, sampled + kept * wide * CHANNELS, wide);
        columns.forEach((column, index) => (copy[index] = line[column]));
      }
      taken++;
    };
    const checkTurn = () => {
      if (mine !== turn) {
        throw new Error("another picture was opened meanwhile");
      }
    };
    return {
      addRows(rgba, count) {
        checkTurn();
        addRows(rgba, width, count, keep);
      },
      finish() {
        checkTurn();
        check(kernel.tb_plane_finish(space, plane));
        const { quality } = run(sampled, wide, high);
        return { quality, views: readViews(kernel.tb_make_views(out, plane, width, height, listed)) };
      },
    };
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
      return run(pixels, width, height);
    },
    fingerprintRows(rgba, width, height) {
      checkLength(rgba, width, height, Math.min(height, SIDE));
      reserve(kernel.memory, pixels, rgba.length).set(rgba);
      return run(pixels, width, height);
    },
    openPicture,
    trim(rgba, width, height) {
      check(kernel.tb_plane_begin(space, width, height, CHANNELS));
      turn++;
      addRows(rgba, width, height);
      check(kernel.tb_plane_finish(space, plane));
      kernel.tb_trim(plane, row);
      const [left, top, right, bottom] = new Float32Array(kernel.memory.buffer, row, 4);
      return { left, top, right, bottom };
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

/** @param {Uint8Array} bytes */
function digitsOf(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Up to the zero that ends it. @param {ArrayBuffer} buffer @param {number} start */
function readText(buffer, start) {
  const bytes = new Uint8Array(buffer, start);
  return String.fromCharCode(...bytes.subarray(0, bytes.indexOf(0)));
}

/** @param {ArrayBuffer} buffer @param {number} start @returns {Fingerprint} */
function readFingerprint(buffer, start) {
  const bytes = VIEWS.length * VIEW_BYTES;
  const digits = digitsOf(new Uint8Array(buffer, start, bytes));
  return {
    quality: new Int32Array(buffer, start + bytes, 1)[0],
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
