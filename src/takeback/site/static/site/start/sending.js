/** Sends one message after the other, each under a key of its own, and goes on where it stopped. */
import { textOf } from "./request.js";
import { mayHaveArrived, send } from "./send.js";

/**
 * @typedef {import("./send.js").Opened} Opened
 *
 * @typedef {object} Sending
 * @property {(messages: import("./request.js").Message[], onNext: (number: number) => void) =>
 *   Promise<import("./send.js").Failed|null>} go
 *   from the first message that has not arrived; `null`: all have; until the first has arrived the
 *   messages may be others than before, afterwards only by a picture that the service will not take;
 *   of a failure that is about one picture, `picture` is its number on this page
 * @property {() => Opened|null} opened  what the first answer said; `null` before
 * @property {() => number} arrived  how many messages the service has for certain
 * @property {() => boolean} isUnknown  whether the next one may have arrived without our hearing of it
 */

/**
 * @param {{first: string, further: string}} addresses
 * @param {(text: string) => string} keyFor
 * @returns {Sending}
 */
export function openSending(addresses, keyFor) {
  /** @type {Opened|null} */
  let opened = null;
  let arrived = 0;
  let isUnknown = false;

  return {
    async go(messages, onNext) {
      while (arrived < messages.length) {
        onNext(arrived + 1);
        const message = messages[arrived];
        const body = textOf(message, opened?.add_more ?? "");
        const address = opened === null ? addresses.first : addresses.further;
        // Keys go by a text without its token, as they are shown before there is one.
        const sent = await send(address, { body, key: keyFor(textOf(message, "")) });
        isUnknown = mayHaveArrived(sent, isUnknown);
        if ("failure" in sent) return { ...sent, picture: numberOf(message, sent.picture) };
        opened ??= /** @type {Opened} */ (sent.answer);
        arrived += 1;
      }
      return null;
    },
    opened: () => opened,
    arrived: () => arrived,
    isUnknown: () => isUnknown,
  };
}

/** @param {import("./request.js").Message} message @param {number|null} place */
function numberOf({ numbers }, place) {
  return place === null ? null : (numbers[place] ?? null);
}
