/** The fingerprint page: puts its parts together and wipes everything when it is left. */
import { noneTaken, problemsOf, readAnswers } from "./answers.js";
import { askBeforeLeaving } from "./ask_before_leaving.js";
import { openCheckStep } from "./check_step.js";
import { openChooseStep } from "./choose_step.js";
import { find, findAll } from "./elements.js";
import { clearProblems, showProblems } from "./problems.js";
import { openQueue } from "./queue.js";
import { openRestBox } from "./rest_box.js";
import { openSteps } from "./steps.js";
import { canMakeFingerprints, showUnsupported } from "./support.js";
import { openWarmUp } from "./warm_up.js";
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
  let isRestSending = () => false;

  let areWordsNoted = false;
  const { sendTo = "", sendMoreTo = "" } = form.dataset;
  const check = openCheckStep(pictures, {
    addresses: { first: sendTo, further: sendMoreTo },
    onOpened(opened, rest) {
      isSent = true;
      showWords(opened, {
        isPlanAsked: readAnswers().keep_plan,
        onNoted: () => (areWordsNoted = true),
      });
      steps.go("words");
      if (rest === null) forget();
      else isRestSending = openRestBox(rest, { onArrived: forget }).isSending;
    },
    onNoneLeft() {
      steps.go("choose");
      showProblems([noneTaken()]);
    },
  });

  /** What was sent is not needed any more. */
  function forget() {
    pictures.clear();
    form.reset();
  }

  /**
   * The step asked for, or the first before it where something is missing.
   *
   * @param {Step} step
   * @returns {Step}
   */
  function allowed(step) {
    if (isSent) return "words";
    if (check.isHeld()) return "check";
    if (step === "adult") return readAnswers().age_band === "adult" ? "adult" : "about";
    const before = BEFORE[step] ?? [];
    return before.find((earlier) => problemsOf(earlier, pictures).length > 0) ?? step;
  }

  const steps = openSteps({
    allowed,
    onShow(step) {
      clearProblems();
      if (step === "consent") showForAge();
      if (step === "check") check.update();
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

  askBeforeLeaving(() => check.isHeld() || isRestSending() || (isSent && !areWordsNoted));

  addEventListener("pagehide", () => {
    workers.close();
    pictures.clear();
    form.reset();
    wipeWords();
  });
  // Kept whole by the browser and brought back: begin again, empty.
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  document.documentElement.classList.add("start-can");
  form.hidden = false;
  openWarmUp(workers, { onLateReady: () => pictures.retryNotLoaded() });
}

function showForAge() {
  const isUnder13 = readAnswers().age_band === "under_13";
  for (const element of findAll("[data-only-under-13]")) element.hidden = !isUnder13;
}
