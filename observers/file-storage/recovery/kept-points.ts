import { closeSync, lstatSync, openSync, readSync, realpathSync } from "node:fs";
import { isDictionary } from "../../../core/record/run-entry.ts";

/** The first line of a file of points tells of whose log it is the rest; longer ones are of no such file. */
const LONGEST_HEAD = 1 << 16;

/** A file of points that their run's folder had no room for. */
export interface KeptPoints {
  readonly path: string;
  /** the folder of the run, links followed */
  readonly dir: string;
  /** bytes that the log had */
  readonly logBytes: number;
  /** where the points begin, which are a log themselves */
  readonly start: number;
}

/** What such a file says; undefined for others, and where the run is gone. */
export function readKeptPoints(path: string): KeptPoints | undefined {
  try {
    if (!lstatSync(path).isFile()) return undefined;
    const bytes = beginningOf(path);
    const end = bytes.indexOf("\n");
    const head: unknown = JSON.parse(bytes.toString("utf8", 0, end));
    if (!isDictionary(head) || typeof head["dir"] !== "string" || typeof head["log_bytes"] !== "number")
      return undefined;
    return { path, dir: realpathSync(head["dir"]), logBytes: head["log_bytes"], start: end + 1 };
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
