/** A video's frames by the browser's own decoders; mediabunny, loaded for the first video, finds them in the file. */
import { isOutOfMemory } from "../pixels.js";
import { Unreadable } from "../unreadable.js";

/**
 * @typedef {"no-decoder"|"no-video"|"truncated"|"not-decoded"} Fault
 *   no-decoder: a video, but this browser lends no decoder for it; no-video: only sound; truncated:
 *   cut off before its first frame, as far as can be seen; not-decoded: of another kind, or spoilt
 */

/** @type {Promise<any>|null} */
let loading = null;

/**
 * @param {Blob} file
 * @returns {Promise<import("./clip.js").Source|Fault>}
 * @throws {Unreadable}
 */
export async function openDecoded(file) {
  const parts = await loadMediabunny();
  const { MP4, QTFF, MATROSKA, WEBM } = parts;
  const source = new parts.BlobSource(file);
  const input = new parts.Input({ source, formats: [MP4, QTFF, MATROSKA, WEBM] });
  const opened = await open(input, parts).catch(() => /** @type {const} */ ("not-decoded"));
  if (typeof opened === "string") input.dispose();
  return opened;
}

/**
 * @param {any} input
 * @param {any} parts  of mediabunny
 * @returns {Promise<import("./clip.js").Source|Fault>}
 */
async function open(input, { VideoSampleSink }) {
  if (!(await input.canRead())) return "not-decoded";
  const track = await input.getPrimaryVideoTrack();
  // A file cut off before its table of contents has no tracks at all.
  if (track === null) return (await input.getTracks()).length > 0 ? "no-video" : "truncated";
  if (!(await track.canDecode())) return "no-decoder";
  const first = await track.getFirstTimestamp();
  const end = await track.computeDuration();
  const { packetCount, averagePacketRate } = await track.computePacketStats(50);
  if (packetCount === 0) return "truncated";
  const sink = new VideoSampleSink(track);
  // A sink gives the frame before a time; half a frame later that is the nearest one.
  const half = averagePacketRate > 0 ? 0.5 / averagePacketRate : 0;
  return {
    seconds: Math.max(0, end - first),
    async *frames(times) {
      const samples = sink.samplesAtTimestamps(times.map((time) => first + time + half));
      try {
        for await (const sample of samples) {
          if (sample === null) return;
          yield frameOf(sample, first);
        }
      } catch (error) {
        // What lies behind a fault in the file cannot be read; what was before it is good.
        if (isOutOfMemory(error)) throw error;
      }
    },
    close: () => input.dispose(),
  };
}

/** @param {any} sample @param {number} first @returns {import("./clip.js").Frame} */
function frameOf(sample, first) {
  const { displayWidth: width, displayHeight: height } = sample;
  return {
    at: Math.max(0, sample.timestamp - first),
    width,
    height,
    draw: (context, x, y) => sample.draw(context, -x, -y, width, height),
    close: () => sample.close(),
  };
}

async function loadMediabunny() {
  loading ??= import(new URL("../../built/mediabunny/mediabunny.min.mjs", import.meta.url).href);
  try {
    return await loading;
  } catch {
    loading = null;
    throw new Unreadable("needs-connection");
  }
}
