/** Orders wait here for the worker: one file at a time keeps a phone's memory small. */

/**
 * @typedef {import("./workers.js").Outcome} Outcome
 * @typedef {{job: "fingerprint"|"preview", file: Blob, isWanted: () => boolean, onStart?: () => void,
 *   onProgress?: (progress: import("./worker.js").Progress) => void}} Wish
 *   isWanted: asked when its turn comes; a file removed meanwhile is not read
 */

/**
 * @typedef {object} Queue
 * @property {(wish: Wish) => Promise<Outcome>} add
 * @property {() => void} stop  everything that waits or runs ends as "stopped"
 */

/**
 * @param {import("./workers.js").Workers} workers
 * @returns {Queue}
 */
export function openQueue(workers) {
  /** @type {(Wish & {resolve: (outcome: Outcome) => void})[]} */
  let waiting = [];
  let isRunning = false;
  let number = 0;

  async function work() {
    if (isRunning) return;
    isRunning = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      next.resolve(await run(next));
    }
    isRunning = false;
  }

  /** @param {Wish} wish @returns {Promise<Outcome>} */
  async function run({ job, file, isWanted, onStart, onProgress }) {
    if (!isWanted()) return { reason: "stopped" };
    onStart?.();
    return workers.run({ number: ++number, job, file }, onProgress ?? (() => {}));
  }

  return {
    add(wish) {
      return new Promise((resolve) => {
        waiting.push({ ...wish, resolve });
        work();
      });
    },
    stop() {
      const stopped = waiting;
      waiting = [];
      stopped.forEach(({ resolve }) => resolve({ reason: "stopped" }));
      workers.stop();
    },
  };
}
