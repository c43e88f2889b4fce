import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { LOG_MAGIC } from "../../core/record/metric-log.ts";
import { blockLength, type BlockVisitor, readBlocks, versionOf } from "../../core/record/read-metric-log.ts";

/** Bytes that are read at once: a block of a full chunk has about 100 kB. */
const WINDOW = 1 << 18;

/** How much of a log is read. */
export interface LogPart {
  /** bytes; by default all */
  readonly size?: number | undefined;
  /** its checksums are known to be right */
  readonly isChecked?: boolean;
}

/** How a log ends. */
export interface LogEnd {
  /** bytes up to the end of the last whole block */
  readonly validBytes: number;
  /** bytes at the end are no whole block: whoever wrote them was killed, or the file is damaged */
  readonly isTorn: boolean;
}

/**
 * Calls `visit` with the whole blocks of a log, window by window: memory doesn't grow with its size. Yields after each window, so
 * that whoever has other things to do can do them.
 *
 * @returns undefined if there is no log
 */
export function* walkMetricLog(
  path: string,
  visit: BlockVisitor,
  { size: wantedSize = Infinity, isChecked = false }: LogPart = {},
): Generator<void, LogEnd | undefined> {
  const file = openIfThere(path);
  if (file === undefined) return undefined;
  try {
    const size = Math.min(wantedSize, fstatSync(file).size);
    const version = versionOf(readAt(file, 0, LOG_MAGIC.length));
    if (version === undefined) return { validBytes: 0, isTorn: true };
    let at = LOG_MAGIC.length;
    let window = Math.min(WINDOW, size);
    let buffer = new Uint8Array(window);
    while (at < size) {
      const bytes = fill(file, at, buffer.subarray(0, Math.min(window, size - at)));
      const read = readBlocks(bytes, version, visit, isChecked);
      if (read === 0) {
        const wanted = blockLength(bytes, 0);
        if (wanted === undefined || wanted <= window || at + wanted > size) break;
        window = wanted;
        buffer = new Uint8Array(window);
      }
      at += read;
      yield;
    }
    return { validBytes: at, isTorn: at < size };
  } finally {
    closeSync(file);
  }
}

/** Takes all steps at once. @returns what the last one gives */
export function allSteps<T>(steps: Generator<void, T>): T {
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

function readAt(file: number, position: number, length: number): Uint8Array {
  return fill(file, position, new Uint8Array(length));
}

/** Reads up to the end of `bytes`, or of the file, which may be cut meanwhile. */
function fill(file: number, position: number, bytes: Uint8Array): Uint8Array {
  let filled = 0;
  while (filled < bytes.length) {
    const read = readSync(file, bytes, filled, bytes.length - filled, position + filled);
    if (read === 0) break;
    filled += read;
  }
  return bytes.subarray(0, filled);
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
