/**
 * A small preview behind a tap, for the young person alone: hidden at first, drawn when asked for
 * and gone from memory when hidden. Other readers' pages have no button for it.
 */
import { find } from "./elements.js";
import { text } from "./texts.js";

/**
 * @param {HTMLElement} row
 * @param {Blob} file
 * @param {import("./queue.js").Queue} queue
 * @returns {{update: (name: string, isReady: boolean) => void}}
 */
export function openPreview(row, file, queue) {
  const button = row.querySelector("[data-show]");
  if (!(button instanceof HTMLButtonElement)) return { update() {} };
  const box = find("[data-preview]", row);
  const canvas = /** @type {HTMLCanvasElement} */ (find("canvas", box));

  async function show() {
    const outcome = await queue.add({ job: "preview", file, isWanted: () => !box.hidden });
    // Hidden again, or removed, while it was being drawn.
    if (box.hidden) return;
    if ("reason" in outcome) {
      box.textContent = text("no-preview");
      return;
    }
    canvas.width = outcome.done.width;
    canvas.height = outcome.done.height;
    canvas.getContext("bitmaprenderer")?.transferFromImageBitmap(outcome.done);
  }

  function hide() {
    canvas.width = 0;
    canvas.height = 0;
  }

  let picture = "";

  /** A short word to see; with the picture it is about for whoever hears it. */
  const showWhatItDoes = () => {
    button.textContent = text(box.hidden ? "show" : "hide");
    button.setAttribute("aria-label", `${button.textContent} (${picture})`);
  };

  button.addEventListener("click", () => {
    box.hidden = !box.hidden;
    button.setAttribute("aria-expanded", String(!box.hidden));
    showWhatItDoes();
    if (box.hidden) hide();
    else show();
  });

  return {
    update(name, isReady) {
      picture = name;
      button.hidden = !isReady;
      showWhatItDoes();
      canvas.setAttribute("aria-label", text("preview-of", { name }));
    },
  };
}
