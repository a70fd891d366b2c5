/** The fingerprint page: puts its parts together and wipes everything when it is left. */
import { problemsOf, readAnswers } from "./answers.js";
import { openCheckStep } from "./check_step.js";
import { openChooseStep } from "./choose_step.js";
import { find, findAll } from "./elements.js";
import { clearProblems, showProblems } from "./problems.js";
import { openQueue } from "./queue.js";
import { openSteps } from "./steps.js";
import { canMakeFingerprints, showUnsupported } from "./support.js";
import { text } from "./texts.js";
import { showWords, wipeWords } from "./words_step.js";
import { openWorkers } from "./workers.js";

/** @typedef {import("./steps.js").Step} Step */

/** @type {Record<string, Step>} */
const NEXT = { choose: "about", about: "consent", consent: "check" };
/** @type {Record<string, Step[]>} */
const BEFORE = { about: ["choose"], consent: ["choose", "about"], check: ["choose", "about", "consent"] };

if (canMakeFingerprints()) begin();
else showUnsupported();

function begin() {
  const form = /** @type {HTMLFormElement} */ (find("#start"));
  const workers = openWorkers(new URL("./worker.js", import.meta.url));
  const pictures = openChooseStep(openQueue(workers), {
    leastQuality: Number(form.dataset.leastQuality),
    most: Number(form.dataset.mostPictures),
  });
  let isSent = false;

  const updateCheck = openCheckStep(pictures, {
    address: form.dataset.sendTo ?? "",
    onOpened(opened) {
      isSent = true;
      showWords(opened);
      steps.go("words");
      // What was sent is not needed any more.
      pictures.clear();
      form.reset();
    },
  });

  /**
   * The step asked for, or the first before it where something is missing.
   *
   * @param {Step} step
   * @returns {Step}
   */
  function allowed(step) {
    if (isSent) return "words";
    if (step === "adult") return readAnswers().age_band === "adult" ? "adult" : "about";
    const before = BEFORE[step] ?? [];
    return before.find((earlier) => problemsOf(earlier, pictures).length > 0) ?? step;
  }

  const steps = openSteps({
    allowed,
    onShow(step) {
      clearProblems();
      if (step === "consent") showForAge();
      if (step === "check") updateCheck();
    },
  });

  for (const button of findAll("[data-next]")) {
    button.addEventListener("click", () => {
      const step = steps.current();
      const problems = problemsOf(step, pictures);
      if (problems.length > 0) showProblems(problems);
      else if (step === "about" && readAnswers().age_band === "adult") steps.go("adult");
      else steps.go(NEXT[step]);
    });
  }
  for (const button of findAll("[data-back]")) button.addEventListener("click", () => steps.back());
  for (const button of findAll("[data-change]")) {
    button.addEventListener("click", () => steps.go(/** @type {Step} */ (button.dataset.change)));
  }
  // Enter in a field must not send the form anywhere.
  form.addEventListener("submit", (event) => event.preventDefault());

  addEventListener("pagehide", () => {
    workers.close();
    pictures.clear();
    form.reset();
    wipeWords();
  });
  // Kept whole by the browser and brought back: begin again, empty.
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  show(form, workers);
}

/** @param {HTMLFormElement} form @param {import("./workers.js").Workers} workers */
async function show(form, workers) {
  document.documentElement.classList.add("start-can");
  form.hidden = false;
  find("#start-ready").textContent = text("warming");
  if (await workers.ready) find("#start-ready").textContent = text("ready-to-choose");
  else showUnsupported();
}

function showForAge() {
  const isUnder13 = readAnswers().age_band === "under_13";
  for (const element of findAll("[data-only-under-13]")) element.hidden = !isUnder13;
}
