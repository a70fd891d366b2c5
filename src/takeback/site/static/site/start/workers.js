/**
 * One worker at work and one in reserve, both loaded while there is a connection: when a file
 * brings the first down, the second takes over, with or without one.
 */

/**
 * @typedef {import("./worker.js").Order} Order
 * @typedef {import("./worker.js").Progress} Progress
 * @typedef {import("./unreadable.js").Reason} Reason
 * @typedef {{done: any}|{reason: Reason|"stopped"|"not-loaded"}} Outcome
 * @typedef {{worker: Worker, ready: Promise<boolean>}} Hand
 */

// A picture takes seconds even on a slow phone, and a video tells every second of it; after this
// long without a word nothing more will come.
const LONGEST_MILLISECONDS = 120_000;

/**
 * @typedef {object} Workers
 * @property {Promise<boolean>} ready  whether everything needed was loaded
 * @property {() => Promise<boolean>} loadAgain  the same, from a new beginning
 * @property {(order: Order, onProgress: (progress: Progress) => void) => Promise<Outcome>} run
 *   one at a time
 * @property {() => void} stop  what runs ends as "stopped"
 * @property {() => void} close
 */

/**
 * @param {URL} address  of the worker's module
 * @returns {Workers}
 */
export function openWorkers(address) {
  let atWork = start(address);
  let reserve = start(address);
  /** @type {((outcome: Outcome) => void)|null} */
  let finish = null;

  const areBothReady = () =>
    Promise.all([atWork.ready, reserve.ready]).then((both) => both.every(Boolean));

  function close() {
    atWork.worker.terminate();
    reserve.worker.terminate();
  }

  function replace() {
    atWork.worker.terminate();
    atWork = reserve;
    reserve = start(address);
  }

  /** @param {Order} order @param {(progress: Progress) => void} onProgress @returns {Promise<Outcome>} */
  async function run(order, onProgress) {
    /** @type {Promise<Outcome>} */
    const finished = new Promise((resolve) => (finish = resolve));
    const hand = atWork;
    const player = openLater(order.file);
    const wait = () => setTimeout(() => finish?.({ reason: "too-slow" }), LONGEST_MILLISECONDS);
    let clock = wait();
    hand.ready.then((isReady) => {
      if (!isReady) finish?.({ reason: "not-loaded" });
      hand.worker.onmessage = async ({ data }) => {
        if (data.number !== order.number) return;
        clearTimeout(clock);
        clock = wait();
        if ("progress" in data) onProgress(data.progress);
        else if ("question" in data) reply(hand.worker, await player.answer(data.question));
        else finish?.(data);
      };
      hand.worker.onerror = () => finish?.({ reason: "stopped-working" });
      hand.worker.postMessage(order);
    });
    const outcome = await finished;
    clearTimeout(clock);
    player.close();
    finish = null;
    if ("reason" in outcome && mayBeBroken(outcome.reason)) replace();
    return outcome;
  }

  return {
    ready: areBothReady(),
    loadAgain() {
      close();
      atWork = start(address);
      reserve = start(address);
      return areBothReady();
    },
    run,
    stop: () => finish?.({ reason: "stopped" }),
    close,
  };
}

/**
 * A player for a file, which is made when the worker first asks for it: few files need one.
 *
 * @param {Blob} file
 * @returns {import("./video/player.js").Player}
 */
function openLater(file) {
  /** @type {Promise<import("./video/player.js").Player>|null} */
  let opening = null;
  return {
    async answer(question) {
      opening ??= import("./video/player.js").then(({ openPlayer }) => openPlayer(file));
      return opening.then((player) => player.answer(question)).catch(() => null);
    },
    close: () => void opening?.then((player) => player.close(), () => {}),
  };
}

/** @param {Worker} worker @param {import("./video/player.js").Answer} answer */
function reply(worker, answer) {
  worker.postMessage({ answer }, answer instanceof ImageBitmap ? [answer] : []);
}

/** @param {string} reason */
function mayBeBroken(reason) {
  return ["stopped", "stopped-working", "too-slow", "no-memory"].includes(reason);
}

/** @param {URL} address @returns {Hand} */
function start(address) {
  const worker = new Worker(address, { type: "module" });
  /** @type {Promise<boolean>} */
  const ready = new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data.ready);
    worker.onerror = () => resolve(false);
  });
  return { worker, ready };
}
