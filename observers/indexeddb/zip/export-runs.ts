import { ObserverError } from "../../../core/errors/index.ts";
import type { RunId } from "../../../core/run/observer.ts";
import type { RunsDatabase } from "../database/schema.ts";
import { missingRun } from "../reader/delete-run.ts";
import { LongTask, type LongTaskOptions } from "../reader/long-task.ts";
import { runFolder } from "./run-folder.ts";
import { ZipWriter } from "./zip-writer.ts";

export interface ExportOptions extends LongTaskOptions {
  /** how much may be packed, in bytes before that; by default as much as a .zip holds */
  readonly maxBytes?: number;
}

/** Packs runs as a folder of FileStorageObserver. @throws {ObserverError} if one isn't there, or it is too much */
export async function exportRuns(
  database: RunsDatabase,
  ids: readonly RunId[] | undefined,
  { maxBytes = Number.POSITIVE_INFINITY, ...options }: ExportOptions,
): Promise<Blob> {
  const task = new LongTask(options);
  const wanted = ids ?? (await database.getAllKeys("runs"));
  task.expect({ totalRuns: wanted.length });
  const zip = new ZipWriter(task);
  const written = new Set<string>();
  let left = maxBytes;
  for (const id of wanted) {
    const record = await database.get("runs", id);
    if (record === undefined) throw missingRun(database.name, id);
    for (const { path, content } of await runFolder(database, record, task)) {
      // Runs have sources and resources in common.
      if (written.has(path)) continue;
      written.add(path);
      left -= content instanceof Blob ? content.size : content.length;
      if (left < 0)
        throw new ObserverError(
          `These runs are more than the ${Number((maxBytes / 1e6).toPrecision(3))} MB of \`maxBytes\`, from the run ${id} on: export fewer at a time, or give more.`,
        );
      await zip.add(path, content, record.started);
    }
    task.didRun();
  }
  return zip.end();
}
