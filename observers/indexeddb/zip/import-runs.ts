import type { RunId } from "../../../core/run/observer.ts";
import { MetricChunks } from "../database/metric-chunks.ts";
import { listedColumns } from "../database/migrations.ts";
import { addOutput } from "../database/output-pieces.ts";
import { runKey, type RunsDatabase, type WriteTransaction } from "../database/schema.ts";
import { write } from "../database/write.ts";
import { LongTask, type LongTaskOptions } from "../reader/long-task.ts";
import { addRun } from "../storing/add-run.ts";
import { type FolderRun, readFolder } from "./read-folder.ts";

export interface ImportOptions extends LongTaskOptions {
  /** how much a .zip may unpack to; by default 1 GB */
  readonly maxBytes?: number;
}

export interface ImportedRun {
  /** what it is called in the .zip */
  readonly from: string;
  /** what it is called here */
  readonly id: RunId;
  /** it was here already, and was left as it is */
  readonly wasHere: boolean;
}

export interface ImportReport {
  readonly runs: readonly ImportedRun[];
  /** files that belong to no run */
  readonly ignored: readonly string[];
}

const DEFAULT_MAX_BYTES = 1e9;

/** Reads and checks all of a .zip first, then stores it in one transaction. */
export async function importRuns(
  database: RunsDatabase,
  zip: Blob,
  { maxBytes = DEFAULT_MAX_BYTES, ...options }: ImportOptions,
): Promise<ImportReport> {
  const task = new LongTask(options);
  const { runs, ignored } = await readFolder(zip, maxBytes, task);
  const stores = ["runs", "texts", "metrics", "output", "files", "blobs"] as const;
  const imported = await write(database, stores, "strict", async (transaction) => {
    const done: ImportedRun[] = [];
    for (const run of runs) {
      done.push(await importRun(transaction, run));
      task.didRun();
    }
    return done;
  });
  return { runs: imported, ignored };
}

async function importRun(transaction: WriteTransaction, run: FolderRun): Promise<ImportedRun> {
  const from = run.id;
  const before = await transaction.objectStore("runs").get(runKey(from));
  if (before?.entry === run.entry && (await hasSameConfig(transaction, before.id, run)))
    return { from, id: before.id, wasHere: true };
  const record = {
    ...listedColumns(run.entry),
    entry: run.entry,
    lock: "",
    ...(run.absent.length > 0 ? { absent: run.absent } : {}),
  };
  const id = await addRun(transaction, {
    id: before === undefined ? from : null,
    record,
    texts: run.texts,
    files: run.files,
  });
  const chunks = new MetricChunks();
  await Promise.all([
    ...Object.entries(run.metrics).map(([name, points]) => chunks.add(transaction, id, name, points)),
    addOutput(transaction, id, run.output),
  ]);
  return { from, id, wasHere: false };
}

async function hasSameConfig(transaction: WriteTransaction, id: RunId, { texts }: FolderRun): Promise<boolean> {
  const config = await transaction.objectStore("texts").get([id, "config.json"]);
  return config?.text === texts["config.json"];
}
