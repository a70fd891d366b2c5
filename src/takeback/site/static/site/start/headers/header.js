/** What a file is, by its first bytes and never by its name; how large, and whether it is whole. */
import { openPieces } from "../pieces.js";
import { Unreadable } from "../unreadable.js";
import { readBoxes } from "./boxes.js";
import { readGif } from "./gif.js";
import { readJpeg } from "./jpeg.js";
import { readPng } from "./png.js";
import { readWebp } from "./webp.js";

/**
 * @typedef {"jpeg"|"png"|"gif"|"webp"|"avif"|"heic"|"video"} Kind
 * @typedef {{width: number, height: number, isAnimated: boolean}} Size
 *   as stored, before turning; of a video not known yet
 * @typedef {Size & {kind: Kind}} Header
 */

// The largest photographs of phones stay below 100 MB. A video may be of any length: it is read in
// pieces.
const MOST_PICTURE_BYTES = 256 * 2 ** 20;
const MOST_PIXELS = 100e6; // decoded, four bytes each: what a phone can hold for a moment

const READERS = {
  jpeg: readJpeg,
  png: readPng,
  gif: readGif,
  webp: readWebp,
  avif: readBoxes,
  heic: readBoxes,
};

const AVIF_BRANDS = ["avif", "avis"];
const HEIC_BRANDS = ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1"];

/**
 * @param {Blob} file
 * @returns {Promise<Header>}
 * @throws {Unreadable}
 */
export async function readHeader(file) {
  if (file.size === 0) throw new Unreadable("empty");
  const pieces = openPieces(file);
  const kind = recognise(await pieces.bytes(0, 64));
  if (kind === "video") return { kind, width: 0, height: 0, isAnimated: false };
  if (file.size > MOST_PICTURE_BYTES) throw new Unreadable("file-too-large");
  const size = await READERS[kind](pieces);
  if (size.width === 0 || size.height === 0) throw new Unreadable("damaged");
  if (size.width * size.height > MOST_PIXELS) throw new Unreadable("too-many-pixels");
  return { kind, ...size };
}

/**
 * @param {Uint8Array} first  the first 64 bytes, or the whole of a shorter file
 * @returns {Kind}
 */
export function recognise(first) {
  const text = String.fromCharCode(...first);
  if (text.startsWith("\xff\xd8\xff")) return "jpeg";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (/^GIF8[79]a/.test(text)) return "gif";
  if (/^RIFF[^]{4}WEBP/.test(text)) return "webp";
  if (text.slice(4, 8) === "ftyp") return recogniseBrand(first, text);
  if (/^(\x1a\x45\xdf\xa3|RIFF[^]{4}AVI |[^]{4}moov|[^]{4}mdat|\0\0\x01\xba|FLV\x01)/.test(text)) {
    return "video";
  }
  if (/^(II\*\0|MM\0\*|BM|\xff\x0a|\0\0\0\x0cJXL |8BPS|%PDF|\s*<(svg|\?xml))/i.test(text)) {
    throw new Unreadable("other-kind");
  }
  throw new Unreadable("not-a-picture");
}

/**
 * @param {Uint8Array} first
 * @param {string} text  the same, a character a byte
 * @returns {Kind}
 */
function recogniseBrand(first, text) {
  const length = Math.min(new DataView(first.buffer, first.byteOffset).getUint32(0), first.length);
  // The main brand, then after four bytes of version those it is compatible with.
  const brands = [text.slice(8, 12)];
  for (let at = 16; at + 4 <= length; at += 4) brands.push(text.slice(at, at + 4));
  if (brands.some((brand) => AVIF_BRANDS.includes(brand))) return "avif";
  if (brands.some((brand) => HEIC_BRANDS.includes(brand))) return "heic";
  return "video";
}
