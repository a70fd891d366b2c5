/** "Getting ready…", and what to do when a part of the page does not arrive. */
import { find } from "./elements.js";
import { text } from "./texts.js";

const SLOW_MILLISECONDS = 10_000; // several times what a slow phone needs

/**
 * @param {import("./workers.js").Workers} workers
 * @param {{onLateReady: () => void}} options  onLateReady: it came after all, with a later try
 */
export function openWarmUp(workers, { onLateReady }) {
  const line = find("#start-ready");
  const problem = find("#start-not-loaded");
  let isWaiting = false;

  /** @param {Promise<boolean>} ready */
  async function waitFor(ready) {
    isWaiting = true;
    problem.hidden = true;
    line.textContent = text("warming");
    const slow = setTimeout(() => (line.textContent = text("warming-slowly")), SLOW_MILLISECONDS);
    const isReady = await ready;
    clearTimeout(slow);
    isWaiting = false;
    line.textContent = isReady ? text("ready-to-choose") : "";
    problem.hidden = isReady;
    return isReady;
  }

  async function again() {
    if (isWaiting || problem.hidden) return;
    if (await waitFor(workers.loadAgain())) onLateReady();
  }

  find("#start-load-again").addEventListener("click", async () => {
    await again();
    // The button that had the focus is hidden, or has to be pressed once more.
    if (problem.hidden) find("#start-files").focus();
    else problem.focus();
  });
  addEventListener("online", again);
  waitFor(workers.ready);
}
