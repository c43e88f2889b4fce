import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { exists } from "../run-owner.ts";

/** As atomic-write.ts names what it hasn't finished: `.<file>.<process>-<thread>-<count>.tmp`. */
const TEMPORARY = /^\..+\.(\d+)-\d+-\d+\.tmp$/;

/** Nobody writes a single file without touching it for this long. */
const LEFT_OVER_SECONDS = 600;

/** Is this the name of something half-written? */
export function isTemporary(name: string): boolean {
  return TEMPORARY.test(name);
}

/** Where left-over temporaries are looked for, and what may be taken for one. */
export interface SweepOptions {
  /** a process that is known to be gone: what it has left goes at once */
  readonly gone?: number | undefined;
  readonly isRecursive?: boolean;
  /** only count them */
  readonly dryRun?: boolean;
}

/**
 * Removes what dead processes have left half-written in a folder. A temporary of a process that lives, or may live on
 * another machine, stays until it is old.
 *
 * @returns how many there were
 */
export function sweepTemporaries(folder: string, { gone, isRecursive = false, dryRun = false }: SweepOptions): number {
  let swept = 0;
  for (const name of namesIn(folder, isRecursive)) {
    const pid = Number(TEMPORARY.exec(name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1))?.[1]);
    if (Number.isNaN(pid)) continue;
    const path = join(folder, name);
    if (pid !== gone && (exists(pid) || !isOld(path))) continue;
    swept++;
    if (!dryRun) rmSync(path, { force: true });
  }
  return swept;
}

function namesIn(folder: string, isRecursive: boolean): string[] {
  try {
    return readdirSync(folder, { recursive: isRecursive, encoding: "utf8" });
  } catch {
    // There is no such folder, or it isn't ours: nothing to sweep.
    return [];
  }
}

/** Has nobody touched it for as long as a single file may take? */
export function isOld(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > LEFT_OVER_SECONDS * 1000;
}
