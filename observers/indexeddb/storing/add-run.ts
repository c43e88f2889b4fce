import { ObserverError } from "../../../core/errors/index.ts";
import type { RunId } from "../../../core/run/observer.ts";
import { assertFolderName } from "../../../core/record/run-id.ts";
import { type FileContentToStore, putFile } from "../database/blobs.ts";
import { type RunRecord, runKey, type WriteTransaction } from "../database/schema.ts";

export interface NewRun {
  /** null: one more than the largest number so far */
  readonly id: RunId | null;
  readonly record: Omit<RunRecord, "id">;
  /** by the names of the files */
  readonly texts: Readonly<Record<string, string>>;
  readonly files: readonly FileContentToStore[];
}

/**
 * Adds a run with its configuration and files. Several tabs may do so at once: the database gives each an id of its own.
 *
 * @throws {ObserverError} if there is a run of this id, or it can't be the name of a folder in an export
 */
export async function addRun(transaction: WriteTransaction, { id, record, texts, files }: NewRun): Promise<RunId> {
  const key = await addRecord(transaction, id, record);
  // At once: what takes time is the way to the browser's storage and back.
  await Promise.all([
    ...Object.entries(texts).map(([name, text]) => transaction.objectStore("texts").put({ text }, [key, name])),
    ...files.map((file) => putFile(transaction, key, file)),
  ]);
  return key;
}

async function addRecord(transaction: WriteTransaction, id: RunId | null, record: NewRun["record"]): Promise<RunId> {
  const runs = transaction.objectStore("runs");
  // The database puts the id in.
  if (id === null) return runs.add(record as RunRecord);
  assertFolderName(String(id));
  const key = runKey(id);
  if ((await runs.getKey(key)) !== undefined) {
    throw new ObserverError(
      `There is already a run with the id "${id}" in the database "${transaction.db.name}". Choose another id (--id), or none; an id may also come from an observer of a higher priority.`,
    );
  }
  return runs.add({ ...record, id: key });
}
