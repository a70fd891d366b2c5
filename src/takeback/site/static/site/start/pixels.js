/**
 * A file's pixels: upright, 8 bits a colour, see-through parts laid over white.
 *
 * Colours stay the file's own numbers: profiles are not applied, because other fingerprinters do
 * not apply them either. CMYK becomes RGB by subtraction, for the same reason.
 */
import { readTurn } from "./headers/webp_turn.js";
import { decodeHeic } from "./heic.js";
import { turnUpright } from "./turn.js";
import { Unreadable } from "./unreadable.js";

/**
 * @typedef {object} Pixels
 * @property {number} width  upright
 * @property {number} height
 * @property {(rows: number[]) => Uint8ClampedArray} rows  those rows' RGBA, one after the other
 * @property {(side: number) => ImageBitmap} preview  no side longer than `side`
 * @property {() => void} close  gives the memory back
 */

/**
 * @param {Blob} file
 * @param {import("./headers/header.js").Kind} kind
 * @returns {Promise<Pixels>}
 */
export async function decode(file, kind) {
  const bitmap = kind === "webp" ? await decodeWebp(file) : await bitmapOf(file, kind);
  return {
    width: bitmap.width,
    height: bitmap.height,
    rows: (rows) => drawRows(bitmap, rows),
    preview: (side) => drawSmall(bitmap, side),
    close: () => bitmap.close(),
  };
}

/** @type {ImageBitmapOptions} */
const AS_STORED = {
  imageOrientation: "from-image",
  premultiplyAlpha: "none",
  colorSpaceConversion: "none",
};

/** @param {Blob} file */
async function decodeWebp(file) {
  const marked = await readTurn(file);
  const bitmap = await bitmapOf(marked.file, "webp");
  return turnUpright(bitmap, marked.orientation, openCanvas);
}

/** @param {Blob} file @param {import("./headers/header.js").Kind} kind */
async function bitmapOf(file, kind) {
  try {
    return await createImageBitmap(file, AS_STORED);
  } catch (error) {
    if (isOutOfMemory(error)) throw new Unreadable("no-memory");
    // Only some browsers read HEIC by themselves.
    if (kind === "heic") return createImageBitmap(await decodeHeic(file), AS_STORED);
    throw new Unreadable("not-decoded");
  }
}

const TILE = 4096; // pixels: a canvas this wide and 512 high is within every browser's limit

/** @param {ImageBitmap} bitmap @param {number[]} rows */
function drawRows(bitmap, rows) {
  const pixels = new Uint8ClampedArray(bitmap.width * rows.length * 4);
  for (let left = 0; left < bitmap.width; left += TILE) {
    const width = Math.min(TILE, bitmap.width - left);
    const context = openCanvas(width, rows.length);
    rows.forEach((row, index) => context.drawImage(bitmap, left, row, width, 1, 0, index, width, 1));
    const { data } = context.getImageData(0, 0, width, rows.length);
    rows.forEach((_, index) => {
      const line = data.subarray(index * width * 4, (index + 1) * width * 4);
      pixels.set(line, (index * bitmap.width + left) * 4);
    });
  }
  return pixels;
}

/** @param {ImageBitmap} bitmap @param {number} side */
function drawSmall(bitmap, side) {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const context = openCanvas(width, height);
  context.imageSmoothingEnabled = true;
  context.drawImage(bitmap, 0, 0, width, height);
  return context.canvas.transferToImageBitmap();
}

/** @param {number} width @param {number} height */
function openCanvas(width, height) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Unreadable("no-memory");
  context.imageSmoothingEnabled = false;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  return context;
}

/** @param {unknown} error */
export function isOutOfMemory(error) {
  return error instanceof RangeError || (error instanceof Error && /memory|allocat/i.test(error.message));
}
