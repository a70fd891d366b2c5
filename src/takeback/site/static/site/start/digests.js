/** MD5 and SHA-256 of a file as it lies on the device, read a piece at a time. */
import { everyPiece } from "./pieces.js";

/**
 * @typedef {{init(): unknown, update(bytes: Uint8Array): unknown, digest(): string}} Hasher
 * @typedef {{md5: string, sha256: string}} Digests  lower-case hexadecimal digits
 */

/**
 * Load the hash functions once; afterwards no connection is needed.
 *
 * @returns {Promise<(file: Blob, onShare: (share: number) => void) => Promise<Digests>>}
 *   onShare: told how much of the file has been read, 0 to 1
 */
export async function loadDigests() {
  const built = new URL("../built/hash-wasm/", import.meta.url);
  await Promise.all([
    import(new URL("md5.umd.min.js", built).href),
    import(new URL("sha256.umd.min.js", built).href),
  ]);
  // Both files add their functions to one global object.
  const { createMD5, createSHA256 } = /** @type {any} */ (globalThis).hashwasm;
  /** @type {[Hasher, Hasher]} */
  const [md5, sha256] = await Promise.all([createMD5(), createSHA256()]);

  return async function digest(file, onShare) {
    md5.init();
    sha256.init();
    let read = 0;
    for await (const piece of everyPiece(file)) {
      md5.update(piece);
      sha256.update(piece);
      read += piece.length;
      onShare(read / file.size);
    }
    return { md5: md5.digest(), sha256: sha256.digest() };
  };
}
