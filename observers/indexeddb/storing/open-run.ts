import { ObserverError } from "../../../core/errors/index.ts";
import { pythonJson } from "../../../core/record/python-json.ts";
import type { RunId } from "../../../core/run/observer.ts";
import type { Connection } from "../database/connection.ts";
import type { LiveLock } from "../database/live-lock.ts";
import { columnsOf } from "../database/migrations.ts";
import { dropReserve } from "../database/reserve.ts";
import type { RunRecord, RunsDatabase, StoreName, WriteTransaction } from "../database/schema.ts";
import { isFull, write } from "../database/write.ts";

export interface OpenRunParts {
  readonly id: RunId;
  /** what run.json says */
  readonly entry: Record<string, unknown>;
  readonly strictJson: boolean;
  readonly connection: Connection;
  /** says that the run lives */
  readonly lock: LiveLock;
  /** lets the connection go */
  readonly letGo: () => void;
}

type Work = (transaction: WriteTransaction) => Promise<unknown>;

/** A run that goes on, as it stands in the database. */
export class OpenRun {
  readonly id: RunId;
  readonly entry: Record<string, unknown>;
  readonly #parts: OpenRunParts;
  /** the connection by which the run was found in its place */
  #known: RunsDatabase | undefined = undefined;

  constructor(parts: OpenRunParts) {
    this.#parts = parts;
    this.id = parts.id;
    this.entry = parts.entry;
  }

  /** Changes entries of run.json, together with what `work` does in those stores. */
  async save(
    changes: Record<string, unknown>,
    durability: IDBTransactionDurability,
    stores: readonly StoreName[] = [],
    work?: Work,
  ): Promise<void> {
    const { entry } = this;
    Object.assign(entry, changes);
    const text = pythonJson(entry, { strict: this.#parts.strictJson });
    const database = await this.#parts.connection.database();
    await write(database, ["runs", ...stores], durability, async (transaction) => {
      const record = await this.#record(transaction);
      await transaction.objectStore("runs").put({ ...record, ...columnsOf(entry), entry: text });
      await work?.(transaction);
    });
    this.#known = database;
  }

  /** Adds what stands beside run.json. */
  async add<T>(stores: readonly StoreName[], work: (transaction: WriteTransaction) => Promise<T>): Promise<T> {
    const database = await this.#parts.connection.database();
    // As long as the connection holds, nobody takes the run away.
    const isKnown = database === this.#known;
    const result = await write(database, isKnown ? stores : ["runs", ...stores], "relaxed", async (transaction) => {
      if (!isKnown) await this.#record(transaction);
      return work(transaction);
    });
    this.#known = database;
    return result;
  }

  /** Saves the last changes, and lets the run go. Where the storage is full, they have the room that was kept for them. */
  async end(changes: Record<string, unknown>): Promise<void> {
    const drop = (transaction: WriteTransaction): Promise<void> => dropReserve(transaction, this.id);
    try {
      await this.save(changes, "strict", ["texts"], drop);
    } catch (error) {
      if (!isFull(error)) throw error;
      await this.add(["texts"], drop);
      await this.save(changes, "strict");
    }
    // Only now: a run whose lock is free and that has no end is dead.
    this.letGo();
  }

  letGo(): void {
    this.#parts.lock.release();
    this.#parts.letGo();
  }

  /** @throws {ObserverError} if the database was deleted meanwhile: another run may have the id by now */
  async #record(transaction: WriteTransaction): Promise<RunRecord> {
    const record = await transaction.objectStore("runs").get(this.id);
    const isOwn = record?.lock === this.#parts.lock.name && record.started === columnsOf(this.entry).started;
    if (record === undefined || !isOwn)
      throw new ObserverError(`The run ${this.id} was deleted while it was going on.`);
    return record;
  }
}
