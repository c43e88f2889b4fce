import { describeValue } from "../../core/errors/describe-value.ts";
import { ObserverError } from "../../core/errors/index.ts";
import { unknownNames } from "../../core/errors/unknown-names.ts";
import { type FinalEvent, RunObserver } from "../../core/run/observer.ts";
import { RemoteObserver } from "../../core/run/remote-observer.ts";
import type { Run } from "../../core/run/run.ts";
import { DEFAULT_DATABASE } from "./database/schema.ts";
import type { StartWorker } from "./storing/start-storage.ts";
import { LatePort } from "./storing/late-port.ts";
import { storageOf } from "./storing/storage.ts";

export interface IndexedDbOptions {
  /** the database's name; by default "sacred-runs" */
  readonly database?: string;
  readonly priority?: number;
  /**
   * starts the worker that stores: `() => new Worker(new URL("…", import.meta.url), { type: "module" })`, where the file
   * imports "sacred-ts/observers/indexeddb-worker". By default the package does
   */
  readonly startWorker?: StartWorker;
}

const DEFAULT_PRIORITY = 20;
const OPTIONS: readonly string[] = ["database", "priority", "startWorker"];

/**
 * Stores runs in the browser's IndexedDB: for pages and workers. A worker of its own stores, so that it goes on while the
 * page and the run are busy: one for all runs of a page that are stored in the same database, and it ends soon after the last. What was stored survives whatever ends the tab.
 *
 * @example
 * ```ts
 * ex.observers.push(new IndexedDbObserver());
 * ```
 */
export class IndexedDbObserver extends RunObserver {
  readonly database: string;
  readonly #startWorker: StartWorker | undefined;

  /** @throws {ObserverError} if the database has no name, or an option is unknown */
  constructor(options: IndexedDbOptions = {}) {
    super();
    const mistake = unknownNames("An IndexedDbObserver", options, OPTIONS);
    if (mistake !== undefined) throw new ObserverError(mistake);
    const { database = DEFAULT_DATABASE } = options;
    if (typeof database !== "string" || database.trim() === "")
      throw new ObserverError(`The database needs a name, but it was ${describeValue(database)}.`);
    this.database = database;
    this.priority = options.priority ?? DEFAULT_PRIORITY;
    this.#startWorker = options.startWorker;
  }

  override forRun(run: Run): RunObserver {
    const recording = {
      beatIntervalSeconds: run.beatInterval,
      strictJson: run.strictJson,
      warn: (message: string) => run.runLogger.warning(message),
    };
    // A run that never begins needs no worker.
    const port = new LatePort(() => storageOf(this.database).open(recording, this.#startWorker).port);
    return new RemoteObserver(port, { priority: this.priority, name: String(this) }).forRun(run);
  }

  /**
   * The way to the storing worker for one run that is in another worker: events take it without passing this realm.
   *
   * @returns `end` stores the end of a run whose worker is gone, after everything that it has sent
   */
  portForWorker(): { port: MessagePort; end(event: FinalEvent): Promise<void> } {
    const recording = {
      beatIntervalSeconds: undefined,
      strictJson: false,
      warn: (message: string) => console.warn(`${String(this)}: ${message}`),
    };
    return storageOf(this.database).open(recording, this.#startWorker);
  }

  override toString(): string {
    return `IndexedDbObserver(${this.database})`;
  }
}
