/** Beside the words: which pictures have arrived and which have not, and the button that sends these. */
import { find } from "./elements.js";
import { showFailure } from "./failure.js";
import { text } from "./texts.js";

// What sending the same again cannot change.
const FOR_GOOD = ["refused", "used", "full", "closed"];

/**
 * @param {import("./check_step.js").Rest} rest
 * @param {{onArrived: () => void}} options  onArrived: all that the service takes is there now
 * @returns {{isSending: () => boolean}}
 */
export function openRestBox(rest, { onArrived }) {
  const box = find("#start-rest");
  const button = find("#start-rest-send");
  const status = find("#start-rest-sending");
  let isSending = false;

  /** @param {import("./send.js").Failed} failed */
  function show(failed) {
    const counts = rest.counts();
    const isForGood = FOR_GOOD.includes(failed.failure);
    const areOthersThere = counts.missing === 0;
    find("[data-in-place]", box).textContent = areOthersThere
      ? text("rest-others-in-place", counts)
      : text("rest-in-place", counts);
    button.hidden = isForGood || areOthersThere;
    find("[data-start-again]", box).hidden = !isForGood;
    showFailure(find("#start-rest-failure"), failed, areOthersThere ? "" : (button.textContent ?? ""));
    if (areOthersThere) onArrived();
  }

  button.addEventListener("click", async () => {
    if (isSending) return;
    isSending = true;
    button.setAttribute("aria-disabled", "true");
    find("#start-rest-failure").hidden = true;
    status.textContent = text("sending");
    const failed = await rest.sendAgain(() => {
      find("[data-in-place]", box).textContent = text("rest-in-place", rest.counts());
    });
    status.textContent = "";
    button.removeAttribute("aria-disabled");
    isSending = false;
    if (failed !== null) {
      show(failed);
      return;
    }
    showAllSent(true);
    box.hidden = true;
    find("#start-heading").focus();
    onArrived();
  });

  showAllSent(false);
  box.hidden = false;
  show(rest.failed);
  return { isSending: () => isSending };
}

/** @param {boolean} areAll */
function showAllSent(areAll) {
  find("#start-sent-all").hidden = !areAll;
  find("#start-sent-part").hidden = areAll;
}
