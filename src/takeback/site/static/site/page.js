/** Behaviour that every page has: leaving at once, and buttons that count a double click once. */
import { ExitThisPage } from "./built/govuk/components/exit-this-page/exit-this-page.mjs";

/**
 * Loaded only where the page has the element: most pages need neither.
 * @type {[string, () => Promise<new (element: Element) => object>][]}
 */
const OPTIONAL = [
  [
    '[data-module="govuk-error-summary"]',
    async () =>
      (await import("./built/govuk/components/error-summary/error-summary.mjs")).ErrorSummary,
  ],
  [
    'button[data-module="govuk-button"]',
    async () => (await import("./built/govuk/components/button/button.mjs")).Button,
  ],
];

// The components refuse to start without this mark; it is set here because a browser that runs
// modules has what they need.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

const exit = document.querySelector('[data-module="govuk-exit-this-page"]');
if (exit !== null) new ExitThisPage(exit);

for (const [selector, load] of OPTIONAL) {
  const elements = document.querySelectorAll(selector);
  if (elements.length === 0) continue;
  const Component = await load();
  for (const element of elements) new Component(element);
}
