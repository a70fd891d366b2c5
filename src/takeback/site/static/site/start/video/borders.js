/** The borders of a video: strips of one colour that most of its frames have. */
import { openCanvas } from "../pixels.js";

/**
 * @typedef {import("./clip.js").Frame} Frame
 * @typedef {import("./clip.js").Source} Source
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box  shares of the frame
 */

const LOOKS = 12; // the first frames settle it; each is decoded once more for that
// Of five frames four must have a strip: neither a subtitle in a bar keeps it, nor does one scene
// that is dark at its edge cut the others.
const WITHOUT_STRIP = 0.2;
const LEAST_STRIP = 0.02; // of a side; less is borne by a fingerprint
const LEAST_QUALITY = 50; // below, a frame says nothing about borders

/** @type {Box} */
const WHOLE = { left: 0, top: 0, right: 1, bottom: 1 };

/** @type {OffscreenCanvasRenderingContext2D|null} */
let canvas = null;

/**
 * What is left without the strips of one colour that most frames have.
 *
 * @param {Source} source
 * @param {number[]} times
 * @param {import("../../kernel/browser.js").Kernel} kernel
 * @returns {Promise<Box>}
 */
export async function findBorders(source, times, kernel) {
  /** @type {Box[]} */
  const inner = [];
  for await (const frame of source.frames(times.slice(0, LOOKS))) {
    const { rgba, width, height } = readPart(frame, WHOLE);
    frame.close();
    if (kernel.fingerprint(rgba, width, height).quality < LEAST_QUALITY) continue;
    inner.push(kernel.trim(rgba, width, height));
  }
  if (inner.length === 0) return WHOLE;
  return {
    left: strip(inner.map(({ left }) => left)),
    top: strip(inner.map(({ top }) => top)),
    right: 1 - strip(inner.map(({ right }) => 1 - right)),
    bottom: 1 - strip(inner.map(({ bottom }) => 1 - bottom)),
  };
}

/** How much of a side is cut off. @param {number[]} shares  by frame */
function strip(shares) {
  const sorted = [...shares].sort((one, other) => one - other);
  const share = sorted[Math.floor(WITHOUT_STRIP * (sorted.length - 1))];
  return share >= LEAST_STRIP ? share : 0;
}

/**
 * The pixels of a part of a frame, cut at whole pixels.
 *
 * @param {Frame} frame
 * @param {Box} box
 */
export function readPart(frame, box) {
  const left = Math.round(box.left * frame.width);
  const top = Math.round(box.top * frame.height);
  const width = Math.max(1, Math.round(box.right * frame.width) - left);
  const height = Math.max(1, Math.round(box.bottom * frame.height) - top);
  if (canvas === null || canvas.canvas.width !== width || canvas.canvas.height !== height) {
    canvas = openCanvas(width, height);
  }
  canvas.fillRect(0, 0, width, height);
  frame.draw(canvas, left, top);
  return { rgba: canvas.getImageData(0, 0, width, height).data, width, height };
}
