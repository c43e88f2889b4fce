import { join } from "node:path";
import type { FileStorageObserver } from "../file-storage-observer.ts";
import { sweepTemporaries } from "./sweep.ts";

const swept = new WeakSet<FileStorageObserver>();

/**
 * Removes what dead processes have left half-written where an observer was told to keep resources and sources: recovery, which
 * knows only the folder of the runs, doesn't come there. Once for each observer.
 */
export function sweepChosenFolders(observer: FileStorageObserver): void {
  if (swept.has(observer)) return;
  swept.add(observer);
  const { basedir, resourceDir, sourceDir } = observer;
  const chosen = new Set([resourceDir, sourceDir]);
  chosen.delete(join(basedir, "_resources"));
  chosen.delete(join(basedir, "_sources"));
  for (const folder of chosen) {
    try {
      sweepTemporaries(folder, {});
    } catch {
      // Tidying up is no reason not to run: whoever may write there will do it.
    }
  }
}
