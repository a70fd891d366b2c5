/** One file to one set of fingerprints, or a small preview of it. */
import { readHeader } from "./headers/header.js";
import { decode } from "./pixels.js";

/**
 * @typedef {{kernel: import("../kernel/browser.js").Kernel,
 *   digest: (file: Blob) => Promise<import("./digests.js").Digests>}} Tools
 *
 * @typedef {object} Fingerprints
 * @property {import("./headers/header.js").Kind} kind
 * @property {boolean} isAnimated  only the first frame was looked at
 * @property {number} quality  0 to 100
 * @property {string} md5
 * @property {string} sha256
 * @property {Record<string, string>} views  of recipe pdq-1, 64 hexadecimal digits each
 * @property {{decode: number, kernel: number, digests: number}} milliseconds
 */

// The server takes all eight. These five keep a hundred pictures within one request; left out are
// those both mirrored and turned, the rarest of re-shares.
const VIEWS = ["whole", "mirror", "turn-90", "turn-180", "turn-270"];
const PREVIEW_SIDE = 160; // pixels: enough to know which picture it is

/**
 * @param {Blob} file
 * @param {Tools} tools
 * @returns {Promise<Fingerprints>}
 */
export async function makeFingerprint(file, { kernel, digest }) {
  const { kind, isAnimated } = await readHeader(file);
  const start = performance.now();
  const digests = await digest(file);
  const digested = performance.now();
  const pixels = await decode(file, kind);
  let decoded;
  let fingerprint;
  try {
    const { width, height } = pixels;
    const rows = pixels.rows(kernel.sampledRows(height));
    decoded = performance.now();
    fingerprint = kernel.fingerprintRows(rows, width, height);
  } finally {
    pixels.close();
  }
  const milliseconds = {
    digests: digested - start,
    decode: decoded - digested,
    kernel: performance.now() - decoded,
  };
  const views = Object.fromEntries(
    fingerprint.views.filter(({ view }) => VIEWS.includes(view)).map(({ view, bits }) => [view, bits]),
  );
  return { kind, isAnimated, quality: fingerprint.quality, ...digests, views, milliseconds };
}

/**
 * @param {Blob} file
 * @returns {Promise<ImageBitmap>}
 */
export async function makePreview(file) {
  const { kind } = await readHeader(file);
  const pixels = await decode(file, kind);
  try {
    return pixels.preview(PREVIEW_SIDE);
  } finally {
    pixels.close();
  }
}
