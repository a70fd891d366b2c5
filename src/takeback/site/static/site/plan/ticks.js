/**
 * Ticking off a step saves it at once, and the page says so. The buttons that save without a script
 * go away, and come back when saving did not work.
 */
export {}; // a module of its own, which shares no name with others

const form = /** @type {HTMLFormElement} */ (document.querySelector("#ticks"));
const progress = /** @type {HTMLElement} */ (document.querySelector("#progress"));
const overview = /** @type {HTMLElement} */ (document.querySelector("[data-done-word]"));
const boxes = /** @type {HTMLInputElement[]} */ ([
  ...document.querySelectorAll("input[name=done]"),
]);
let isSaving = false;
let isChanged = false;

/** @param {boolean} areShown */
function showButtons(areShown) {
  for (const line of document.querySelectorAll("[data-save]")) {
    line.toggleAttribute("hidden", !areShown);
  }
}

function showProgress() {
  for (const box of boxes) {
    for (const element of document.querySelectorAll(`[data-step="${box.value}"]`)) {
      element.classList.toggle("is-done", box.checked);
    }
    const word = overview.querySelector(`[data-step="${box.value}"] .govuk-visually-hidden`);
    if (word !== null) word.textContent = box.checked ? (overview.dataset.doneWord ?? "") : "";
  }
  const done = boxes.filter((box) => box.checked).length;
  progress.textContent = (form.dataset.progress ?? "")
    .replace("{done}", String(done))
    .replace("{all}", String(boxes.length));
}

/** One request at a time, and one more when something was ticked meanwhile: the last word counts. */
async function save() {
  isChanged = true;
  if (isSaving) return;
  isSaving = true;
  let isSaved = true;
  while (isChanged && isSaved) {
    isChanged = false;
    isSaved = await send();
  }
  isSaving = false;
  showButtons(!isSaved);
  if (!isSaved) progress.textContent = form.dataset.notSaved ?? "";
}

/** @returns {Promise<boolean>} whether it was taken */
async function send() {
  const fields = /** @type {[string, string][]} */ ([...new FormData(form)]);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(fields),
      redirect: "manual",
      keepalive: true, // whoever ticks and leaves at once has ticked all the same
    });
    return answer.status === 204;
  } catch {
    // Not online: the page says that it is not saved, and the button tries again.
    return false;
  }
}

showButtons(false);
for (const box of boxes) {
  box.addEventListener("change", () => {
    showProgress();
    save();
  });
}
