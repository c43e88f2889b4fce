import { openDatabase } from "./open-database.ts";
import type { RunsDatabase } from "./schema.ts";

/**
 * The connection that everything in one realm shares. It gives way to another tab that upgrades or deletes the database: at
 * once, or, while a run is being stored here, when that has ended.
 */
export class Connection {
  readonly name: string;
  #opening: Promise<RunsDatabase> | undefined;
  #holders: number = 0;
  #isWanted: boolean = false;

  constructor(name: string) {
    this.name = name;
  }

  /** @throws {ObserverError} if it can't be opened */
  database(): Promise<RunsDatabase> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async #open(): Promise<RunsDatabase> {
    try {
      return await openDatabase(this.name, {
        wanted: () => this.#wanted(),
        closed: () => (this.#opening = undefined),
      });
    } catch (error) {
      // Asked for again, it is tried again.
      this.#opening = undefined;
      throw error;
    }
  }

  /** Keeps the connection open until the result is called. */
  hold(): () => void {
    this.#holders++;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holders--;
      if (this.#isWanted && this.#holders === 0) this.close();
    };
  }

  #wanted(): void {
    if (this.#holders === 0) this.close();
    else this.#isWanted = true;
  }

  /** It is opened again when it is next used. */
  close(): void {
    this.#isWanted = false;
    // What was opened closes once its transactions are done.
    void this.#opening?.then((database) => database.close()).catch(() => undefined);
    this.#opening = undefined;
  }
}
