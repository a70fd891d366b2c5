/**
 * Ticking an answer that stands alone ("None of these", "I don't know") unticks the others, and
 * the other way round. Without this the server says that the two do not go together.
 */
/** @type {NodeListOf<HTMLInputElement>} */
const boxes = document.querySelectorAll("input[type=checkbox][name=answer]");

for (const box of boxes) {
  box.addEventListener("change", () => {
    if (!box.checked) return;
    for (const other of boxes) {
      if (other !== box && ("alone" in box.dataset || "alone" in other.dataset)) {
        other.checked = false;
      }
    }
  });
}
