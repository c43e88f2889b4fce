import { readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { CAPTURE_NOTE, parseCaptureNote, processOfCapture } from "../../../core/record/capture-note.ts";
import { MEMORY } from "../run-folder.ts";
import { exists } from "../run-owner.ts";
import { readIfThere } from "./run-entry.ts";
import { isOld } from "./sweep.ts";

/**
 * Removes captured output that dead processes have left beside the runs, where the temporary folder could not be written: nobody else
 * cleans that place. What any run's note still names stays.
 *
 * @returns how many there were
 */
export function sweepCaptures(basedir: string, ids: readonly string[], dryRun: boolean): number {
  const folder = join(basedir, MEMORY);
  const left = new Set(namesIn(folder).filter((name) => isLeft(folder, name)));
  if (left.size === 0) return 0;
  for (const id of ids) {
    const note = parseCaptureNote(readIfThere(join(basedir, id, CAPTURE_NOTE)) ?? "");
    if (note !== undefined) left.delete(basename(note.file));
  }
  if (!dryRun) for (const name of left) rmSync(join(folder, name), { force: true });
  return left.size;
}

function isLeft(folder: string, name: string): boolean {
  const pid = processOfCapture(name);
  return pid !== undefined && !exists(pid) && isOld(join(folder, name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
