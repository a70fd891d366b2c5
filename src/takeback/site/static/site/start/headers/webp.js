/** The size of a WebP picture, and whether the file is as long as it says. */
import { Unreadable } from "../unreadable.js";

const ANIMATION = 0x02;

/**
 * @param {import("../pieces.js").Pieces} pieces
 * @returns {Promise<import("./header.js").Size>}
 */
export async function readWebp(pieces) {
  const head = await pieces.bytes(0, 30);
  if (head.length < 30) throw new Unreadable("truncated");
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  if (8 + view.getUint32(4, true) > pieces.size) throw new Unreadable("truncated");
  const coding = String.fromCharCode(...head.subarray(12, 16));
  if (coding === "VP8X") {
    return {
      width: 1 + (view.getUint32(24, true) & 0xffffff),
      height: 1 + (view.getUint32(26, true) >>> 8),
      isAnimated: (head[20] & ANIMATION) !== 0,
    };
  }
  if (coding === "VP8L") {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff), isAnimated: false };
  }
  if (coding === "VP8 ") {
    return {
      width: view.getUint16(26, true) & 0x3fff,
      height: view.getUint16(28, true) & 0x3fff,
      isAnimated: false,
    };
  }
  throw new Unreadable("damaged");
}
