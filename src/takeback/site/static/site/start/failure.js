/** Says why something did not arrive, and what to do. */
import { find } from "./elements.js";
import { text } from "./texts.js";

/**
 * Does it end once one picture is left out?
 *
 * @param {{failure: import("./send.js").Failure, picture: number|null}} failed
 */
export function isOfPicture({ failure, picture }) {
  return picture !== null && (failure === "too-common" || failure === "too-plain");
}

/**
 * @param {HTMLElement} box
 * @param {import("./send.js").Failed} failed
 * @param {string} button  the name of the button to press again; "": there is nothing left to send
 */
export function showFailure(box, { failure, waitSeconds, message, picture }, button) {
  const minutes = Math.ceil(waitSeconds / 60);
  const wait =
    waitSeconds < 120
      ? text("wait-seconds", { n: Math.max(2, waitSeconds) })
      : text("wait-minutes", { n: minutes });
  const name = picture === null ? "" : text("picture", { n: picture });
  const sentences = [text(`failure-${failure}`, { wait, button, name })];
  if (isOfPicture({ failure, picture }) && button !== "") sentences.push(text("send-others", { button }));
  find("[data-what]", box).textContent = sentences.join(" ");
  const words = find("[data-answer-of-server]", box);
  words.textContent = message;
  words.hidden = failure !== "refused" || message === "";
  box.hidden = false;
  box.focus();
}
