/** The first step: its list, its counting and its buttons. */
import { openChooser } from "./chooser.js";
import { find } from "./elements.js";
import { openRows } from "./picture_rows.js";
import { openPictures } from "./pictures.js";
import { clearProblems } from "./problems.js";
import { text } from "./texts.js";

/**
 * @param {import("./queue.js").Queue} queue
 * @param {{leastQuality: number, most: number}} limits
 * @returns {import("./pictures.js").Pictures}
 */
export function openChooseStep(queue, limits) {
  const pictures = openPictures(queue, { ...limits, onChange: () => update() });
  const updateRows = openRows(find("#start-pictures"), pictures, queue);
  let leftOut = 0;

  function update() {
    updateRows();
    if (problemIsSolved(pictures)) clearProblems();
    updateCount(pictures, leftOut);
  }

  openChooser((files) => {
    leftOut = pictures.add(files);
    update();
  });
  find("#start-stop").addEventListener("click", () => {
    pictures.stop();
    find("#start-files").focus();
  });
  return pictures;
}

/** @param {import("./pictures.js").Pictures} pictures */
function problemIsSolved(pictures) {
  return !pictures.isWorking() && pictures.ready().length > 0;
}

/**
 * @param {import("./pictures.js").Pictures} pictures
 * @param {number} leftOut
 */
function updateCount(pictures, leftOut) {
  const all = pictures.all().length;
  const done = pictures.all().filter(({ progress }) => !["waiting", "working"].includes(progress)).length;
  const bar = /** @type {HTMLProgressElement} */ (find("#start-bar"));
  bar.max = Math.max(1, all);
  bar.value = done;
  find("#start-progress-box").hidden = !pictures.isWorking();
  const sentences = [];
  if (pictures.isWorking()) sentences.push(text("count-working", { done, all }));
  else if (all > 0) sentences.push(...finished(pictures));
  if (leftOut > 0) sentences.push(text("too-many", { n: leftOut }));
  const count = find("#start-count");
  const sentence = sentences.join(" ");
  if (count.textContent !== sentence) count.textContent = sentence;
}

/** @param {import("./pictures.js").Pictures} pictures */
function finished(pictures) {
  const ready = pictures.ready().length;
  const unused = pictures.all().length - ready;
  const name = ready === 0 ? "count-none" : ready === 1 ? "count-one" : "count-many";
  const first = text(name, { ready });
  return unused > 0 ? [first, text("count-left-out", { n: unused })] : [first];
}
