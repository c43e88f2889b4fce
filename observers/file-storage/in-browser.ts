import { UnsupportedError } from "../../core/errors/index.ts";

// What `sacred-ts/observers/file-storage` is under a bundler for browsers: the same names, which say what to use there.

function refuse(name: string, what: string, instead: string): never {
  throw new UnsupportedError(
    `${name} needs folders, which a browser doesn't have: ${what} by ${instead} of sacred-ts/observers/indexeddb.`,
  );
}

/** @throws {UnsupportedError} always */
export class FileStorageObserver {
  constructor() {
    refuse("FileStorageObserver", "store runs", "IndexedDbObserver");
  }
}

/** @throws {UnsupportedError} always */
export class FileStorageReader {
  constructor() {
    refuse("FileStorageReader", "read runs, and folders of runs in a .zip,", "IndexedDbReader");
  }
}

/** @throws {UnsupportedError} always */
export async function recoverRuns(): Promise<never> {
  refuse("recoverRuns", "find dead runs", "IndexedDbReader.markDead()");
}
