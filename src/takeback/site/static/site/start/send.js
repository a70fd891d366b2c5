/** Sends the request, and turns whatever comes back into something the page can say. */

/**
 * @typedef {{code: string, case_name: string, entries: string[]}} Opened
 * @typedef {"offline"|"busy"|"used"|"refused"|"broken"} Failure
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
    // No connection, or lost half-way: the browser does not tell which.
    return { failure: "offline", waitSeconds: 0, message: "" };
  }
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
  if (status === 429 || status === 503) return "busy";
  if (status === 409) return "used";
  return status >= 500 ? "broken" : "refused";
}
