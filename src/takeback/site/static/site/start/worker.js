/** Makes fingerprints away from the page, so that the page never freezes. Nothing here sends. */
import { loadKernel } from "../kernel/browser.js";
import { loadDigests } from "./digests.js";
import { makeFingerprint, makePreview } from "./fingerprint.js";
import { isOutOfMemory } from "./pixels.js";
import { Unreadable } from "./unreadable.js";

/**
 * @typedef {{number: number, job: "fingerprint"|"preview", file: Blob}} Order
 * @typedef {{number: number, done: any}|{number: number, reason: import("./unreadable.js").Reason}} Answer
 * @typedef {{part: "frames"|"file", done: number, of: number}} Progress
 *   frames: seconds of a video; file: percent of the file
 *
 * @typedef {object} Link
 * @property {(progress: Progress) => void} tell
 * @property {(question: import("./video/player.js").Question) => Promise<any>} ask
 */

const jobs = { fingerprint: makeFingerprint, preview: makePreview };

try {
  const [kernel, digest] = await Promise.all([
    loadKernel(new URL("../kernel/kernel.wasm", import.meta.url)),
    loadDigests(),
  ]);
  addEventListener("message", async ({ data }) => {
    if (!("job" in data)) return;
    const answer = await answerTo(data, { kernel, digest, link: linkOf(data.number) });
    const transfer = "done" in answer && answer.done instanceof ImageBitmap ? [answer.done] : [];
    postMessage(answer, { transfer });
  });
  postMessage({ ready: true });
} catch {
  // A missing part or a browser that cannot run it: the page says so and what else to do.
  postMessage({ ready: false });
}

/**
 * @param {Order} order
 * @param {import("./fingerprint.js").Tools} tools
 * @returns {Promise<Answer>}
 */
async function answerTo({ number, job, file }, tools) {
  try {
    return { number, done: await jobs[job](file, tools) };
  } catch (error) {
    if (error instanceof Unreadable) return { number, reason: error.reason };
    if (isOutOfMemory(error)) return { number, reason: "no-memory" };
    // A fault in a decoder or in the kernel may leave its memory wrong: the page takes another
    // worker after this answer.
    return { number, reason: "stopped-working" };
  }
}

/** @param {number} number  of the order that is worked on @returns {Link} */
function linkOf(number) {
  return {
    tell: (progress) => postMessage({ number, progress }),
    ask(question) {
      return new Promise((resolve) => {
        const listen = (/** @type {MessageEvent} */ { data }) => {
          if (!("answer" in data)) return;
          removeEventListener("message", listen);
          resolve(data.answer);
        };
        addEventListener("message", listen);
        postMessage({ number, question });
      });
    },
  };
}
