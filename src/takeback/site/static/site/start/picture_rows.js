/** One line for each chosen file: what it is called here, how far it is, what can be done. */
import { find } from "./elements.js";
import { openPreview } from "./preview.js";
import { text } from "./texts.js";

/**
 * @typedef {import("./pictures.js").Picture} Picture
 * @typedef {{element: HTMLElement, update: (name: string, position: number) => void}} Row
 */

const USABLE = ["waiting", "working", "ready"];
const CAN_BE_TRIED_AGAIN = ["not-opened", "no-memory", "needs-connection", "stopped-working", "too-slow", "not-loaded"];

/**
 * @param {HTMLElement} list
 * @param {import("./pictures.js").Pictures} pictures
 * @param {import("./queue.js").Queue} queue
 * @returns {() => void}  brings the lines up to date
 */
export function openRows(list, pictures, queue) {
  /** @type {Map<number, Row>} */
  const rows = new Map();

  return function update() {
    const names = nameEach(pictures);
    for (const [id, row] of rows) {
      if (names.has(id)) continue;
      row.element.remove();
      rows.delete(id);
    }
    pictures.all().forEach((picture, index) => {
      if (!rows.has(picture.id)) {
        const row = openRow(picture, pictures, queue);
        rows.set(picture.id, row);
        list.append(row.element);
      }
      rows.get(picture.id)?.update(names.get(picture.id) ?? "", index + 1);
    });
  };
}

/**
 * Only what may be sent has a number: picture 2 here is picture 2 on the page that answers.
 *
 * @param {import("./pictures.js").Pictures} pictures
 */
function nameEach(pictures) {
  let number = 0;
  return new Map(
    pictures.all().map((picture) => {
      const isUsable = USABLE.includes(pictures.state(picture));
      return [picture.id, isUsable ? text("picture", { n: ++number }) : text("not-used")];
    }),
  );
}

/**
 * @param {Picture} picture
 * @param {import("./pictures.js").Pictures} pictures
 * @param {import("./queue.js").Queue} queue
 * @returns {Row}
 */
function openRow(picture, pictures, queue) {
  const template = find("#start-row");
  const copy = /** @type {HTMLTemplateElement} */ (template).content.cloneNode(true);
  const element = find("li", /** @type {DocumentFragment} */ (copy));
  const preview = openPreview(element, picture.file, queue);
  find("[data-file]", element).textContent = picture.file.name;

  find("[data-retry]", element).addEventListener("click", () => pictures.retry(picture.id));
  find("[data-remove]", element).addEventListener("click", () => {
    const neighbour = element.nextElementSibling ?? element.previousElementSibling;
    pictures.remove(picture.id);
    // Whoever works by keyboard stays where they were.
    const next = neighbour ? find("[data-remove]", neighbour) : find("#start-files");
    next.focus();
  });

  return {
    element,
    update(name, position) {
      const state = pictures.state(picture);
      element.dataset.state = state;
      find("[data-name]", element).textContent = name;
      find("[data-state]", element).textContent = stateOf(picture, state);
      find("[data-note]", element).textContent = note(picture, pictures);
      // Heard, not seen: several lines may be called "Not used".
      const about = ` (${text("file-number", { n: position })})`;
      find("[data-which]", element).textContent = about;
      const again = state === "stopped" || CAN_BE_TRIED_AGAIN.includes(picture.reason ?? "");
      label(find("[data-retry]", element), "retry", about);
      find("[data-retry]", element).hidden = !again;
      label(find("[data-remove]", element), "remove", about);
      preview.update(name, state === "ready" && picture.fingerprints?.clip === null);
    },
  };
}

/** @param {Picture} picture @param {import("./pictures.js").Pictures} pictures */
function note(picture, pictures) {
  const state = pictures.state(picture);
  const original = pictures.original(picture);
  if (state === "duplicate" && original) {
    return text("note-duplicate", { name: nameEach(pictures).get(original.id) ?? "" });
  }
  if (state === "failed" || state === "stopped") return text(`note-${picture.reason}`);
  if (state === "plain" || state === "common") return text(`note-${state}`);
  if (picture.fingerprints?.clip) return noteOfVideo(picture.fingerprints.clip);
  return picture.fingerprints?.isAnimated ? text("note-animated") : "";
}

/** @param {import("./video/clip.js").Clip} clip */
function noteOfVideo({ note: what, seconds, frames }) {
  if (what === "not-decoded" || what === "plain") return text(`note-video-${what}`);
  const counts = text(frames.length === 1 ? "note-video-one" : "note-video", {
    seconds: Math.max(1, Math.round(seconds)),
    n: frames.length,
  });
  return what === "cut" ? `${counts} ${text("note-video-cut")}` : counts;
}

/** @param {Picture} picture @param {import("./pictures.js").State} state */
function stateOf({ step }, state) {
  if (state !== "working" || step === null) return text(`state-${state}`);
  if (step.part === "frames") return text("state-frames", step);
  return text("state-file", { percent: step.done });
}

/**
 * A short word to see; with what it is about for whoever hears it.
 *
 * @param {HTMLElement} button
 * @param {string} word
 * @param {string} about
 */
function label(button, word, about) {
  const heard = document.createElement("span");
  heard.className = "govuk-visually-hidden";
  heard.textContent = about;
  button.replaceChildren(text(word), heard);
}
