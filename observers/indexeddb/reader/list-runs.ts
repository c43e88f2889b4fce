import { ObserverError } from "../../../core/errors/index.ts";
import { readPythonJson } from "../../../core/record/read-python-json.ts";
import { readEntryText } from "../../../core/record/read-run-entry.ts";
import { isDictionary } from "../../../core/record/run-entry.ts";
import type { RunId } from "../../../core/run/observer.ts";
import { LongTask, type LongTaskOptions } from "./long-task.ts";
import { type RunRecord, runKey, type RunsDatabase } from "../database/schema.ts";

export interface RunFilter {
  /** QUEUED, RUNNING, COMPLETED, FAILED, INTERRUPTED, TIMEOUT, DEAD, or a status of the experiment's own */
  readonly status?: string;
  /** the experiment's */
  readonly name?: string;
  /** started at that time or later */
  readonly since?: Date;
  /** started before that time */
  readonly until?: Date;
  /** entries of the configuration by dotted path, compared as JSON; each candidate's configuration is read */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly order?: "newest" | "oldest";
  /** at most so many */
  readonly limit?: number;
  /** goes on behind this run, the last one of the page before */
  readonly after?: { readonly id: RunId; readonly started: Date };
}

/** What lists show of a run. */
export interface ListedRun {
  readonly id: RunId;
  readonly status: string;
  /** the experiment's */
  readonly name: string;
  /** start, or when it was queued */
  readonly started: Date;
  /** what run.json says */
  readonly entry: Readonly<Record<string, unknown>>;
}

const FILTERS: readonly string[] = ["status", "name", "since", "until", "config", "order", "limit", "after"];

/** Reads as many runs as are asked for, in the order of their start, along an index. */
export async function listRuns(
  database: RunsDatabase,
  filter: RunFilter,
  options: LongTaskOptions,
): Promise<ListedRun[]> {
  const task = new LongTask(options);
  const unknown = Object.keys(filter).find((key) => !FILTERS.includes(key));
  if (unknown !== undefined)
    throw new ObserverError(`Runs aren't filtered by "${unknown}". There are: ${FILTERS.join(", ")}.`);
  const { limit = Number.POSITIVE_INFINITY } = filter;
  const found: ListedRun[] = [];
  const transaction = database.transaction(["runs", "texts"], "readonly");
  const { index, range } = indexFor(filter);
  const direction = filter.order === "oldest" ? "next" : "prev";
  const runs = transaction.objectStore("runs").index(index);
  if (options.onProgress !== undefined) task.expect({ totalRuns: await runs.count(range) });
  let cursor = await runs.openCursor(range, direction);
  for (; cursor !== null && found.length < limit; cursor = await cursor.continue()) {
    const record = cursor.value;
    task.didRun();
    if (filter.status !== undefined && record.status !== filter.status) continue;
    if (filter.config !== undefined) {
      const text = (await transaction.objectStore("texts").get([record.id, "config.json"]))?.text ?? "{}";
      if (!hasEntries(readPythonJson(text), filter.config)) continue;
    }
    found.push(listed(record));
  }
  return found;
}

export function listed({ id, status, name, started, entry }: RunRecord): ListedRun {
  return { id, status, name, started: new Date(started), entry: readEntryText(entry).content };
}

/** The index that has the fewest runs to look at, and the part of it between two times. */
function indexFor({ status, name, since, until, after, order }: RunFilter): {
  index: "name" | "status" | "started";
  range: IDBKeyRange | undefined;
} {
  const index = name !== undefined ? "name" : status !== undefined ? "status" : "started";
  const first = name ?? status;
  const prefix = first === undefined ? [] : [first];
  const place = after === undefined ? undefined : [...prefix, after.started.getTime(), runKey(after.id)];
  const isOldest = order === "oldest";
  const lower = since === undefined ? [...prefix, Number.NEGATIVE_INFINITY] : [...prefix, since.getTime()];
  // Nothing sorts after a list: what started at `until` itself has a longer key, and is beyond.
  const upper = until === undefined ? [...prefix, []] : [...prefix, until.getTime()];
  const [from, to] = [isOldest ? later(lower, place) : lower, isOldest ? upper : earlier(upper, place)];
  // A range that holds nothing is an error to IndexedDB.
  const isEmpty = indexedDB.cmp(from, to) >= 0;
  return { index, range: isEmpty ? IDBKeyRange.only([]) : IDBKeyRange.bound(from, to, from === place, true) };
}

type Key = (string | number | never[])[];

function later(key: Key, place: Key | undefined): Key {
  return place !== undefined && indexedDB.cmp(place, key) > 0 ? place : key;
}

function earlier(key: Key, place: Key | undefined): Key {
  return place !== undefined && indexedDB.cmp(place, key) < 0 ? place : key;
}

function hasEntries(config: unknown, wanted: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(wanted).every(([path, value]) => {
    const found = path
      .split(".")
      .reduce<unknown>((at, key) => (isDictionary(at) && Object.hasOwn(at, key) ? at[key] : undefined), config);
    return isEqual(found, value);
  });
}

function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item: unknown, at) => isEqual(item, b[at]));
  if (isDictionary(a) && isDictionary(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => isEqual(a[key], b[key]));
  }
  return Object.is(a, b) || (a === 0 && b === 0);
}
