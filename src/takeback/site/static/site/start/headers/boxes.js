/** The size of an AVIF or HEIC picture, and whether the file holds all its boxes. */
import { Unreadable } from "../unreadable.js";

const SEQUENCES = new Set(["avis", "hevc", "hevx", "msf1"]);
const META_BYTES = 1 << 20; // what describes a picture of thousands of tiles stays far below

/**
 * @param {import("../pieces.js").Pieces} pieces
 * @returns {Promise<import("./header.js").Size>}
 */
export async function readBoxes(pieces) {
  let size = null;
  for (let offset = 0; offset < pieces.size; ) {
    const head = await pieces.bytes(offset, 16);
    const box = readBox(head, 0, pieces.size - offset);
    if (box === null || offset + box.length > pieces.size) throw new Unreadable("truncated");
    if (box.name === "meta") {
      if (box.length > META_BYTES) throw new Unreadable("damaged");
      // A meta box has four bytes of version and flags before its own boxes.
      size ??= largestSize(await pieces.bytes(offset, box.length), box.head + 4);
    }
    offset += box.length;
  }
  if (size === null) throw new Unreadable("damaged");
  const brand = String.fromCharCode(...(await pieces.bytes(8, 4)));
  return { ...size, isAnimated: SEQUENCES.has(brand) };
}

/**
 * The largest size that any item has: a picture of tiles lists the tiles' too.
 *
 * @param {Uint8Array} bytes
 * @param {number} offset
 * @returns {{width: number, height: number}|null}
 */
function largestSize(bytes, offset) {
  let largest = null;
  while (offset < bytes.length) {
    const box = readBox(bytes, offset, bytes.length - offset);
    if (box === null || offset + box.length > bytes.length) throw new Unreadable("damaged");
    const inside = bytes.subarray(offset, offset + box.length);
    let size = null;
    if (box.name === "iprp" || box.name === "ipco") size = largestSize(inside, box.head);
    if (box.name === "ispe" && box.length >= box.head + 12) {
      const view = new DataView(inside.buffer, inside.byteOffset + box.head, 12);
      size = { width: view.getUint32(4), height: view.getUint32(8) };
    }
    if (size && (!largest || size.width * size.height > largest.width * largest.height)) {
      largest = size;
    }
    offset += box.length;
  }
  return largest;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} offset
 * @param {number} rest  bytes to the end of whatever holds the box
 */
function readBox(bytes, offset, rest) {
  if (bytes.length - offset < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, bytes.length - offset);
  const name = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
  let head = 8;
  let length = view.getUint32(0);
  if (length === 0) length = rest;
  if (length === 1) {
    if (view.byteLength < 16) return null;
    head = 16;
    length = Number(view.getBigUint64(8));
  }
  return length < head ? null : { name, head, length };
}
