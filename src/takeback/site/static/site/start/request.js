/** The texts that leave the device. Nothing else on this page sends anything. */

/**
 * @typedef {import("./fingerprint.js").Fingerprints} Fingerprints
 *
 * @typedef {object} Message  one request's text: `head(token)`, the pictures with commas between, `TAIL`
 * @property {(token: string) => string} head
 *   token: what the first answer gave; the first message needs none
 * @property {string[]} pictures  JSON, one a picture
 * @property {number[]} numbers  what each of them is called on this page, from 1
 */

export const TAIL = "]}";
const MOST_BYTES = 65_000; // the service takes 64 KiB; this leaves room for a token's last letters
const TOKEN_BYTES = 1000; // more than a token has

/**
 * As many pictures in each message as it can carry, in order. One picture, or one video of 600
 * frames, always fits.
 *
 * @param {import("./answers.js").Answers} answers
 * @param {Fingerprints[]} pictures
 * @returns {Message[]}  at least one; JSON, and only the fields named here; plain ASCII
 */
export function writeMessages({ age_band, whose, consent, keep_plan }, pictures) {
  const answers = { age_band, whose, consent, ...(keep_plan ? { keep_plan } : {}) };
  const opening = openList(answers);
  /** @type {Message[]} */
  const messages = [{ head: () => opening, pictures: [], numbers: [] }];
  let bytes = opening.length;
  pictures.forEach((picture, index) => {
    const text = JSON.stringify(writePicture(picture));
    const last = /** @type {Message} */ (messages.at(-1));
    bytes += text.length + 1;
    if (bytes + TAIL.length > MOST_BYTES && last.pictures.length > 0) {
      const head = (/** @type {string} */ token) => openList({ add_to: token });
      messages.push({ head, pictures: [text], numbers: [index + 1] });
      bytes = TOKEN_BYTES + text.length;
    } else {
      last.pictures.push(text);
      last.numbers.push(index + 1);
    }
  });
  return messages;
}

/**
 * The same but for one picture; the others keep their numbers.
 *
 * @param {Message[]} messages
 * @param {number} number
 * @returns {Message[]}  none that is empty
 */
export function leaveOut(messages, number) {
  const kept = messages.map(({ head, pictures, numbers }) => ({
    head,
    pictures: pictures.filter((_, index) => numbers[index] !== number),
    numbers: numbers.filter((one) => one !== number),
  }));
  return kept.filter(({ pictures }) => pictures.length > 0);
}

/** @param {Message} message @param {string} token @returns {string} */
export function textOf({ head, pictures }, token) {
  return head(token) + pictures.join(",") + TAIL;
}

/** @param {Record<string, unknown>} fields @returns {string}  up to the first picture */
function openList(fields) {
  return JSON.stringify({ ...fields, pictures: [] }).slice(0, -TAIL.length);
}

/** @param {Fingerprints} picture */
function writePicture({ quality, md5, sha256, views, clip }) {
  if (views !== null) return { quality, md5, sha256, ...views };
  return { kind: "video", md5, sha256, frames: clip.frames };
}

/**
 * Give the same key as long as the text stays the same: sent twice, it counts once.
 *
 * @returns {(text: string) => string}  32 hexadecimal digits, random
 */
export function openKeys() {
  /** @type {Map<string, string>} */
  const keys = new Map();
  return function keyFor(text) {
    const key = keys.get(text) ?? randomHex(16);
    keys.set(text, key);
    return key;
  };
}

/** @param {number} bytes */
function randomHex(bytes) {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
