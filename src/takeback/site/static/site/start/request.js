/** The one text that leaves the device. Nothing else on this page sends anything. */

/**
 * @param {import("./answers.js").Answers} answers
 * @param {import("./fingerprint.js").Fingerprints[]} pictures
 * @returns {string}  JSON, and only the fields named here
 */
export function writeRequest({ age_band, whose, consent, keep_plan }, pictures) {
  return JSON.stringify({
    age_band,
    whose,
    consent,
    ...(keep_plan ? { keep_plan } : {}),
    pictures: pictures.map(({ quality, md5, sha256, views }) => ({
      quality,
      md5,
      sha256,
      "pdq-1": views,
    })),
  });
}

/**
 * Give the same key as long as the text stays the same: sent twice, it opens one case.
 *
 * @returns {(body: string) => string}  32 hexadecimal digits, random
 */
export function openKeys() {
  let lastBody = "";
  let key = "";
  return function keyFor(body) {
    if (body !== lastBody) {
      key = randomHex(16);
      lastBody = body;
    }
    return key;
  };
}

/** @param {number} bytes */
function randomHex(bytes) {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
