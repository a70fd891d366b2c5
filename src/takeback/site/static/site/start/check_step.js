/** The last look: what was said, exactly what leaves the device, and the button that sends it. */
import { readAnswers, wordsOf } from "./answers.js";
import { find, findAll } from "./elements.js";
import { isOfPicture, showFailure } from "./failure.js";
import { showLetters } from "./letters.js";
import { leaveOut, openKeys, writeMessages } from "./request.js";
import { openSending } from "./sending.js";
import { text } from "./texts.js";

/**
 * @typedef {object} Rest  what has not arrived after the first message did
 * @property {import("./send.js").Failed} failed  why not; a picture that it is about is left out
 * @property {() => {inPlace: number, missing: number}} counts  pictures; those left out are neither
 * @property {(onNext: (number: number) => void) => Promise<import("./send.js").Failed|null>} sendAgain
 *   `null`: everything has arrived
 *
 * @typedef {object} CheckStep
 * @property {() => void} update  call it when the step is shown
 * @property {() => boolean} isHeld
 *   whether the answers must stay as they are: the service may have taken them without our having
 *   heard its words. Only the same text under the same key brings those; another text would open
 *   a second case, and the first would stay without anybody who can take it back.
 */

/**
 * @param {import("./pictures.js").Pictures} pictures
 * @param {{addresses: {first: string, further: string},
 *   onOpened: (opened: import("./send.js").Opened, rest: Rest|null) => void,
 *   onNoneLeft: () => void}} options
 *   onOpened: the words are there; rest: `null` when all the pictures are too; onNoneLeft: the
 *   service takes none of the pictures
 * @returns {CheckStep}
 */
export function openCheckStep(pictures, { addresses, onOpened, onNoneLeft }) {
  const keyFor = openKeys();
  const sending = openSending(addresses, keyFor);
  const button = /** @type {HTMLButtonElement} */ (find("#start-send"));
  const write = () => writeMessages(readAnswers(), pictures.ready());
  let isSending = false;

  function showHeld() {
    for (const element of findAll("[data-step=check] :is([data-change], [data-back])")) {
      element.hidden = isSending || sending.isUnknown();
    }
    find("#start-failure [data-held]").hidden = !sending.isUnknown();
  }

  button.addEventListener("click", async () => {
    if (isSending) return;
    isSending = true;
    button.setAttribute("aria-disabled", "true");
    showHeld();
    find("#start-failure").hidden = true;
    const messages = write();
    const failed = await sending.go(messages, (number) => saySending(number, messages.length));
    find("#start-sending").textContent = "";
    button.removeAttribute("aria-disabled");
    isSending = false;
    showHeld();
    const opened = sending.opened();
    if (opened !== null) onOpened(opened, failed && restOf(sending, messages, failed));
    else if (failed !== null) fail(failed);
  });

  /** @param {import("./send.js").Failed} failed  nothing of it was kept */
  function fail(failed) {
    if (failed.picture !== null && isOfPicture(failed)) {
      pictures.leaveOut(failed.picture, failed.failure === "too-common" ? "common" : "plain");
      if (pictures.ready().length === 0) {
        onNoneLeft();
        return;
      }
      update();
    }
    showFailure(find("#start-failure"), failed, button.textContent ?? "");
  }

  function update() {
    // Still true, and what to do stands there.
    if (isSending || sending.isUnknown()) return;
    find("#start-failure").hidden = true;
    showAnswers(pictures.ready());
    showLetters(write(), pictures.ready(), keyFor);
  }

  // Once the words are there, they are what must not be lost.
  return { update, isHeld: () => isSending || (sending.opened() === null && sending.isUnknown()) };
}

/** @param {number} number @param {number} all */
function saySending(number, all) {
  find("#start-sending").textContent = all === 1 ? text("sending") : text("sending-of", { number, all });
}

/**
 * @param {import("./sending.js").Sending} sending
 * @param {import("./request.js").Message[]} messages
 * @param {import("./send.js").Failed} failed
 * @returns {Rest}
 */
function restOf(sending, messages, failed) {
  let wanted = messages;
  const leave = (/** @type {import("./send.js").Failed|null} */ reason) => {
    if (reason?.picture && isOfPicture(reason)) wanted = leaveOut(wanted, reason.picture);
    return reason;
  };
  leave(failed);
  const count = (/** @type {import("./request.js").Message[]} */ some) =>
    some.reduce((sum, { pictures }) => sum + pictures.length, 0);
  return {
    failed,
    counts: () => ({
      inPlace: count(wanted.slice(0, sending.arrived())),
      missing: count(wanted.slice(sending.arrived())),
    }),
    sendAgain: async (onNext) => leave(await sending.go(wanted, onNext)),
  };
}

/** @param {import("./fingerprint.js").Fingerprints[]} ready */
function showAnswers(ready) {
  const name = ready.length === 1 ? "pictures-one" : "pictures-many";
  const counts = ready.flatMap(({ views }) => (views === null ? [] : [countViews(views)]));
  const clips = ready.filter(({ clip }) => clip !== null && clip.frames.length > 0);
  find('[data-answer="pictures"]').textContent = text(name, { n: ready.length });
  find('[data-answer="whose"]').textContent = wordsOf("whose");
  find('[data-answer="age_band"]').textContent = wordsOf("age_band");
  const sentences = [
    ...(counts.length > 0 ? [text("leaves-views", { n: Math.max(...counts) })] : []),
    ...(clips.length > 0 ? [text("leaves-frames")] : []),
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

/** @param {import("./fingerprint.js").Views} views */
function countViews(views) {
  return Object.values(views).reduce((sum, named) => sum + Object.keys(named).length, 0);
}
