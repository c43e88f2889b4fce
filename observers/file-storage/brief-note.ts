import { unlinkSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "./atomic-write.ts";
import { MEMORY } from "./run-folder.ts";

/** A run that was over sooner than this needs no heartbeats. */
const BRIEF_SECONDS = 1;

/**
 * Was the last run that began in this folder over in a moment? Then the next one is taken to be so, too, and starts without
 * the helper thread, which would cost it 10 ms. The note is taken away: whatever dies in the middle leaves none.
 */
export function takeBriefNote(basedir: string): boolean {
  try {
    unlinkSync(fileOf(basedir));
    return true;
  } catch {
    return false;
  }
}

/** @param seconds how long a run took that has completed */
export function leaveBriefNote(basedir: string, seconds: number): void {
  if (seconds >= BRIEF_SECONDS) return;
  try {
    writeWhole(fileOf(basedir), "");
  } catch {
    // Only a shortcut.
  }
}

function fileOf(basedir: string): string {
  return join(basedir, MEMORY, "last-was-brief");
}
