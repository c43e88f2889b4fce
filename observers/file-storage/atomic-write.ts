import { constants, copyFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Tells the threads of this process apart, by when they loaded this: loading node:worker_threads for its number takes 2 ms. */
const THREAD: bigint = process.hrtime.bigint();
let counter = 0;

/** UTF-16 units, of at most three bytes each. */
const LONGEST_NAME = 60;

/** A name beside the target that no other process or thread uses. */
function temporaryName(path: string): string {
  // Cut off, because a name may have 255 bytes on most file systems, and the target may take them all.
  const name = basename(path).slice(0, LONGEST_NAME);
  return join(dirname(path), `.${name}.${process.pid}-${THREAD}-${counter++}.tmp`);
}

function viaTemporary(path: string, fill: (temporary: string) => void): void {
  const temporary = temporaryName(path);
  try {
    fill(temporary);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Writes a file so that it is whole at every instant: the old content, or the new. */
export function writeWhole(path: string, content: string): void {
  viaTemporary(path, (temporary) => writeFileSync(temporary, content));
}

/** Copies a file in the same way; where the file system can, without copying its content. */
export function copyWhole(from: string, to: string): void {
  viaTemporary(to, (temporary) => copyFileSync(from, temporary, constants.COPYFILE_FICLONE));
}

/** Gives a file that was written aside its name, or fails leaving nothing behind. */
export function replaceBy(path: string, write: (temporary: string) => void): void {
  viaTemporary(path, write);
}

/** Gives a file that was written aside, step by step, its name; or fails, or is given up, leaving nothing behind. */
export function* replaceInSteps(path: string, write: (temporary: string) => Generator<void>): Generator<void, void> {
  const temporary = temporaryName(path);
  try {
    yield* write(temporary);
    renameSync(temporary, path);
  } finally {
    // Renamed, it isn't there any more.
    rmSync(temporary, { force: true });
  }
}

/** Removes what other threads of this process, which have died, have left half-written in a folder. */
export function removeOfOtherThreads(folder: string): void {
  for (const file of readdirSync(folder)) {
    const [, pid, thread] = /^\..+\.(\d+)-(\d+)-\d+\.tmp$/.exec(file) ?? [];
    if (pid === String(process.pid) && thread !== String(THREAD)) rmSync(join(folder, file), { force: true });
  }
}
