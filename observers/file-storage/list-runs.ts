import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../core/errors/thrown.ts";
import { ObserverError } from "../../core/errors/index.ts";
import { compareDigits, isDigits } from "./run-number.ts";

/**
 * The ids of the runs in a folder: numbers first, in their order, then names.
 *
 * @throws {ObserverError} if the folder can't be read
 */
export function listRuns(basedir: string): string[] {
  try {
    const ids = readdirSync(basedir, { withFileTypes: true })
      // "_sources", "_resources" and ".sacred-ts" are no runs; a link to a run's folder is one.
      .filter((entry) => !/^[._]/.test(entry.name) && (entry.isDirectory() || isFolder(entry, basedir)))
      .map(({ name }) => name);
    return ids.sort(compareIds);
  } catch (cause) {
    const reason = messageOf(cause);
    throw new ObserverError(
      `There are no runs to read in ${basedir}: ${reason}. Name the folder that holds the runs.`,
      {
        cause,
      },
    );
  }
}

function isFolder(entry: { name: string; isSymbolicLink(): boolean }, basedir: string): boolean {
  if (!entry.isSymbolicLink()) return false;
  return statSync(join(basedir, entry.name), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function compareIds(a: string, b: string): number {
  const [numeric, other] = [isDigits(a), isDigits(b)];
  if (numeric !== other) return numeric ? -1 : 1;
  // "7" and "007" are two runs.
  return (numeric && compareDigits(a, b)) || (a < b ? -1 : 1);
}
