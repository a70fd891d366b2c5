/** The last look: what was said, exactly what leaves the device, and the button that sends it. */
import { readAnswers, wordsOf } from "./answers.js";
import { find } from "./elements.js";
import { openKeys, writeRequest } from "./request.js";
import { send } from "./send.js";
import { text } from "./texts.js";

/**
 * @param {import("./pictures.js").Pictures} pictures
 * @param {{address: string, onOpened: (opened: import("./send.js").Opened) => void}} options
 * @returns {() => void}  brings the step up to date; call it when the step is shown
 */
export function openCheckStep(pictures, { address, onOpened }) {
  const keyFor = openKeys();
  const button = /** @type {HTMLButtonElement} */ (find("#start-send"));
  const write = () => writeRequest(readAnswers(), pictures.ready());
  let isSending = false;

  button.addEventListener("click", async () => {
    if (isSending) return;
    isSending = true;
    button.setAttribute("aria-disabled", "true");
    find("#start-failure").hidden = true;
    find("#start-sending").textContent = text("sending");
    const body = write();
    const sent = await send(address, { body, key: keyFor(body) });
    find("#start-sending").textContent = "";
    button.removeAttribute("aria-disabled");
    isSending = false;
    if ("opened" in sent) onOpened(sent.opened);
    else showFailure(sent);
  });

  return function update() {
    find("#start-failure").hidden = true;
    const body = write();
    showAnswers(pictures.ready());
    const bytes = new TextEncoder().encode(body).length;
    find("#start-bytes").textContent = text("bytes", { n: bytes, key: keyFor(body) });
    find("#start-json").textContent = body;
  };
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
      ? text("wait-seconds", { n: waitSeconds })
      : text("wait-minutes", { n: minutes });
  const box = find("#start-failure");
  find("[data-what]", box).textContent = text(`failure-${failure}`, { wait });
  const words = find("[data-answer-of-server]", box);
  words.textContent = message;
  words.hidden = failure !== "refused" || message === "";
  box.hidden = false;
  box.focus();
}
