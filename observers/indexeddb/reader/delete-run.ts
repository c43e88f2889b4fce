import { ObserverError } from "../../../core/errors/index.ts";
import type { RunId } from "../../../core/run/observer.ts";
import { dropIfUnused } from "../database/blobs.ts";
import { heldLocks } from "../database/live-lock.ts";
import { keysOf, type RunsDatabase } from "../database/schema.ts";
import { write } from "../database/write.ts";

/** Deletes runs, all or none, with those contents that no other run has. @throws {ObserverError} if one goes on, or isn't there */
export async function deleteRuns(database: RunsDatabase, ids: readonly RunId[]): Promise<void> {
  const held = await heldLocks();
  await write(database, ["runs", "texts", "metrics", "output", "files", "blobs"], "strict", async (transaction) => {
    for (const id of ids) {
      const record = await transaction.objectStore("runs").get(id);
      if (record === undefined) throw missingRun(database.name, id);
      if (record.status === "RUNNING" && held?.has(record.lock) === true)
        throw new ObserverError(`The run ${id} still goes on: wait for its end, or stop it, before it is deleted.`);
      const files = await transaction.objectStore("files").getAll(keysOf(id));
      await transaction.objectStore("runs").delete(id);
      for (const store of ["texts", "metrics", "output", "files"] as const)
        await transaction.objectStore(store).delete(keysOf(id));
      for (const { md5 } of files) await dropIfUnused(transaction, md5);
    }
  });
}

export function missingRun(database: string, id: RunId): ObserverError {
  return new ObserverError(`There is no run "${id}" in the database "${database}". list() gives the ids.`);
}
