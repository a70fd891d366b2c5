/** Reads a file in pieces, so that its size does not matter. */
import { Unreadable } from "./unreadable.js";

const WINDOW_BYTES = 1 << 20; // 1 MiB: few reads for a photograph, little memory on a phone

/**
 * @typedef {object} Pieces
 * @property {number} size  bytes in the whole file
 * @property {(offset: number, length: number) => Promise<Uint8Array>} bytes
 *   at most `length` bytes from `offset`; fewer only where the file ends; `length` up to 1 MiB
 */

/**
 * @param {Blob} file
 * @returns {Pieces}
 */
export function openPieces(file) {
  let start = 0;
  let held = new Uint8Array(0);

  return {
    size: file.size,
    async bytes(offset, length) {
      const wanted = Math.min(length, Math.max(0, file.size - offset));
      if (offset < start || offset + wanted > start + held.length) {
        held = await readPiece(file, offset, Math.max(wanted, WINDOW_BYTES));
        start = offset;
      }
      return held.subarray(offset - start, offset - start + wanted);
    },
  };
}

/**
 * Hand over the whole file, a piece at a time, in order.
 *
 * @param {Blob} file
 * @returns {AsyncGenerator<Uint8Array>}
 */
export async function* everyPiece(file) {
  for (let offset = 0; offset < file.size; offset += WINDOW_BYTES) {
    yield await readPiece(file, offset, WINDOW_BYTES);
  }
}

/** @param {Blob} file @param {number} offset @param {number} length */
async function readPiece(file, offset, length) {
  try {
    return new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
  } catch {
    // Moved, changed or taken back by the device since it was chosen; the browser says no more.
    throw new Unreadable("not-opened");
  }
}
