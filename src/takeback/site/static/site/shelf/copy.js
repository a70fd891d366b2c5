/** Buttons that copy the words above them; they stay hidden where scripts are off. */

const spoken = document.getElementById("copied");

/**
 * Put the words on the clipboard. Where the page may not, select them: one touch copies then.
 * @param {HTMLElement} words
 * @returns {Promise<boolean>} whether they were copied
 */
async function copy(words) {
  try {
    await navigator.clipboard.writeText(words.innerText);
    return true;
  } catch {
    getSelection()?.selectAllChildren(words);
    return false;
  }
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!(button instanceof HTMLButtonElement)) continue;
  const words = document.getElementById(button.dataset.copy ?? "");
  if (words === null) continue;
  button.parentElement?.removeAttribute("hidden");
  button.addEventListener("click", async () => {
    const name = button.textContent;
    const said = (await copy(words)) ? button.dataset.copied : button.dataset.selected;
    button.textContent = said ?? name;
    if (spoken !== null) spoken.textContent = said ?? "";
    setTimeout(() => {
      button.textContent = name;
      if (spoken !== null) spoken.textContent = "";
    }, 3000);
  });
}
