/** A button that prints the page; it stays hidden where scripts are off, since it needs one. */
for (const button of document.querySelectorAll("button[data-print]")) {
  button.removeAttribute("hidden");
  button.addEventListener("click", () => window.print());
}
