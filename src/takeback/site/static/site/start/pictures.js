/** The chosen files and what became of each. Lives in this page's memory and nowhere else. */

/**
 * @typedef {import("./fingerprint.js").Fingerprints} Fingerprints
 * @typedef {"waiting"|"working"|"ready"|"plain"|"common"|"duplicate"|"failed"|"stopped"} State
 *
 * @typedef {object} Picture
 * @property {number} id  never used twice on one page
 * @property {File} file
 * @property {"waiting"|"working"|"done"|"failed"|"stopped"} progress
 * @property {Fingerprints|null} fingerprints  `null` until done
 * @property {import("./worker.js").Progress|null} step  how far a long one is; `null`: not known
 * @property {string|null} reason  why it failed
 * @property {"plain"|"common"|null} refusal  why the service does not take it; `null`: not said
 */

/**
 * @typedef {object} Pictures
 * @property {() => readonly Picture[]} all
 * @property {(files: File[]) => number} add  how many were left out, because there would be too many
 * @property {(id: number) => void} remove
 * @property {(id: number) => void} retry
 * @property {() => void} retryNotLoaded  those that a missing part of the page kept waiting
 * @property {(number: number, refusal: "plain"|"common") => void} leaveOut
 *   number: from 1, of those that are ready
 * @property {() => void} stop
 * @property {() => void} clear
 * @property {(picture: Picture) => State} state
 * @property {(picture: Picture) => Picture|null} original  the earlier picture from the same file
 * @property {() => Fingerprints[]} ready  in order
 * @property {() => boolean} isWorking
 */

const NOTHING_YET = { fingerprints: null, step: null, reason: null, refusal: null };

/**
 * @param {import("./queue.js").Queue} queue
 * @param {{leastQuality: number, most: number, onChange: () => void}} options
 * @returns {Pictures}
 */
export function openPictures(queue, { leastQuality, most, onChange }) {
  /** @type {Picture[]} */
  let pictures = [];
  let lastId = 0;

  /** @param {Picture} picture */
  async function fingerprint(picture) {
    Object.assign(picture, { progress: "waiting", reason: null, step: null });
    const outcome = await queue.add({
      job: "fingerprint",
      file: picture.file,
      isWanted: () => pictures.includes(picture),
      onStart() {
        picture.progress = "working";
        onChange();
      },
      onProgress(step) {
        picture.step = step;
        onChange();
      },
    });
    if ("done" in outcome) {
      Object.assign(picture, { progress: "done", fingerprints: outcome.done });
    } else {
      const progress = outcome.reason === "stopped" ? "stopped" : "failed";
      Object.assign(picture, { progress, reason: outcome.reason });
    }
    onChange();
  }

  /** @param {Picture} picture */
  function original(picture) {
    const digest = picture.fingerprints?.sha256;
    const first = pictures.find((other) => other.fingerprints?.sha256 === digest);
    return digest === undefined || first === undefined || first === picture ? null : first;
  }

  /** @param {Picture} picture @returns {State} */
  function state(picture) {
    if (picture.progress !== "done" || picture.fingerprints === null) {
      return picture.progress === "done" ? "failed" : picture.progress;
    }
    const first = original(picture);
    if (first !== null) return state(first) === "ready" ? "duplicate" : state(first);
    if (picture.refusal !== null) return picture.refusal;
    // A video without a frame that can be told from others is still found as the file it is.
    const isPlain = picture.fingerprints.clip === null && picture.fingerprints.quality < leastQuality;
    return isPlain ? "plain" : "ready";
  }

  return {
    all: () => pictures,
    add(files) {
      const taken = files.slice(0, Math.max(0, most - pictures.length));
      const added = taken.map((file) => {
        /** @type {Picture} */
        const picture = { id: ++lastId, file, progress: "waiting", ...NOTHING_YET };
        return picture;
      });
      pictures = [...pictures, ...added];
      added.forEach(fingerprint);
      onChange();
      return files.length - taken.length;
    },
    remove(id) {
      pictures = pictures.filter((picture) => picture.id !== id);
      onChange();
    },
    retry(id) {
      const picture = pictures.find((candidate) => candidate.id === id);
      if (picture !== undefined) fingerprint(picture);
      onChange();
    },
    retryNotLoaded() {
      pictures.filter(({ reason }) => reason === "not-loaded").forEach(fingerprint);
      onChange();
    },
    leaveOut(number, refusal) {
      const picture = pictures.filter((one) => state(one) === "ready")[number - 1];
      if (picture !== undefined) picture.refusal = refusal;
      onChange();
    },
    stop: () => queue.stop(),
    clear() {
      queue.stop();
      pictures = [];
      onChange();
    },
    state,
    original,
    ready: () =>
      pictures.flatMap((picture) =>
        state(picture) === "ready" && picture.fingerprints ? [picture.fingerprints] : [],
      ),
    isWorking: () => pictures.some(({ progress }) => progress === "waiting" || progress === "working"),
  };
}
