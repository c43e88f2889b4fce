import { join, resolve } from "node:path";
import { listRuns } from "../list-runs.ts";
import { recoverRun, type RunFinding } from "./recover-run.ts";
import { sweepCaptures } from "./sweep-captures.ts";
import { sweepTemporaries } from "./sweep.ts";
import { UnsavedFiles } from "./unsaved.ts";

export interface RecoveryOptions {
  /** only tell what would be done */
  readonly dryRun?: boolean;
  /**
   * how long a run has to be silent before it counts as dead, where its process can't be seen (another machine, Python's
   * Sacred); by default ten minutes, and at least ten of its heartbeats
   */
  readonly deadAfterSeconds?: number;
  /** called for each run that is dead, or about which something has to be said */
  readonly onRun?: (run: RecoveredRun) => void;
  /** called for each run that was looked at */
  readonly onProgress?: (done: number, total: number) => void;
}

export type RecoveredRun = { readonly id: string } & Exclude<RunFinding, { kind: "untouched" }>;

export interface RecoveryReport {
  /** how many runs there are */
  readonly total: number;
  /** those that are dead, or about which something has to be said */
  readonly runs: readonly RecoveredRun[];
  /** how many left-over temporaries were removed */
  readonly swept: number;
}

/** Folders beside the runs in which something may have been left half-written. */
const SHARED_FOLDERS = [".", "_sources", "_resources", ".sacred-ts"];

/** Repairs what dead processes have left in a folder of runs. @throws {ObserverError} if there is no such folder */
export function recoverAll(folder: string, options: RecoveryOptions): RecoveryReport {
  const basedir = resolve(folder);
  const { dryRun = false, deadAfterSeconds, onRun, onProgress } = options;
  const ids = listRuns(basedir);
  const runs: RecoveredRun[] = [];
  const unsaved = new UnsavedFiles();
  let swept = 0;
  ids.forEach((id, index) => {
    const { swept: left, ...finding } = recoverRun(join(basedir, id), { dryRun, deadAfterSeconds, unsaved });
    swept += left;
    if (finding.kind !== "untouched") {
      const run: RecoveredRun = { id, ...finding };
      runs.push(run);
      onRun?.(run);
    }
    onProgress?.(index + 1, ids.length);
  });
  for (const shared of SHARED_FOLDERS) swept += sweepTemporaries(join(basedir, shared), { dryRun });
  swept += sweepCaptures(basedir, ids, dryRun);
  return { total: ids.length, runs, swept };
}
