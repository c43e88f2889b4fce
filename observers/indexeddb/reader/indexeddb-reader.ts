import type { RunId } from "../../../core/run/observer.ts";
import { Connection } from "../database/connection.ts";
import { DEFAULT_DATABASE, runKey, type RunsDatabase } from "../database/schema.ts";
import type { ExportOptions } from "../zip/export-runs.ts";
import type { ImportOptions, ImportReport } from "../zip/import-runs.ts";
import { type DeadRunOptions, deadRecords, markRecords } from "./dead-runs.ts";
import { deleteRuns, missingRun } from "./delete-run.ts";
import { listed, type ListedRun, listRuns, type RunFilter } from "./list-runs.ts";
import type { LongTaskOptions } from "./long-task.ts";
import { StoredRun } from "./stored-run.ts";

/**
 * Reads what `IndexedDbObserver` has stored in this browser, in any tab, while runs go on, too.
 *
 * @example
 * ```ts
 * const reader = new IndexedDbReader();
 * for (const { id, status } of await reader.list({ name: "svm", limit: 50 })) console.log(id, status);
 * const { loss } = await (await reader.read(12)).metrics();
 * await reader.markDead();
 * ```
 */
export class IndexedDbReader {
  readonly database: string;
  readonly #connection: Connection;

  constructor({ database = DEFAULT_DATABASE }: { readonly database?: string } = {}) {
    this.database = database;
    this.#connection = new Connection(database);
  }

  /** The runs that a filter lets through, newest first. @throws {ObserverError} if the database can't be opened */
  async list(filter: RunFilter = {}, options: LongTaskOptions = {}): Promise<ListedRun[]> {
    return listRuns(await this.#open(), filter, options);
  }

  /** @throws {ObserverError} if there is no such run */
  async read(id: RunId): Promise<StoredRun> {
    const record = await (await this.#open()).get("runs", runKey(id));
    if (record === undefined) throw missingRun(this.database, id);
    return new StoredRun(listed(record), () => this.#open());
  }

  /** All runs, newest first, one after another. */
  async *[Symbol.asyncIterator](): AsyncGenerator<StoredRun> {
    for (const { id } of await this.list()) yield await this.read(id);
  }

  /**
   * Deletes runs, all of them or none: `delete(1, 2)`, or `delete([1, 2], options)`.
   *
   * @throws {ObserverError} if one of them goes on, or isn't there
   */
  async delete(...given: readonly RunId[] | ListAndOptions): Promise<void> {
    const [ids, options = {}] = isList(given) ? given : [given];
    await deleteRuns(await this.#open(), ids.map(runKey), options);
  }

  /** The runs that say they go on, and whose tab is gone. */
  async deadRuns(options: DeadRunOptions = {}): Promise<ListedRun[]> {
    options.signal?.throwIfAborted();
    return (await deadRecords(await this.#open(), options)).map(listed);
  }

  /** Gives dead runs the status DEAD, and their last sign of life as the end. @returns their ids */
  async markDead(options: DeadRunOptions = {}): Promise<RunId[]> {
    const database = await this.#open();
    return markRecords(database, await deadRecords(database, options), options);
  }

  /**
   * Packs runs into a .zip: the folder that FileStorageObserver would have written, for Python's and Node's tools.
   *
   * @param ids of the runs; by default all
   * @throws {ObserverError} if there is no such run, or they are more than `maxBytes`
   */
  async exportZip(ids?: readonly RunId[], options: ExportOptions = {}): Promise<Blob> {
    const { exportRuns } = await import("../zip/export-runs.ts");
    return exportRuns(await this.#open(), ids?.map(runKey), options);
  }

  /**
   * Stores the runs of a zipped FileStorage folder here, all of them or none: Python's, Node's, or exported ones. A run whose
   * id is taken gets the next free number; one that is here already is left as it is.
   *
   * @throws {ObserverError} if the zip or one of its runs is damaged, or unpacks to more than `maxBytes`
   */
  async importZip(zip: Blob, options: ImportOptions = {}): Promise<ImportReport> {
    const { importRuns } = await import("../zip/import-runs.ts");
    return importRuns(await this.#open(), zip, options);
  }

  /** Closes the connection; it is opened again when it is next needed. */
  close(): void {
    this.#connection.close();
  }

  #open(): Promise<RunsDatabase> {
    return this.#connection.database();
  }
}

type ListAndOptions = readonly [ids: readonly RunId[], options?: LongTaskOptions];

function isList(given: readonly RunId[] | ListAndOptions): given is ListAndOptions {
  return Array.isArray(given[0]);
}
