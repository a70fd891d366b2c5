/** The size of a JPEG picture, and whether the file goes on to its end. */
import { Unreadable } from "../unreadable.js";

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
// Frames of every coding process; C4, C8 and CC are tables.
const FRAMES = new Set([0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

/**
 * @param {import("../pieces.js").Pieces} pieces
 * @returns {Promise<import("./header.js").Size>}
 */
export async function readJpeg(pieces) {
  let size = null;
  let hasScan = false;
  let offset = 2;
  for (;;) {
    offset = await nextMarker(pieces, offset);
    const [marker, high, low] = await pieces.bytes(offset, 3);
    if (marker === END_OF_IMAGE) break;
    if (low === undefined) throw new Unreadable("truncated");
    if (FRAMES.has(marker)) size ??= await readFrame(pieces, offset + 3);
    hasScan ||= marker === START_OF_SCAN;
    offset += 1 + high * 256 + low;
  }
  if (!hasScan) throw new Unreadable("truncated");
  if (size === null) throw new Unreadable("damaged");
  return { ...size, isAnimated: false };
}

/** @param {import("../pieces.js").Pieces} pieces @param {number} offset */
async function readFrame(pieces, offset) {
  const frame = await pieces.bytes(offset, 5); // bits a sample, height, width
  if (frame.length < 5) throw new Unreadable("truncated");
  return { width: frame[3] * 256 + frame[4], height: frame[1] * 256 + frame[2] };
}

/**
 * Find where the next marker's code stands. Coded pixels may hold FF 00 and restart marks
 * (D0 to D7); FF FF is padding.
 *
 * @param {import("../pieces.js").Pieces} pieces
 * @param {number} offset
 */
async function nextMarker(pieces, offset) {
  for (;;) {
    const piece = await pieces.bytes(offset, 1 << 16);
    if (piece.length < 2) throw new Unreadable("truncated");
    for (let at = piece.indexOf(0xff); at !== -1 && at + 1 < piece.length; ) {
      const code = piece[at + 1];
      if (code !== 0xff && code !== 0 && (code < 0xd0 || code > 0xd7)) return offset + at + 1;
      at = piece.indexOf(0xff, at + 1);
    }
    // The last byte is looked at again: it may be the FF of a pair.
    offset += piece.length - 1;
  }
}
