import { millisecondsOf } from "../../../core/record/iso-time.ts";
import { readEntryText } from "../../../core/record/read-run-entry.ts";
import { isDictionary } from "../../../core/record/run-entry.ts";
import type { RunsDatabase, UpgradeTransaction } from "./schema.ts";

type Migration = (database: RunsDatabase, transaction: UpgradeTransaction) => Promise<void> | void;

/** From each version to the next one, in one transaction with the whole upgrade: a database is never half of each. */
export const MIGRATIONS: readonly Migration[] = [
  // 0 → 1: a run's record, and what is too large to stand in it.
  (database) => {
    database.createObjectStore("runs", { keyPath: "id", autoIncrement: true });
    database.createObjectStore("texts");
    database.createObjectStore("metrics");
    database.createObjectStore("output");
    database.createObjectStore("files");
    database.createObjectStore("blobs", { keyPath: "md5" });
  },
  // 1 → 2: lists of thousands of runs, newest first, without reading all of them.
  async (_database, transaction) => {
    const runs = transaction.objectStore("runs");
    for (let cursor = await runs.openCursor(); cursor !== null; cursor = await cursor.continue())
      await cursor.update({ ...cursor.value, ...listedColumns(cursor.value.entry) });
    runs.createIndex("started", ["started", "id"]);
    runs.createIndex("status", ["status", "started", "id"]);
    runs.createIndex("name", ["name", "started", "id"]);
  },
  // 2 → 3: a run that is deleted takes those contents with it that no other run has.
  (_database, transaction) => {
    transaction.objectStore("files").createIndex("md5", "md5");
  },
];

/** What lists and filters read, from a run.json. */
export function listedColumns(text: string): { status: string; name: string; started: number } {
  const { content } = readEntryText(text);
  return columnsOf(content);
}

/** The same of its parsed content. `started` is in milliseconds since 1970, 0 if that isn't known. */
export function columnsOf(content: Readonly<Record<string, unknown>>): {
  status: string;
  name: string;
  started: number;
} {
  const { experiment, meta } = content;
  const time = millisecondsOf(content["start_time"] ?? (isDictionary(meta) ? meta["queue_time"] : undefined));
  return {
    status: String(content["status"]),
    name: isDictionary(experiment) ? String(experiment["name"]) : "",
    started: Number.isNaN(time) ? 0 : time,
  };
}
