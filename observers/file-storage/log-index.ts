import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { blockLength, type LogContent, LOG_MAGIC, readMetricLog } from "../../core/record/metric-log.ts";
import type { LogIndex } from "./metrics-json.ts";

/** Bytes that are read at once: a block of a full chunk has about 100 kB. */
const WINDOW = 1 << 22;

/** What a metric log holds, without its points. */
export interface IndexedLog {
  /** by number */
  readonly names: readonly string[];
  readonly index: LogIndex;
  readonly points: number;
  /** of the latest point, in milliseconds since the epoch; -Infinity if there is none */
  readonly lastTime: number;
  /** bytes at the end are no whole block: whoever wrote them was killed, or the file is damaged */
  readonly isTorn: boolean;
}

/** Finds the blocks of a metric log, piece by piece: memory doesn't grow with its size. Undefined if there is no log. */
export function indexMetricLog(path: string): IndexedLog | undefined {
  const names: string[] = [];
  const index = new Map<number, { offset: number; length: number }[]>();
  let points = 0;
  let lastTime = Number.NEGATIVE_INFINITY;
  const isTorn = walkMetricLog(path, (content, start) => {
    content.names.forEach((name, id) => (names[id] = name));
    for (const { metric, offset, length, count, columns } of content.blocks) {
      const blocks = index.get(metric) ?? [];
      blocks.push({ offset: start + offset, length });
      index.set(metric, blocks);
      points += count;
      for (const time of columns.times) if (time > lastTime) lastTime = time;
    }
  });
  return isTorn === undefined ? undefined : { names, index, points, lastTime, isTorn };
}

/**
 * Calls `visit` with the whole blocks of a log, some at a time; `start` is to be added to their offsets.
 *
 * @returns whether the log ends in something that is no whole block; undefined if there is no log
 */
export function walkMetricLog(path: string, visit: (content: LogContent, start: number) => void): boolean | undefined {
  const file = openIfThere(path);
  if (file === undefined) return undefined;
  try {
    const { size } = fstatSync(file);
    if (size < LOG_MAGIC.length || readMetricLog(readAt(file, 0, LOG_MAGIC.length)).validBytes === 0) return true;
    let at = LOG_MAGIC.length;
    let window = WINDOW;
    while (at < size) {
      // Every window begins as a log does.
      const bytes = new Uint8Array(LOG_MAGIC.length + Math.min(window, size - at));
      bytes.set(LOG_MAGIC);
      bytes.set(readAt(file, at, bytes.length - LOG_MAGIC.length), LOG_MAGIC.length);
      const content = readMetricLog(bytes);
      const read = content.validBytes - LOG_MAGIC.length;
      if (read > 0) visit(content, at - LOG_MAGIC.length);
      else {
        const wanted = blockLength(bytes, LOG_MAGIC.length);
        if (wanted === undefined || wanted <= window || at + wanted > size) return true;
        window = wanted;
      }
      at += read;
    }
    return false;
  } finally {
    closeSync(file);
  }
}

/** Up to `length` bytes: a file that is cut while it is read gives fewer, and zeros after them are no block. */
function readAt(file: number, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length;) {
    const read = readSync(file, bytes, filled, length - filled, position + filled);
    if (read === 0) break;
    filled += read;
  }
  return bytes;
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
