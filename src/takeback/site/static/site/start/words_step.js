/** The six words: shown, copied, printed, and two of them typed back. */
import { find } from "./elements.js";
import { text } from "./texts.js";
import { openTypeBack } from "./type_back.js";

/**
 * @param {import("./send.js").Opened} opened
 * @param {{isPlanAsked: boolean, onNoted: () => void}} options
 *   isPlanAsked: keeping the plan was ticked; onNoted: two words were typed back rightly
 */
export function showWords({ code, case_name, plan_kept }, { isPlanAsked, onNoted }) {
  const words = code.split(" ");
  const list = find("#start-words");
  list.replaceChildren(
    ...words.map((word) => {
      const item = document.createElement("li");
      item.textContent = word;
      return item;
    }),
  );
  find("#start-case-name").textContent = case_name;
  if (isPlanAsked) find(plan_kept ? "#start-plan-kept" : "#start-plan-not-kept").hidden = false;
  const place = find("#start-return-address");
  const address = location.host + place.dataset.address;
  place.textContent = text("return-how", { address });

  find("#start-copy").addEventListener("click", () => copy(code, list));
  find("#start-print").addEventListener("click", () => print());
  openTypeBack(words, onNoted);
}

/** Take the words out of the page when it is left. */
export function wipeWords() {
  find("#start-words").replaceChildren();
  find("#start-case-name").textContent = "";
}

/** @param {string} code @param {HTMLElement} list */
async function copy(code, list) {
  const note = find("#start-copied");
  try {
    await navigator.clipboard.writeText(code);
    note.textContent = text("copied");
  } catch {
    // Not allowed here, or not a secure address: at least they are marked, ready to copy by hand.
    getSelection()?.selectAllChildren(list);
    note.textContent = text("not-copied");
  }
}
