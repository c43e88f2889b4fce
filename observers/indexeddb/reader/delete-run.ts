import { ObserverError } from "../../../core/errors/index.ts";
import type { RunId } from "../../../core/run/observer.ts";
import { dropIfUnused } from "../database/blobs.ts";
import { heldLocks } from "../database/live-lock.ts";
import { keysOf, type RunsDatabase } from "../database/schema.ts";
import { write } from "../database/write.ts";
import { LongTask, type LongTaskOptions } from "./long-task.ts";

/** Where a run is but for its record, under keys that begin with its id. */
const PARTS = ["texts", "metrics", "output", "files"] as const;

/** Deletes runs, all or none, with those contents that no other run has. @throws {ObserverError} if one goes on, or isn't there */
export async function deleteRuns(
  database: RunsDatabase,
  ids: readonly RunId[],
  options: LongTaskOptions,
): Promise<void> {
  const task = new LongTask(options, { totalRuns: ids.length });
  const held = await heldLocks();
  await write(database, ["runs", ...PARTS, "blobs"], "strict", async (transaction) => {
    for (const id of ids) {
      const record = await transaction.objectStore("runs").get(id);
      if (record === undefined) throw missingRun(database.name, id);
      if (record.status === "RUNNING" && held?.has(record.lock) === true)
        throw new ObserverError(`The run ${id} still goes on: wait for its end, or stop it, before it is deleted.`);
      const files = await transaction.objectStore("files").getAll(keysOf(id));
      await Promise.all([
        transaction.objectStore("runs").delete(id),
        ...PARTS.map((store) => transaction.objectStore(store).delete(keysOf(id))),
      ]);
      await Promise.all(files.map(({ md5 }) => dropIfUnused(transaction, md5)));
      task.didRun();
    }
  });
}

export function missingRun(database: string, id: RunId): ObserverError {
  return new ObserverError(`There is no run "${id}" in the database "${database}". list() gives the ids.`);
}
