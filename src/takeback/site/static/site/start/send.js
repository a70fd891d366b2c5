/** Sends the request, and turns whatever comes back into something the page can say. */

/**
 * @typedef {{code: string, case_name: string, entries: string[], plan_kept: boolean}} Opened
 * @typedef {"offline"|"unanswered"|"busy"|"too-many"|"used"|"refused"|"broken"} Failure
 * @typedef {{opened: Opened}|{failure: Failure, waitSeconds: number, message: string}} Sent
 *   message: the server's own words, or ""
 */

const LONGEST_MILLISECONDS = 45_000; // a code is derived slowly on purpose, and may queue
const WAIT_SECONDS = 30; // when the server is busy and does not say for how long

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
    if (response.status === 201) return { opened: await response.json() };
    return await failureOf(response);
  } catch {
    // Lost on the way there or on the way back: the browser does not tell which.
    return { failure: wasOnline ? "unanswered" : "offline", waitSeconds: 0, message: "" };
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
  if ("opened" in sent) return false;
  if (["unanswered", "broken"].includes(sent.failure)) return true;
  return ["refused", "used"].includes(sent.failure) ? false : before;
}

/** @param {Response} response @returns {Promise<Sent>} */
async function failureOf(response) {
  const answer = await response.json().catch(() => null);
  const message = String(answer?.error?.message ?? "");
  const waitSeconds = Number(response.headers.get("Retry-After")) || WAIT_SECONDS;
  return { failure: nameOf(response.status), waitSeconds, message };
}

/** @param {number} status @returns {Failure} */
function nameOf(status) {
  if (status === 429) return "too-many";
  if (status === 503) return "busy";
  if (status === 409) return "used";
  return status >= 500 ? "broken" : "refused";
}
