/** Choosing files by the button or by dropping them. */
import { find } from "./elements.js";

/** @param {(files: File[]) => void} onChosen */
export function openChooser(onChosen) {
  const input = /** @type {HTMLInputElement} */ (find("#start-files"));
  const zone = find("#start-drop");

  input.addEventListener("change", () => {
    onChosen(Array.from(input.files ?? []));
    // So that the same file can be chosen again after it was removed.
    input.value = "";
  });

  zone.addEventListener("dragenter", () => zone.classList.add("start-drop--over"));
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(/** @type {Node|null} */ (event.relatedTarget))) {
      zone.classList.remove("start-drop--over");
    }
  });
  // A file let go beside the zone would otherwise open in place of this page, for all to see.
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("start-drop--over");
    const files = Array.from(event.dataTransfer?.files ?? []);
    if (zone.contains(/** @type {Node|null} */ (event.target)) && files.length > 0) onChosen(files);
  });
}
