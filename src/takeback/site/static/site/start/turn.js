/** Turns a decoded picture upright, moving pixels and changing none. */

/** @typedef {[number, number, number, number, number, number]} Matrix */

/**
 * Where each orientation of EXIF sends the pixels of a picture `w` wide and `h` high.
 *
 * @type {Record<number, (w: number, h: number) => Matrix>}
 */
const MATRICES = {
  2: (w) => [-1, 0, 0, 1, w, 0],
  3: (w, h) => [-1, 0, 0, -1, w, h],
  4: (_, h) => [1, 0, 0, -1, 0, h],
  5: () => [0, 1, 1, 0, 0, 0],
  6: (_, h) => [0, 1, -1, 0, h, 0],
  7: (w, h) => [0, -1, -1, 0, h, w],
  8: (w) => [0, -1, 1, 0, 0, w],
};

/**
 * @param {ImageBitmap} bitmap  closed afterwards, unless it is upright already
 * @param {number} orientation  1 to 8, as EXIF counts
 * @param {(width: number, height: number) => OffscreenCanvasRenderingContext2D} openCanvas
 * @returns {ImageBitmap}
 */
export function turnUpright(bitmap, orientation, openCanvas) {
  if (orientation === 1) return bitmap;
  const { width, height } = bitmap;
  const isOnItsSide = orientation > 4;
  const context = openCanvas(isOnItsSide ? height : width, isOnItsSide ? width : height);
  context.setTransform(...MATRICES[orientation](width, height));
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return context.canvas.transferToImageBitmap();
}
