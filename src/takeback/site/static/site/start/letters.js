/** Everything that will be sent, letter by letter: a fold for each picture, with its counts. */
import { find } from "./elements.js";
import { TAIL, textOf } from "./request.js";
import { text } from "./texts.js";

/**
 * @param {import("./request.js").Message[]} messages
 * @param {import("./fingerprint.js").Fingerprints[]} pictures
 * @param {(text: string) => string} keyFor
 */
export function showLetters(messages, pictures, keyFor) {
  const box = find("#start-letters");
  box.replaceChildren(
    ...messages.flatMap((message, index) => {
      const whole = textOf(message, "");
      const values = { n: whole.length, key: keyFor(whole), number: index + 1, all: messages.length };
      const line = document.createElement("p");
      line.className = "govuk-body";
      line.textContent = text(messages.length === 1 ? "bytes" : "bytes-of-message", values);
      return [line, ...foldsOf(message, pictures)];
    }),
  );
}

/**
 * @param {import("./request.js").Message} message
 * @param {import("./fingerprint.js").Fingerprints[]} pictures
 */
function foldsOf({ head, pictures: texts, numbers }, pictures) {
  const folds = texts.map((letters, index) => {
    const number = numbers[index];
    const isLast = index === texts.length - 1;
    const count = countOf(pictures[number - 1]);
    const summary = text("letters-of", { name: text("picture", { n: number }), n: count, bytes: letters.length });
    return openFold(summary, letters + (isLast ? "" : ","));
  });
  return [lettersOf(head(text("token"))), ...folds, lettersOf(TAIL)];
}

/** @param {import("./fingerprint.js").Fingerprints} picture */
function countOf({ views, clip }) {
  if (views === null) return clip.frames.length;
  return Object.values(views).reduce((sum, named) => sum + Object.keys(named).length, 0);
}

/** @param {string} summary @param {string} letters */
function openFold(summary, letters) {
  const template = /** @type {HTMLTemplateElement} */ (find("#start-fold"));
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  find("[data-summary]", copy).textContent = summary;
  const place = find("[data-letters]", copy);
  place.textContent = letters;
  place.setAttribute("aria-label", summary);
  return copy;
}

/** @param {string} letters */
function lettersOf(letters) {
  const place = document.createElement("pre");
  place.className = "start-json";
  place.dataset.letters = "";
  place.textContent = letters;
  return place;
}
