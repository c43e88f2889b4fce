import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../core/errors/thrown.ts";
import { ObserverError } from "../../core/errors/index.ts";
import { assertFolderName } from "../../core/record/run-id.ts";
import { compareDigits, isDigits } from "./run-number.ts";
import { writeWhole } from "./atomic-write.ts";
import { makeFolders } from "./make-folders.ts";

const ATTEMPTS = 100_000;

/**
 * Makes the folder of a new run: one more than the largest id, or the id that is given. `mkdir` is the lock: of several
 * processes that try the same id, one gets it and the others go on with the next.
 *
 * @throws {ObserverError} if the id exists or can't be a folder's name, or the folder can't be written
 */
export function makeRunFolder(basedir: string, givenId: string | number | null): { id: string; dir: string } {
  try {
    makeFolders(basedir);
  } catch (cause) {
    throw unwritable(basedir, cause);
  }
  if (givenId !== null) return makeGiven(basedir, String(givenId));
  // Of any size: a time in nanoseconds is beyond what a number counts by ones.
  let id = BigInt(largestId(basedir)) + 1n;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++, id++) {
    const dir = join(basedir, String(id));
    try {
      mkdirSync(dir);
      rememberId(basedir, String(id));
      return { id: String(id), dir };
    } catch (cause) {
      if (codeOf(cause) !== "EEXIST") throw unwritable(basedir, cause);
    }
  }
  throw new ObserverError(`No free run id was found in ${basedir}.`);
}

function makeGiven(basedir: string, id: string): { id: string; dir: string } {
  assertFolderName(id);
  const dir = join(basedir, id);
  try {
    mkdirSync(dir);
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw unwritable(basedir, cause);
    throw new ObserverError(
      `There is already a run with the id "${id}" in ${basedir}. Choose another id (--id), or none; an id may also come from an observer of a higher priority.`,
    );
  }
  return { id, dir };
}

/** A folder of its own for what is remembered between runs, so that writing it changes nothing in the folder of runs. */
export const MEMORY = ".sacred-ts";

/**
 * In digits. Looks through all names only if the folder was changed since the last id was given: with 100,000 runs that takes
 * 60 ms.
 */
function largestId(basedir: string): string {
  try {
    const remembered: unknown = JSON.parse(readFileSync(join(basedir, MEMORY, "last-id.json"), "utf8"));
    if (isMemory(remembered) && remembered.changed === changeTime(basedir)) return remembered.id;
  } catch {
    // Nothing is remembered: the folder itself knows.
  }
  let largest = "0";
  for (const { name } of readdirSync(basedir, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    if (isDigits(name) && compareDigits(name, largest) > 0) largest = name;
  }
  return largest;
}

function rememberId(basedir: string, id: string): void {
  try {
    const folder = join(basedir, MEMORY);
    makeFolders(folder);
    // Whoever makes a folder after this changes the time, and the memory is not believed.
    writeWhole(join(folder, "last-id.json"), JSON.stringify({ id, changed: changeTime(basedir) }));
  } catch {
    // Only a shortcut.
  }
}

function changeTime(folder: string): string {
  return String(statSync(folder, { bigint: true }).mtimeNs);
}

function isMemory(value: unknown): value is { id: string; changed: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "changed" in value &&
    "id" in value &&
    typeof value.id === "string" &&
    isDigits(value.id)
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function unwritable(basedir: string, cause: unknown): ObserverError {
  return new ObserverError(`Runs can't be stored in ${basedir}: ${messageOf(cause)}`, { cause });
}
