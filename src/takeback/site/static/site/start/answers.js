/** What was ticked, and what is still missing at each step. */
import { find } from "./elements.js";
import { text } from "./texts.js";

/**
 * @typedef {import("./problems.js").Problem} Problem
 * @typedef {{whose: string|null, age_band: string|null, consent: boolean,
 *   keep_plan: boolean}} Answers
 *   `null`: not said; `age_band` may be "adult", which opens nothing
 */

/** @returns {Answers} */
export function readAnswers() {
  const data = new FormData(/** @type {HTMLFormElement} */ (find("#start")));
  const said = (/** @type {string} */ name) => /** @type {string|null} */ (data.get(name));
  return {
    whose: said("whose"),
    age_band: said("age_band"),
    consent: said("consent") === "yes",
    keep_plan: said("keep_plan") === "yes",
  };
}

/** The words beside what was ticked. @param {string} name @returns {string} */
export function wordsOf(name) {
  const ticked = document.querySelector(`#start input[name="${name}"]:checked`);
  const label = ticked && document.querySelector(`label[for="${ticked.id}"]`);
  return label?.textContent?.trim() ?? "";
}

/**
 * @param {import("./steps.js").Step} step
 * @param {import("./pictures.js").Pictures} pictures
 * @returns {Problem[]}
 */
export function problemsOf(step, pictures) {
  if (step === "choose") return problemsOfPictures(pictures);
  const { whose, age_band, consent } = readAnswers();
  const problems = [];
  if (step === "about" && whose === null) problems.push(problem("whose", "#start-whose-me"));
  if (step === "about" && age_band === null) problems.push(problem("age_band", "#start-age-1"));
  if (step === "consent" && !consent) problems.push(problem("consent", "#start-consent"));
  return problems;
}

const FILES = { group: "#start-files-group", field: "#start-files" };

/** @param {import("./pictures.js").Pictures} pictures @returns {Problem[]} */
function problemsOfPictures(pictures) {
  if (pictures.isWorking()) return [{ ...FILES, sentence: text("error-still-working") }];
  if (pictures.ready().length === 0) return [{ ...FILES, sentence: text("error-none-ready") }];
  return [];
}

/** The service would not take any of them. @returns {Problem} */
export function noneTaken() {
  return { ...FILES, sentence: text("error-none-taken") };
}

/** @param {string} question @param {string} field @returns {Problem} */
function problem(question, field) {
  return { group: `[data-question="${question}"]`, field, sentence: text(`error-${question}`) };
}
