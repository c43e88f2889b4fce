import { closeSync, fstatSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { captureFileName } from "../../core/record/capture-note.ts";
import { codeOf, writeWhole } from "./blocking-write.ts";

let count = 0;
let isEnding = false;
const files = new Set<CaptureFile>();

/**
 * What was printed, in a file of the temporary folder, else beside the runs. It is there until nobody needs it any more, at the latest until the
 * process ends. A run that the process takes with it leaves the file, and recovery knows it by its name.
 */
export class CaptureFile {
  readonly path: string;
  /** somebody has noted where it is, and will look for it if a run doesn't end */
  isNoted: boolean = false;
  /** reads anywhere and writes at the end; undefined once nobody reads it regularly */
  #descriptor: number | undefined;
  #users: number = 0;
  #isKept: boolean = false;

  /**
   * @param folders where it may be, if the temporary folder can't be written
   * @throws if none of them can
   */
  constructor(folders: readonly FolderMaker[]) {
    [this.path, this.#descriptor] = createIn(tmpdir(), folders);
    if (files.size === 0) process.on("exit", removeAll);
    files.add(this);
  }

  /** One more needs the file. */
  retain(): void {
    this.#users++;
  }

  /** One needs it no longer, or (`keep`) only if somebody should ask for it before the process ends. */
  release(keep: boolean): void {
    this.#users--;
    this.#isKept ||= keep;
    if (this.#users > 0) return;
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
    if (!this.#isKept || isEnding) this.#remove();
  }

  append(bytes: Uint8Array): void {
    if (this.#descriptor !== undefined) writeWhole(this.#descriptor, bytes);
  }

  get size(): number {
    return this.#reading((descriptor) => fstatSync(descriptor).size);
  }

  /** Reads into `buffer` from `position` on; the number of bytes, 0 at the end. */
  read(buffer: Uint8Array, position: number): number {
    return this.#reading((descriptor) => readSync(descriptor, buffer, 0, buffer.length, position));
  }

  #reading<T>(use: (descriptor: number) => T): T {
    if (this.#descriptor !== undefined) return use(this.#descriptor);
    const descriptor = openSync(this.path, "r");
    try {
      return use(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  /** Removed at the end of the process, unless recovery knows of a run that has not ended. */
  removeIfUnused(): void {
    if (this.#users === 0 || !this.isNoted) this.#remove();
  }

  #remove(): void {
    rmSync(this.path, { force: true });
    files.delete(this);
    if (files.size === 0) process.removeListener("exit", removeAll);
  }
}

function removeAll(): void {
  isEnding = true;
  for (const file of files) file.removeIfUnused();
}

/** Makes a folder and names it. */
export type FolderMaker = () => string;

function createIn(folder: string, others: readonly FolderMaker[]): [path: string, descriptor: number] {
  try {
    return create(folder);
  } catch (error) {
    // A container's may be missing or read-only, and Node's permission model may keep us out.
    const [next, ...rest] = others;
    if (next === undefined) throw error;
    return createIn(next(), rest);
  }
}

/** Another process of the same number may have left its file: that one is never touched. */
function create(folder: string): [path: string, descriptor: number] {
  for (;;) {
    const path = join(folder, captureFileName(process.pid, ++count));
    try {
      return [path, openSync(path, "ax+", 0o600)];
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
  }
}
