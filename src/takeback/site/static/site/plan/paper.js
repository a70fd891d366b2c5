/** On paper everything that there is to do stands open; afterwards the page is as it was. */
export {}; // a module of its own, which shares no name with others

/** @returns {HTMLDetailsElement[]} */
function closedOnes() {
  const found = document.querySelectorAll("details[data-on-paper]:not([open])");
  return /** @type {HTMLDetailsElement[]} */ ([...found]);
}

/** @type {HTMLDetailsElement[]} */
let opened = [];

addEventListener("beforeprint", () => {
  opened = closedOnes();
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
  opened = [];
});
