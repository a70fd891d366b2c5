/** Sends a text, and turns whatever comes back into something the page can say. */

/**
 * @typedef {{code: string, case_name: string, entries: string[], plan_kept: boolean,
 *   add_more: string}} Opened  add_more: with this token more pictures can be sent, for an hour
 * @typedef {"offline"|"unanswered"|"busy"|"too-many"|"used"|"too-common"|"too-plain"|"full"|"closed"|
 *   "refused"|"broken"} Failure
 * @typedef {{failure: Failure, waitSeconds: number, message: string, picture: number|null}} Failed
 *   message: the server's own words, or ""; picture: which one of the message it is about, from 0;
 *   `null`: no single one
 * @typedef {{answer: any}|Failed} Sent
 */

const LONGEST_MILLISECONDS = 45_000; // a code is derived slowly on purpose, and may queue
const WAIT_SECONDS = 30; // when the server is busy and does not say for how long

/** What the server says by a name and not by the status alone. @type {Record<string, Failure>} */
const BY_CODE = { case_full: "full", add_to_unknown: "closed" };
/** The same, of one picture of the message. @type {Record<string, Failure>} */
const OF_A_PICTURE = { too_common: "too-common", too_plain: "too-plain" };

/**
 * @param {string} address
 * @param {{body: string, key: string}} request
 * @returns {Promise<Sent>}
 */
export async function send(address, { body, key }) {
  const wasOnline = navigator.onLine;
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": key },
      body,
      mode: "same-origin",
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(LONGEST_MILLISECONDS),
    });
    if (response.status === 201) return { answer: await response.json() };
    return await failureOf(response);
  } catch {
    // Lost on the way there or on the way back: the browser does not tell which.
    return { failure: wasOnline ? "unanswered" : "offline", waitSeconds: 0, message: "", picture: null };
  }
}

/**
 * May what was sent have arrived without our hearing of it? "No" needs an answer that says so; one
 * that says only "not now" leaves things as they were.
 *
 * @param {Sent} sent
 * @param {boolean} before  whether it may have arrived with an earlier try
 * @returns {boolean}
 */
export function mayHaveArrived(sent, before) {
  if ("answer" in sent) return false;
  if (["unanswered", "broken"].includes(sent.failure)) return true;
  return ["offline", "busy", "too-many"].includes(sent.failure) ? before : false;
}

/** @param {Response} response @returns {Promise<Failed>} */
async function failureOf(response) {
  const answer = await response.json().catch(() => null);
  const message = String(answer?.error?.message ?? "");
  const waitSeconds = Number(response.headers.get("Retry-After")) || WAIT_SECONDS;
  const picture = placeOf(answer?.error?.field);
  const code = String(answer?.error?.code ?? "");
  const named = (picture === null ? BY_CODE : OF_A_PICTURE)[code];
  return { failure: named ?? nameOf(response.status), waitSeconds, message, picture };
}

/** Of `pictures.2` the 2. @param {unknown} field @returns {number|null} */
function placeOf(field) {
  const place = /^pictures\.(\d+)$/.exec(String(field ?? ""));
  return place === null ? null : Number(place[1]);
}

/** @param {number} status @returns {Failure} */
function nameOf(status) {
  if (status === 429) return "too-many";
  if (status === 503) return "busy";
  if (status === 409) return "used";
  return status >= 500 ? "broken" : "refused";
}
