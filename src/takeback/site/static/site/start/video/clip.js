/** A video to the fingerprints of its frames: one a second, borders cut off, repeats left out. */
import { Unreadable } from "../unreadable.js";
import { findBorders, readPart } from "./borders.js";
import { openDecoded } from "./decoded.js";
import { openShown } from "./shown.js";

/**
 * @typedef {{at: number, quality: number, bits: string}} FrameFingerprint
 *   at: seconds from the first frame; bits: recipe pdq-1, 64 hexadecimal digits
 *
 * @typedef {object} Clip
 * @property {number} seconds
 * @property {FrameFingerprint[]} frames  in order; only those that can be told from others
 * @property {"not-decoded"|"plain"|"cut"|null} note
 *   not-decoded, plain: there are no frames, the file can only be found as it is; cut: the end of
 *   the file is missing, the frames are those before it
 *
 * @typedef {object} Frame
 * @property {number} at  seconds from the first frame
 * @property {number} width  upright
 * @property {number} height
 * @property {(context: OffscreenCanvasRenderingContext2D, x: number, y: number) => void} draw
 *   so that the frame's point x, y lies in the canvas's corner
 * @property {() => void} close
 *
 * @typedef {object} Source
 * @property {number} seconds
 * @property {(times: number[]) => AsyncGenerator<Frame>} frames
 *   the frames nearest to those times, in order; ends early where no more can be read
 * @property {() => void} close
 */

const MOST_FRAMES = 600; // what one request can carry
const LEAST_QUALITY = 50; // as for pictures
// As on the command line: two looks at a scene in which nothing moves differ by about this much.
const SAME_BITS = 6; // of 256

/**
 * @param {Blob} file
 * @param {{kernel: import("../../kernel/browser.js").Kernel, link: import("../worker.js").Link}} tools
 * @returns {Promise<Clip>}
 * @throws {Unreadable}
 */
export async function makeClip(file, { kernel, link }) {
  const source = await openSource(file, link);
  // Surely a video, though nothing here can play it.
  if (source === "no-decoder") return { seconds: 0, frames: [], note: "not-decoded" };
  if (typeof source === "string") throw new Unreadable(source);
  try {
    return await fingerprintFrames(source, { kernel, link });
  } finally {
    source.close();
  }
}

/**
 * By the browser's decoders where it lends them out, else by its player, which only the page has.
 *
 * @param {Blob} file
 * @param {import("../worker.js").Link} link
 * @returns {Promise<Source|import("./decoded.js").Fault>}
 */
async function openSource(file, link) {
  const decoded = typeof VideoDecoder === "function" ? await openDecoded(file) : "not-decoded";
  if (typeof decoded === "object" || decoded === "no-video") return decoded;
  return (await openShown(link)) ?? decoded;
}

/**
 * @param {Source} source
 * @param {{kernel: import("../../kernel/browser.js").Kernel, link: import("../worker.js").Link}} tools
 * @returns {Promise<Clip>}
 */
async function fingerprintFrames(source, { kernel, link }) {
  const times = timesIn(source.seconds);
  const box = await findBorders(source, times, kernel);
  /** @type {FrameFingerprint[]} */
  const frames = [];
  let seen = 0;
  for await (const frame of source.frames(times)) {
    const { rgba, width, height } = readPart(frame, box);
    const { at } = frame;
    frame.close();
    const made = kernel.fingerprint(rgba, width, height);
    const fingerprint = { at: round(at), quality: made.quality, bits: made.views[0].bits };
    if (adds(fingerprint, frames.at(-1))) frames.push(fingerprint);
    seen += 1;
    link.tell({ part: "frames", done: Math.round(times[seen - 1]), of: Math.round(source.seconds) });
  }
  if (seen === 0) throw new Unreadable("damaged");
  const isCut = seen < times.length;
  const note = frames.length === 0 ? "plain" : isCut ? "cut" : null;
  return { seconds: round(isCut ? times[seen - 1] + 1 : source.seconds), frames, note };
}

/**
 * A second apart; in a longer video evenly further apart, in whole seconds.
 *
 * @param {number} seconds
 * @returns {number[]}
 */
export function timesIn(seconds) {
  const step = Math.max(1, Math.ceil(seconds / MOST_FRAMES));
  const count = Math.max(1, Math.ceil(seconds / step));
  return Array.from({ length: count }, (_, index) => index * step);
}

/** @param {FrameFingerprint} frame @param {FrameFingerprint|undefined} last */
function adds(frame, last) {
  if (frame.quality < LEAST_QUALITY) return false;
  return last === undefined || bitsApart(frame.bits, last.bits) > SAME_BITS;
}

/** @param {string} one @param {string} other  64 hexadecimal digits each */
export function bitsApart(one, other) {
  let bits = 0;
  for (let at = 0; at < one.length; at += 8) {
    let different = parseInt(one.slice(at, at + 8), 16) ^ parseInt(other.slice(at, at + 8), 16);
    for (; different !== 0; different &= different - 1) bits += 1;
  }
  return bits;
}

/** To hundredths of a second. @param {number} seconds */
function round(seconds) {
  return Math.round(seconds * 100) / 100;
}
