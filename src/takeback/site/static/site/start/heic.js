/** HEIC in browsers that do not read it: by libheif, loaded when the first such file is chosen. */
import { Unreadable } from "./unreadable.js";

/** @type {Promise<any>|null} */
let loading = null;

/**
 * @param {Blob} file
 * @returns {Promise<ImageData>}  upright, RGBA
 * @throws {Unreadable}
 */
export async function decodeHeic(file) {
  const libheif = await loadLibheif();
  const decoder = new libheif.HeifDecoder();
  /** @type {any[]} */
  const images = decoder.decode(new Uint8Array(await file.arrayBuffer()));
  try {
    const image = images.find((candidate) => candidate.is_primary()) ?? images[0];
    if (image === undefined) throw new Unreadable("not-decoded");
    const empty = new ImageData(image.get_width(), image.get_height());
    /** @type {ImageData|null} */
    const filled = await new Promise((resolve) => image.display(empty, resolve));
    if (filled === null) throw new Unreadable("not-decoded");
    return filled;
  } finally {
    images.forEach((image) => image.free());
  }
}

async function loadLibheif() {
  loading ??= import(new URL("../built/libheif/libheif-bundle.mjs", import.meta.url).href);
  try {
    return await (await loading).default();
  } catch {
    loading = null;
    throw new Unreadable("needs-connection");
  }
}
