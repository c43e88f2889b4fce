export { FileStorageObserver, type FileStorageOptions } from "./file-storage-observer.ts";
export { FileStorageReader, type ReaderOptions } from "./reader/file-storage-reader.ts";
export type { StoredRun } from "./reader/stored-run.ts";
export { type RecoveredRun, recoverRuns, type RecoveryOptions, type RecoveryReport } from "./recover.ts";
