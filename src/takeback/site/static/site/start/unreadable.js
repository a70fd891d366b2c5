/** Why a file gives no fingerprint, in words that the page has a sentence for. */

/**
 * @typedef {"empty"|"truncated"|"damaged"|"not-a-picture"|"no-video"|"other-kind"|"too-many-pixels"|
 *   "file-too-large"|"not-opened"|"not-decoded"|"no-memory"|"needs-connection"|"stopped-working"|
 *   "too-slow"} Reason
 */

export class Unreadable extends Error {
  /** @param {Reason} reason */
  constructor(reason) {
    super(reason);
    this.name = "Unreadable";
    this.reason = reason;
  }
}
