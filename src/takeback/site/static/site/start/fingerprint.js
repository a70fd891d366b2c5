/** One picture to one set of fingerprints, or a small preview of it. */
import { readHeader } from "./headers/header.js";
import { decode } from "./pixels.js";
import { Unreadable } from "./unreadable.js";

/**
 * @typedef {object} Tools
 * @property {import("../kernel/browser.js").Kernel} kernel
 * @property {(file: Blob, onShare: (share: number) => void) => Promise<import("./digests.js").Digests>} digest
 * @property {import("./worker.js").Link} link  to the page that gave the order
 *
 * @typedef {object} Common
 * @property {import("./headers/header.js").Kind} kind
 * @property {boolean} isAnimated  only the first frame was looked at
 * @property {number} quality  0 to 100; of a video the best frame's
 * @property {string} md5
 * @property {string} sha256
 *
 * @typedef {Record<string, Record<string, string>>} Views  recipe, view: 64 hexadecimal digits
 * @typedef {Common & {views: Views, clip: null,
 *   milliseconds: {decode: number, kernel: number, digests: number}}} PictureFingerprints
 * @typedef {Common & {views: null, clip: import("./video/clip.js").Clip}} VideoFingerprints
 * @typedef {PictureFingerprints|VideoFingerprints} Fingerprints
 */

const PREVIEW_SIDE = 160; // pixels: enough to know which picture it is

/**
 * @param {Blob} file
 * @param {Tools} tools
 * @returns {Promise<Fingerprints>}
 */
export async function makeFingerprint(file, tools) {
  const header = await readHeader(file);
  if (header.kind === "video") return fingerprintVideo(file, tools);
  return fingerprintPicture(file, header, tools);
}

/**
 * @param {Blob} file
 * @param {import("./headers/header.js").Header} header
 * @param {Tools} tools
 * @returns {Promise<PictureFingerprints>}
 */
async function fingerprintPicture(file, { kind, isAnimated }, { kernel, digest }) {
  const start = performance.now();
  const digests = await digest(file, () => {});
  const digested = performance.now();
  const pixels = await decode(file, kind);
  const decoded = performance.now();
  let made;
  try {
    const picture = kernel.openPicture(pixels.width, pixels.height);
    for (const { rgba, count } of pixels.strips()) picture.addRows(rgba, count);
    made = picture.finish();
  } finally {
    pixels.close();
  }
  const milliseconds = {
    digests: digested - start,
    decode: decoded - digested,
    kernel: performance.now() - decoded,
  };
  const { quality } = made;
  return { kind, isAnimated, quality, ...digests, views: byRecipe(made.views), clip: null, milliseconds };
}

/** @param {{view: string, recipe: string, bits: string}[]} made @returns {Views} */
function byRecipe(made) {
  /** @type {Views} */
  const views = {};
  for (const { recipe, view, bits } of made) (views[recipe] ??= {})[view] = bits;
  return views;
}

/**
 * @param {Blob} file
 * @param {Tools} tools
 * @returns {Promise<VideoFingerprints>}
 */
async function fingerprintVideo(file, { kernel, digest, link }) {
  const { makeClip } = await loadClips();
  const clip = await makeClip(file, { kernel, link });
  let told = -1;
  const digests = await digest(file, (share) => {
    const percent = Math.floor(share * 100);
    if (percent !== told) link.tell({ part: "file", done: percent, of: 100 });
    told = percent;
  });
  const quality = Math.max(0, ...clip.frames.map((frame) => frame.quality));
  return { kind: "video", isAnimated: false, quality, ...digests, views: null, clip };
}

/** What a video needs comes with the first one; a page for pictures stays light. */
async function loadClips() {
  try {
    return await import("./video/clip.js");
  } catch {
    throw new Unreadable("needs-connection");
  }
}

/**
 * @param {Blob} file
 * @returns {Promise<ImageBitmap>}
 */
export async function makePreview(file) {
  const { kind } = await readHeader(file);
  if (kind === "video") throw new Unreadable("not-decoded");
  const pixels = await decode(file, kind);
  try {
    return pixels.preview(PREVIEW_SIDE);
  } finally {
    pixels.close();
  }
}
