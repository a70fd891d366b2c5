/**
 * One worker at work and one in reserve, both loaded while there is a connection: when a file
 * brings the first down, the second takes over, with or without one.
 */

/**
 * @typedef {import("./worker.js").Order} Order
 * @typedef {import("./unreadable.js").Reason} Reason
 * @typedef {{done: any}|{reason: Reason|"stopped"|"not-loaded"}} Outcome
 * @typedef {{worker: Worker, ready: Promise<boolean>}} Hand
 */

// A picture takes seconds even on a slow phone; after this long nothing more will come.
const LONGEST_MILLISECONDS = 120_000;

/**
 * @typedef {object} Workers
 * @property {Promise<boolean>} ready  whether everything needed was loaded
 * @property {() => Promise<boolean>} loadAgain  the same, from a new beginning
 * @property {(order: Order) => Promise<Outcome>} run  one at a time
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

  /** @param {Order} order @returns {Promise<Outcome>} */
  async function run(order) {
    /** @type {Promise<Outcome>} */
    const finished = new Promise((resolve) => (finish = resolve));
    const hand = atWork;
    const clock = setTimeout(() => finish?.({ reason: "too-slow" }), LONGEST_MILLISECONDS);
    hand.ready.then((isReady) => {
      if (!isReady) finish?.({ reason: "not-loaded" });
      hand.worker.onmessage = ({ data }) => data.number === order.number && finish?.(data);
      hand.worker.onerror = () => finish?.({ reason: "stopped-working" });
      hand.worker.postMessage(order);
    });
    const outcome = await finished;
    clearTimeout(clock);
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
