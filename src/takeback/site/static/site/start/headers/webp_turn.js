/**
 * Which way up a WebP picture is. Browsers turn JPEG, PNG, AVIF and HEIC upright by themselves;
 * with WebP some do and some do not, so the mark is read here and hidden from the browser.
 */
import { openPieces } from "../pieces.js";

const ORIENTATION = 0x0112; // the tag's number in EXIF
const EXIF_BYTES = 1 << 16; // the tag stands near the start

/**
 * @param {Blob} file  a WebP picture
 * @returns {Promise<{orientation: number, file: Blob}>}
 *   orientation: 1 (as it lies) to 8, as EXIF counts; file: the same picture without that mark
 */
export async function readTurn(file) {
  const pieces = openPieces(file);
  for (let offset = 12; ; ) {
    const head = await pieces.bytes(offset, 8);
    if (head.length < 8) return { orientation: 1, file };
    const length = new DataView(head.buffer, head.byteOffset).getUint32(4, true);
    if (String.fromCharCode(...head.subarray(0, 4)) === "EXIF") {
      const exif = await pieces.bytes(offset + 8, Math.min(length, EXIF_BYTES));
      // A chunk of a name that nobody knows is skipped.
      const unmarked = new Blob([file.slice(0, offset), "NONE", file.slice(offset + 4)]);
      return { orientation: readOrientation(exif), file: unmarked };
    }
    // Chunks begin at even places.
    offset += 8 + length + (length % 2);
  }
}

/** @param {Uint8Array} exif @returns {number}  1 when it is not said, or said wrongly */
function readOrientation(exif) {
  // Some writers put JPEG's six letters in front.
  const start = String.fromCharCode(...exif.subarray(0, 4)) === "Exif" ? 6 : 0;
  const view = new DataView(exif.buffer, exif.byteOffset, exif.length);
  const inBounds = (/** @type {number} */ at, /** @type {number} */ bytes) => at + bytes <= view.byteLength;
  if (!inBounds(start, 8)) return 1;
  const isLittle = view.getUint8(start) === 0x49;
  const table = start + view.getUint32(start + 4, isLittle);
  if (!inBounds(table, 2)) return 1;
  const count = view.getUint16(table, isLittle);
  for (let entry = table + 2; entry < table + 2 + count * 12 && inBounds(entry, 12); entry += 12) {
    if (view.getUint16(entry, isLittle) !== ORIENTATION) continue;
    const value = view.getUint16(entry + 8, isLittle);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}
