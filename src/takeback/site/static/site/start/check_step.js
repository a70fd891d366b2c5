/** The last look: what was said, exactly what leaves the device, and the button that sends it. */
import { readAnswers, wordsOf } from "./answers.js";
import { find, findAll } from "./elements.js";
import { openKeys, writeRequest } from "./request.js";
import { mayHaveArrived, send } from "./send.js";
import { text } from "./texts.js";

/**
 * @typedef {object} CheckStep
 * @property {() => void} update  call it when the step is shown
 * @property {() => boolean} isHeld
 *   whether the answers must stay as they are: the service may have taken them without our having
 *   heard its words. Only the same text under the same key brings those; another text would open
 *   a second case, and the first would stay without anybody who can take it back.
 */

/**
 * @param {import("./pictures.js").Pictures} pictures
 * @param {{address: string, onOpened: (opened: import("./send.js").Opened) => void}} options
 * @returns {CheckStep}
 */
export function openCheckStep(pictures, { address, onOpened }) {
  const keyFor = openKeys();
  const button = /** @type {HTMLButtonElement} */ (find("#start-send"));
  const write = () => writeRequest(readAnswers(), pictures.ready());
  let isSending = false;
  let isUnknown = false;

  function showHeld() {
    const isHeld = isSending || isUnknown;
    for (const element of findAll("[data-step=check] :is([data-change], [data-back])")) {
      element.hidden = isHeld;
    }
    find("#start-failure [data-held]").hidden = !isUnknown;
  }

  button.addEventListener("click", async () => {
    if (isSending) return;
    isSending = true;
    button.setAttribute("aria-disabled", "true");
    showHeld();
    find("#start-failure").hidden = true;
    find("#start-sending").textContent = text("sending");
    const body = write();
    const sent = await send(address, { body, key: keyFor(body) });
    find("#start-sending").textContent = "";
    button.removeAttribute("aria-disabled");
    isSending = false;
    isUnknown = mayHaveArrived(sent, isUnknown);
    showHeld();
    if ("opened" in sent) onOpened(sent.opened);
    else showFailure(sent);
  });

  function update() {
    // Still true, and what to do stands there.
    if (isSending || isUnknown) return;
    find("#start-failure").hidden = true;
    const body = write();
    showAnswers(pictures.ready());
    const bytes = new TextEncoder().encode(body).length;
    find("#start-bytes").textContent = text("bytes", { n: bytes, key: keyFor(body) });
    find("#start-json").textContent = body;
  }

  return { update, isHeld: () => isSending || isUnknown };
}

/** @param {import("./fingerprint.js").Fingerprints[]} ready */
function showAnswers(ready) {
  const name = ready.length === 1 ? "pictures-one" : "pictures-many";
  const views = Object.keys(ready[0]?.views ?? {}).length;
  find('[data-answer="pictures"]').textContent = text(name, { n: ready.length });
  find('[data-answer="whose"]').textContent = wordsOf("whose");
  find('[data-answer="age_band"]').textContent = wordsOf("age_band");
  const sentences = [
    text("leaves-views", { n: views }),
    text("leaves-digests"),
    text("leaves-answers"),
    ...(readAnswers().keep_plan ? [text("leaves-plan")] : []),
    text("leaves-key"),
  ];
  find("#start-leaves").replaceChildren(
    ...sentences.map((sentence) => {
      const item = document.createElement("li");
      item.textContent = sentence;
      return item;
    }),
  );
}

/** @param {{failure: string, waitSeconds: number, message: string}} sent */
function showFailure({ failure, waitSeconds, message }) {
  const minutes = Math.ceil(waitSeconds / 60);
  const wait =
    waitSeconds < 120
      ? text("wait-seconds", { n: Math.max(2, waitSeconds) })
      : text("wait-minutes", { n: minutes });
  const box = find("#start-failure");
  find("[data-what]", box).textContent = text(`failure-${failure}`, { wait });
  const words = find("[data-answer-of-server]", box);
  words.textContent = message;
  words.hidden = failure !== "refused" || message === "";
  box.hidden = false;
  box.focus();
}
