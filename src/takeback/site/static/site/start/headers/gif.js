/** The size of a GIF picture, whether its first frame is whole, and whether more follow. */
import { Unreadable } from "../unreadable.js";

const EXTENSION = 0x21;
const FRAME = 0x2c;
const TRAILER = 0x3b;

/**
 * @param {import("../pieces.js").Pieces} pieces
 * @returns {Promise<import("./header.js").Size>}
 */
export async function readGif(pieces) {
  const screen = await exactly(pieces, 6, 7);
  const size = { width: screen[0] + screen[1] * 256, height: screen[2] + screen[3] * 256 };
  let frames = 0;
  let offset = 13 + colourTableBytes(screen[4]);
  while (frames < 2) {
    const [block] = await pieces.bytes(offset, 1);
    if (frames > 0 && (block === undefined || block === TRAILER)) break;
    if (block === EXTENSION) {
      offset = await afterBlocks(pieces, offset + 2);
    } else if (block === FRAME) {
      const frame = await exactly(pieces, offset + 1, 9);
      // A frame may be larger than the screen; a decoder makes room for both.
      size.width = Math.max(size.width, frame[4] + frame[5] * 256);
      size.height = Math.max(size.height, frame[6] + frame[7] * 256);
      frames += 1;
      if (frames === 1) {
        offset = await afterBlocks(pieces, offset + 11 + colourTableBytes(frame[8]));
      }
    } else {
      throw new Unreadable(block === undefined || block === TRAILER ? "truncated" : "damaged");
    }
  }
  return { ...size, isAnimated: frames > 1 };
}

/** @param {number} flags */
function colourTableBytes(flags) {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** @param {import("../pieces.js").Pieces} pieces @param {number} offset */
async function afterBlocks(pieces, offset) {
  for (;;) {
    const [length] = await exactly(pieces, offset, 1);
    offset += 1 + length;
    if (length === 0) return offset;
  }
}

/** @param {import("../pieces.js").Pieces} pieces @param {number} offset @param {number} length */
async function exactly(pieces, offset, length) {
  const bytes = await pieces.bytes(offset, length);
  if (bytes.length < length) throw new Unreadable("truncated");
  return bytes;
}
