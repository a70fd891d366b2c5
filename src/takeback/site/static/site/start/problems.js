/** What is to be put right: beside the question, and in a list on top that gets the focus. */
import { find, findAll } from "./elements.js";

/** @typedef {{group: string, field: string, sentence: string}} Problem  selectors of both */

/** @param {Problem[]} problems */
export function showProblems(problems) {
  clearProblems();
  const summary = find("#start-errors");
  for (const { group, field, sentence } of problems) {
    const box = find(group);
    box.classList.add("govuk-form-group--error");
    const message = find("[data-error]", box);
    message.textContent = sentence;
    message.hidden = false;
    find("ul", summary).append(linkTo(field, sentence));
  }
  summary.hidden = false;
  summary.focus();
  summary.scrollIntoView({ block: "center" });
}

export function clearProblems() {
  find("#start-errors").hidden = true;
  find("#start-errors ul").replaceChildren();
  for (const box of findAll("#start .govuk-form-group--error")) {
    box.classList.remove("govuk-form-group--error");
    find("[data-error]", box).hidden = true;
  }
}

/** @param {string} field @param {string} sentence */
function linkTo(field, sentence) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = field;
  link.textContent = sentence;
  // The address must not change, not even by what follows a #.
  link.addEventListener("click", (event) => {
    event.preventDefault();
    find(field).focus();
  });
  item.append(link);
  return item;
}
