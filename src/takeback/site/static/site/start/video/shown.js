/** A video's frames by the browser's player: it stands in the page, and the worker asks for each. */

/**
 * @param {import("../worker.js").Link} link
 * @returns {Promise<import("./clip.js").Source|null>}  `null`: the player cannot play it either
 */
export async function openShown(link) {
  const opened = await link.ask({ open: true });
  if (opened === null) return null;
  return {
    seconds: opened.seconds,
    async *frames(times) {
      for (const time of times) {
        /** @type {ImageBitmap|null} */
        const bitmap = await link.ask({ at: time });
        if (bitmap === null) return;
        yield {
          at: time,
          width: bitmap.width,
          height: bitmap.height,
          draw: (context, x, y) => context.drawImage(bitmap, -x, -y),
          close: () => bitmap.close(),
        };
      }
    },
    close: () => {},
  };
}
