import {
  closeSync,
  ftruncateSync,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { LOG_MAGIC } from "../../../core/record/metric-log.ts";
import { isDictionary } from "../../../core/record/run-entry.ts";
import { piecesOf } from "../pieces.ts";
import { isUnsavedPointsName } from "../unsaved-points.ts";
import { namesIn } from "./unsaved.ts";

/** The first line of a file of points tells of whose log it is the rest; longer ones are of no such file. */
const LONGEST_HEAD = 1 << 16;

interface Found {
  readonly path: string;
  /** bytes that the log had */
  readonly logBytes: number;
  /** where the points begin, which are a log themselves */
  readonly start: number;
}

/**
 * Puts points that a run's folder had no room for, and that were kept in another one, where they belong: at the end of its
 * metric log. May be done again: the log is cut first to what it was.
 */
export function attachPoints(dir: string, folders: Iterable<string>): void {
  const log = join(dir, "metrics.log");
  for (const { path, logBytes, start } of found(dir, folders)) {
    const file = openSync(log, "a");
    try {
      // A log that has lost something can't be gone on with.
      if (fstatSync(file).size < logBytes) continue;
      ftruncateSync(file, logBytes);
      for (const piece of piecesOf(path, logBytes === 0 ? start : start + LOG_MAGIC.length))
        for (let written = 0; written < piece.length;) written += writeSync(file, piece, written);
    } finally {
      closeSync(file);
    }
    rmSync(path);
  }
}

function* found(dir: string, folders: Iterable<string>): Generator<Found> {
  for (const folder of new Set(folders)) {
    for (const name of namesIn(folder).filter(isUnsavedPointsName)) {
      const path = join(folder, name);
      const head = headOf(path);
      if (head === undefined || !isSame(head.dir, dir)) continue;
      // In a folder of everybody's somebody else could add points.
      if (lstatSync(path).uid === statSync(dir).uid) yield { path, ...head };
    }
  }
}

function headOf(path: string): { dir: string; logBytes: number; start: number } | undefined {
  try {
    if (!lstatSync(path).isFile()) return undefined;
    const bytes = beginningOf(path);
    const end = bytes.indexOf("\n");
    const head: unknown = JSON.parse(bytes.toString("utf8", 0, end));
    if (!isDictionary(head) || typeof head["dir"] !== "string" || typeof head["log_bytes"] !== "number")
      return undefined;
    return { dir: head["dir"], logBytes: head["log_bytes"], start: end + 1 };
  } catch {
    // Of another user, or something else.
    return undefined;
  }
}

function beginningOf(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(LONGEST_HEAD);
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(file);
  }
}

function isSame(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
}
