/** Can this browser do the work? Newer parts are missing in browsers from before about 2023. */

/** @returns {boolean} */
export function canMakeFingerprints() {
  return (
    typeof WebAssembly === "object" &&
    typeof Worker === "function" &&
    typeof OffscreenCanvas === "function" &&
    typeof createImageBitmap === "function" &&
    typeof crypto?.getRandomValues === "function"
  );
}

/** Put the plain words in the place of the tool. */
export function showUnsupported() {
  document.documentElement.classList.add("start-cannot");
  document.documentElement.classList.remove("start-can");
  document.getElementById("start")?.setAttribute("hidden", "");
}
