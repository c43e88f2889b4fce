import { isoFromMilliseconds, millisecondsOf } from "../../../core/record/iso-time.ts";
import { readEntryText } from "../../../core/record/read-run-entry.ts";
import { markedDead } from "../../../core/record/run-entry.ts";
import type { RunId } from "../../../core/run/observer.ts";
import { heldLocks } from "../database/live-lock.ts";
import { listedColumns } from "../database/migrations.ts";
import { dropReserve } from "../database/reserve.ts";
import { keysOf, type RunRecord, type RunsDatabase, type WriteTransaction } from "../database/schema.ts";
import { write } from "../database/write.ts";
import { LongTask, type LongTaskOptions } from "./long-task.ts";

export interface DeadRunOptions extends LongTaskOptions {
  /**
   * how long a run has to be silent before it counts as dead, where the browser has no locks or the run was imported; by
   * default ten minutes, and at least ten of its heartbeats
   */
  readonly deadAfterSeconds?: number;
}

/** As recovery of file storage has it. */
const DEFAULT_DEAD_AFTER_SECONDS = 600;
const MISSED_BEATS = 10;
const DEFAULT_BEAT_SECONDS = 10;

/** The records of the runs that say they go on, and whose tab is gone. */
export async function deadRecords(database: RunsDatabase, options: DeadRunOptions): Promise<RunRecord[]> {
  const running = await database.getAllFromIndex("runs", "status", IDBKeyRange.bound(["RUNNING"], ["RUNNING", []]));
  // After the records: a lock is held before its run is stored.
  const held = await heldLocks();
  return running.filter((record) => isDead(record, held, options));
}

function isDead(record: RunRecord, held: ReadonlySet<string> | undefined, options: DeadRunOptions): boolean {
  if (held !== undefined && record.lock !== "") return !held.has(record.lock);
  const beat = record.beatIntervalSeconds ?? DEFAULT_BEAT_SECONDS;
  // Without heartbeats, silence tells nothing.
  if (beat <= 0 && options.deadAfterSeconds === undefined) return false;
  const limit = options.deadAfterSeconds ?? Math.max(DEFAULT_DEAD_AFTER_SECONDS, MISSED_BEATS * beat);
  return Date.now() - lastBeat(record) > 1000 * limit;
}

function lastBeat({ entry, started }: RunRecord): number {
  const heartbeat = millisecondsOf(readEntryText(entry).content["heartbeat"]);
  return Number.isNaN(heartbeat) ? started : Math.max(started, heartbeat);
}

/** Marks runs as DEAD, at their last sign of life. One that has ended meanwhile, or was marked by another tab, is left alone. */
export async function markRecords(
  database: RunsDatabase,
  dead: readonly RunRecord[],
  options: LongTaskOptions,
): Promise<RunId[]> {
  const task = new LongTask(options, { totalRuns: dead.length });
  return write(database, ["runs", "metrics", "texts"], "strict", async (transaction) => {
    const marked: RunId[] = [];
    for (const { id } of dead) {
      task.didRun();
      const record = await transaction.objectStore("runs").get(id);
      if (record?.status !== "RUNNING") continue;
      const stop = Math.max(lastBeat(record), await lastPoint(transaction, id));
      const entry = markedDead(readEntryText(record.entry), isoFromMilliseconds(stop));
      await transaction.objectStore("runs").put({ ...record, ...listedColumns(entry), entry });
      await dropReserve(transaction, id);
      marked.push(id);
    }
    return marked;
  });
}

/** When the last point was logged. */
async function lastPoint(transaction: WriteTransaction, id: RunId): Promise<number> {
  let latest = Number.NEGATIVE_INFINITY;
  const store = transaction.objectStore("metrics");
  // From the last chunk of each metric to the one before: what lies between is skipped.
  let cursor = await store.openCursor(keysOf(id), "prev");
  while (cursor !== null) {
    latest = Math.max(latest, cursor.value.timestamps.at(-1) ?? latest);
    const [, name] = cursor.key;
    cursor = await store.openCursor(IDBKeyRange.bound([id], [id, name], false, true), "prev");
  }
  return latest;
}
