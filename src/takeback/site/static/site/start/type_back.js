/** Two of the six words typed back, so that nobody finds out later that a word was misread. */
import { find, findAll } from "./elements.js";
import { text } from "./texts.js";

/**
 * @param {string[]} words
 * @param {() => void} onNoted
 */
export function openTypeBack(words, onNoted) {
  const asked = twoOf(words.length);
  const fields = asked.map((position, index) => openField(index, position, words[position]));

  find("#start-noted").addEventListener("click", () => {
    showTyping(true);
    fields[0].input.focus();
  });
  for (const button of findAll("[data-show-again]")) {
    button.addEventListener("click", () => {
      showTyping(false);
      find("#start-noted").focus();
    });
  }
  function check() {
    const wrong = fields.filter((field) => !field.check());
    if (wrong.length > 0) {
      wrong[0].input.focus();
      return;
    }
    find("#start-type-back").hidden = true;
    find("#start-end").hidden = false;
    find("#start-end").focus();
    onNoted();
  }
  find("#start-type-check").addEventListener("click", check);
  for (const { input } of fields) {
    input.addEventListener("keydown", ({ key }) => key === "Enter" && check());
  }
}

/** @param {boolean} isTyping */
function showTyping(isTyping) {
  find("#start-words-intro").hidden = isTyping;
  find("#start-words-box").hidden = isTyping;
  find("#start-words-name").hidden = isTyping;
  find("#start-words-actions").hidden = isTyping;
  find("#start-copied").textContent = "";
  find("#start-typing").hidden = isTyping;
  find("#start-type-back").hidden = !isTyping;
  find("#start-end").hidden = true;
}

/** @param {number} index @param {number} position @param {string} word */
function openField(index, position, word) {
  const group = find(`[data-word="${index}"]`);
  const input = /** @type {HTMLInputElement} */ (find("input", group));
  const message = find("[data-error]", group);
  find("label", group).textContent = text("word", { n: position + 1 });

  function check() {
    const isRight = input.value.trim().toLowerCase() === word;
    group.classList.toggle("govuk-form-group--error", !isRight);
    message.textContent = isRight ? "" : text("word-wrong", { n: position + 1 });
    message.hidden = isRight;
    if (isRight) input.removeAttribute("aria-describedby");
    else input.setAttribute("aria-describedby", message.id);
    return isRight;
  }
  return { input, check };
}

/** Two different positions, smaller first, by chance. @param {number} count @returns {number[]} */
function twoOf(count) {
  const [first, second] = crypto.getRandomValues(new Uint32Array(2));
  const one = first % count;
  const other = (one + 1 + (second % (count - 1))) % count;
  return [one, other].sort((a, b) => a - b);
}
