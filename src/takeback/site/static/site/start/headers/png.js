/** The size of a PNG picture, and whether the file goes on to its end. */
import { Unreadable } from "../unreadable.js";

/**
 * @param {import("../pieces.js").Pieces} pieces
 * @returns {Promise<import("./header.js").Size>}
 */
export async function readPng(pieces) {
  let size = null;
  let isAnimated = false;
  for (let offset = 8; ; ) {
    const head = await pieces.bytes(offset, 16);
    if (head.length < 8) throw new Unreadable("truncated");
    const view = new DataView(head.buffer, head.byteOffset, head.length);
    const name = String.fromCharCode(...head.subarray(4, 8));
    offset += 12 + view.getUint32(0);
    if (offset > pieces.size) throw new Unreadable("truncated");
    if (name === "IHDR" && head.length === 16) {
      size = { width: view.getUint32(8), height: view.getUint32(12) };
    }
    isAnimated ||= name === "acTL";
    if (name === "IEND") break;
  }
  if (size === null) throw new Unreadable("damaged");
  return { ...size, isAnimated };
}
