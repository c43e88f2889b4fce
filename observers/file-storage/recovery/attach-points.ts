import { closeSync, fstatSync, ftruncateSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { LOG_MAGIC } from "../../../core/record/metric-log.ts";
import { piecesOf } from "../pieces.ts";
import type { KeptPoints } from "./kept-points.ts";

/**
 * Puts points that a run's folder had no room for, and that were kept in another one, where they belong: at the end of its
 * metric log. May be done again: the log is cut first to what it was.
 */
export function attachPoints(dir: string, { path, logBytes, start }: KeptPoints): void {
  const file = openSync(join(dir, "metrics.log"), "a");
  try {
    // A log that has lost something can't be gone on with.
    if (fstatSync(file).size < logBytes) return;
    ftruncateSync(file, logBytes);
    for (const piece of piecesOf(path, logBytes === 0 ? start : start + LOG_MAGIC.length))
      for (let written = 0; written < piece.length;) written += writeSync(file, piece, written);
  } finally {
    closeSync(file);
  }
  rmSync(path);
}
