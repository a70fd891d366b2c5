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
 * @typedef {{rgba: Uint8ClampedArray, count: number}} Strip  whole rows, four bytes a pixel
 *
 * @typedef {object} Pixels
 * @property {number} width  upright
 * @property {number} height
 * @property {() => Generator<Strip>} strips  all rows, top first; each strip may use the last one's memory
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
    strips: () => drawStrips(bitmap),
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

const STRIP_BYTES = 4 << 20; // a few at a time keep a phone's memory small; fewer would be slower
const TILE = 4096; // pixels: a canvas this wide is within every browser's limit

/** @param {ImageBitmap} bitmap @returns {Generator<Strip>} */
function* drawStrips(bitmap) {
  const { width, height } = bitmap;
  const most = Math.max(1, Math.min(height, Math.floor(STRIP_BYTES / (width * 4))));
  const context = openCanvas(Math.min(TILE, width), most);
  for (let top = 0; top < height; top += most) {
    const count = Math.min(most, height - top);
    yield { rgba: drawRows(bitmap, { top, count }, context), count };
  }
}

/**
 * @param {ImageBitmap} bitmap
 * @param {{top: number, count: number}} rows
 * @param {OffscreenCanvasRenderingContext2D} context  of a canvas as high as a strip
 */
function drawRows(bitmap, { top, count }, context) {
  if (bitmap.width <= TILE) return drawTile(bitmap, { left: 0, top, width: bitmap.width, count }, context);
  const pixels = new Uint8ClampedArray(bitmap.width * count * 4);
  for (let left = 0; left < bitmap.width; left += TILE) {
    const width = Math.min(TILE, bitmap.width - left);
    const tile = drawTile(bitmap, { left, top, width, count }, context);
    for (let row = 0; row < count; row += 1) {
      const line = tile.subarray(row * width * 4, (row + 1) * width * 4);
      pixels.set(line, (row * bitmap.width + left) * 4);
    }
  }
  return pixels;
}

/**
 * @param {ImageBitmap} bitmap
 * @param {{left: number, top: number, width: number, count: number}} part
 * @param {OffscreenCanvasRenderingContext2D} context
 */
function drawTile(bitmap, { left, top, width, count }, context) {
  context.fillRect(0, 0, width, count);
  context.drawImage(bitmap, left, top, width, count, 0, 0, width, count);
  return context.getImageData(0, 0, width, count).data;
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

/**
 * A white canvas whose pixels will be read.
 *
 * @param {number} width
 * @param {number} height
 */
export function openCanvas(width, height) {
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
