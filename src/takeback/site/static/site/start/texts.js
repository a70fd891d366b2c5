/** The page's sentences, which stand in its template so that they can be translated. */

/**
 * @param {string} name
 * @param {Record<string, string|number>} [values]  what stands in for each `{word}`
 * @returns {string}
 */
export function text(name, values = {}) {
  const element = document.querySelector(`#start-texts [data-text="${name}"]`);
  if (element === null) throw new Error(`the page has no sentence named ${name}`);
  const sentence = element.textContent ?? "";
  return sentence.replace(/\{(\w+)\}/g, (_, word) => String(values[word]));
}
