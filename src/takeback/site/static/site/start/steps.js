/**
 * The steps, one shown at a time. The browser's Back goes a step back; the history keeps a step's
 * name and nothing else, and the address never changes.
 */
import { find, findAll } from "./elements.js";
import { text } from "./texts.js";

/** @typedef {"choose"|"about"|"adult"|"consent"|"check"|"words"} Step */

/** Those that are counted, in order; "adult" leads out and "words" is the end. @type {Step[]} */
const COUNTED = ["choose", "about", "consent", "check", "words"];

/**
 * @typedef {object} Steps
 * @property {(step: Step) => void} go  forward, or to any step by a button
 * @property {() => void} back
 * @property {() => Step} current
 */

/**
 * @param {{allowed: (step: Step) => Step, onShow: (step: Step) => void}} options
 *   allowed: the step to show when the browser's history asks for one
 * @returns {Steps}
 */
export function openSteps({ allowed, onShow }) {
  /** @type {Step} */
  let current = "choose";
  const heading = find("#start-heading");

  /** @param {Step} step */
  function show(step) {
    current = step;
    for (const section of findAll("[data-step]")) {
      section.hidden = section.dataset.step !== step;
      if (!section.hidden) heading.textContent = section.dataset.heading ?? "";
    }
    const n = COUNTED.indexOf(step) + 1;
    find("#start-progress").textContent = n > 0 ? text("progress", { n, all: COUNTED.length }) : "";
    document.body.dataset.startStep = step;
    onShow(step);
  }

  function moveFocus() {
    scrollTo(0, 0);
    heading.focus();
  }

  history.replaceState({ step: "choose" }, "");
  addEventListener("popstate", ({ state }) => {
    show(allowed(state?.step ?? "choose"));
    moveFocus();
  });
  show("choose");

  return {
    go(step) {
      history.pushState({ step }, "");
      show(step);
      moveFocus();
    },
    back: () => history.back(),
    current: () => current,
  };
}
