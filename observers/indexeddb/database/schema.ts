import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from "idb";
import type { MetricSeries } from "../../../core/metrics/series-of.ts";
import type { RunId } from "../../../core/run/observer.ts";

/** A higher one than a program's own was written by a newer sacred-ts. See migrations.ts. */
export const SCHEMA_VERSION = 3;

export const DEFAULT_DATABASE = "sacred-runs";

/** A run. What is large stands in the other stores, so that lists are read fast. */
export interface RunRecord {
  /** by autoIncrement, or the user's own */
  readonly id: RunId;
  /** run.json, as FileStorageObserver would write it */
  readonly entry: string;
  // What is listed and filtered by, repeated from the entry.
  readonly status: string;
  /** the experiment's */
  readonly name: string;
  /** start, or when it was queued; milliseconds since the epoch */
  readonly started: number;
  /** the Web Lock that is held while the run lives; empty where there are no locks */
  readonly lock: string;
  /** 0: no heartbeats until the end; undefined: unknown */
  readonly beatIntervalSeconds?: number | undefined;
  /** NaN and the infinities are null in its files */
  readonly strictJson?: boolean;
  /** of cout.txt, metrics.json: those that the run's folder hasn't */
  readonly absent?: readonly string[];
}

/** A file of a run's folder whose text is read as a whole: config.json, info.json. */
export interface TextRecord {
  readonly text: string;
  /** what a reserve takes up */
  readonly room?: Uint8Array;
}

/** Points of one metric, one after another: at most CHUNK_POINTS of them. */
export type MetricRecord = MetricSeries;

/** A piece of what a run has printed. */
export interface OutputRecord {
  readonly text: string;
}

/** artifact, source and resource as run.json lists them; folder: any other file of the run's folder */
export type FileKind = "artifact" | "source" | "resource" | "folder";

/** A file that belongs to a run; its content is the blob of its digest. */
export interface FileRecord {
  readonly run: RunId;
  readonly kind: FileKind;
  /** what the run calls it: an artifact's name, a source's or resource's path or address */
  readonly name: string;
  /** where it stands in an export: below the run's folder, or for sources and resources below the base folder */
  readonly path: string;
  readonly md5: string;
}

export interface BlobRecord {
  readonly md5: string;
  readonly content: Blob;
}

export interface RunsSchema extends DBSchema {
  runs: {
    key: RunId;
    value: RunRecord;
    indexes: {
      started: [number, RunId];
      status: [string, number, RunId];
      name: [string, number, RunId];
    };
  };
  /** by run and name of the file */
  texts: { key: [RunId, string]; value: TextRecord };
  /** by run, metric and number of the chunk */
  metrics: { key: [RunId, string, number]; value: MetricRecord };
  /** by run and where the piece begins, in UTF-16 units */
  output: { key: [RunId, number]; value: OutputRecord };
  /** by run, kind, path and name */
  files: { key: [RunId, FileKind, string, string]; value: FileRecord; indexes: { md5: string } };
  blobs: { key: string; value: BlobRecord };
}

export type RunsDatabase = IDBPDatabase<RunsSchema>;
export type StoreName = StoreNames<RunsSchema>;
export type WriteTransaction = IDBPTransaction<RunsSchema, StoreName[], "readwrite">;
export type UpgradeTransaction = IDBPTransaction<RunsSchema, StoreName[], "versionchange">;

/** All keys of a run in the stores whose keys begin with it: nothing sorts after an array. */
export function keysOf(...key: readonly (string | number)[]): IDBKeyRange {
  return IDBKeyRange.bound([...key], [...key, []]);
}

/** A run's folder may be called "12", and so may be what the user asks for: it is the run 12. */
export function runKey(id: RunId): RunId {
  return typeof id === "string" && /^(?:0|[1-9]\d{0,14})$/.test(id) ? Number(id) : id;
}
