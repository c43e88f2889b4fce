export { IndexedDbObserver, type IndexedDbOptions } from "./indexeddb-observer.ts";
export type { DeadRunOptions } from "./reader/dead-runs.ts";
export { IndexedDbReader } from "./reader/indexeddb-reader.ts";
export type { ListedRun, RunFilter } from "./reader/list-runs.ts";
export type { LongTaskOptions, Progress } from "./reader/long-task.ts";
export type { StoredFile, StoredRun } from "./reader/stored-run.ts";
export type { ExportOptions } from "./zip/export-runs.ts";
export type { ImportedRun, ImportOptions, ImportReport } from "./zip/import-runs.ts";
