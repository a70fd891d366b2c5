/** The browser's player, never shown and never heard: gives single frames to the worker that asks. */

/**
 * @typedef {{open: true}|{at: number}} Question  at: seconds
 * @typedef {{seconds: number}|ImageBitmap|null} Answer  `null`: cannot be played
 *
 * @typedef {object} Player
 * @property {(question: Question) => Promise<Answer>} answer
 * @property {() => void} close
 */

const LONGEST_MILLISECONDS = 10_000; // for a step that takes a fraction of a second
const PAST_MILLISECONDS = 20; // into the frame: a player rounds times down to the frame before
const FAR_SECONDS = 1e7; // a recording that does not say how long it is learns it at its end

/**
 * @param {Blob} file
 * @returns {Player}
 */
export function openPlayer(file) {
  const video = document.createElement("video");
  const address = URL.createObjectURL(file);

  /** @param {number} seconds */
  async function seek(seconds) {
    const arrived = once(video, "seeked");
    video.currentTime = seconds;
    await arrived;
  }

  async function open() {
    video.muted = true;
    video.playsInline = true;
    video.preload = "auto";
    const loaded = once(video, "loadeddata");
    video.src = address;
    await loaded;
    if (!Number.isFinite(video.duration)) await seek(FAR_SECONDS);
    const { duration, videoWidth } = video;
    return Number.isFinite(duration) && videoWidth > 0 ? { seconds: duration } : null;
  }

  /** @param {number} at */
  async function frame(at) {
    await seek(Math.min(at + PAST_MILLISECONDS / 1000, video.duration));
    return createImageBitmap(video);
  }

  return {
    async answer(question) {
      try {
        return "open" in question ? await open() : await frame(question.at);
      } catch {
        // A player says little about why; what can be done about it is the same.
        return null;
      }
    },
    close() {
      video.removeAttribute("src");
      video.load();
      URL.revokeObjectURL(address);
    },
  };
}

/** @param {HTMLVideoElement} video @param {string} name @returns {Promise<void>} */
function once(video, name) {
  return new Promise((resolve, reject) => {
    const stop = new AbortController();
    const end = (/** @type {() => void} */ settle) => {
      stop.abort();
      clearTimeout(clock);
      settle();
    };
    const clock = setTimeout(() => end(() => reject(new Error("too slow"))), LONGEST_MILLISECONDS);
    video.addEventListener(name, () => end(resolve), { signal: stop.signal });
    video.addEventListener("error", () => end(() => reject(new Error("cannot be played"))), {
      signal: stop.signal,
    });
  });
}
