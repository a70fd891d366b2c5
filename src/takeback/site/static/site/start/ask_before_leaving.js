/**
 * Asks once more before what cannot be had again is lost. "Exit this page" is never held up by a
 * question: it is for whoever must be gone at once.
 */

// What GOV.UK Frontend's component marks the page with when it is being left in a hurry.
const EXITING = "govuk-exit-this-page-hide-content";

/** @param {() => boolean} wouldBeLost */
export function askBeforeLeaving(wouldBeLost) {
  addEventListener("beforeunload", (event) => {
    if (wouldBeLost() && !document.body.classList.contains(EXITING)) event.preventDefault();
  });
}
