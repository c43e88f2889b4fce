import { fromPortable } from "../../../core/errors/portable-error.ts";
import type { FinalEvent } from "../../../core/run/observer.ts";
import type { StorageAnswer, StoragePort } from "./protocol.ts";
import { type StartWorker, startStorage } from "./start-storage.ts";

interface Recording {
  readonly beatIntervalSeconds: number | undefined;
  readonly strictJson: boolean;
  warn(message: string): void;
}

interface Ending {
  resolve(): void;
  reject(error: unknown): void;
}

/** A run that comes soon after another finds the worker there. */
const IDLE_MILLISECONDS = 5000;

const storages = new Map<string, Storage>();

/** What stores in a database: the same for all observers of this realm. */
export function storageOf(database: string): Storage {
  const storage = storages.get(database) ?? new Storage(database);
  storages.set(database, storage);
  return storage;
}

/** The realm's end of the way to the storing worker, which is started with a run, and ended when there is none any more. */
class Storage {
  readonly #database: string;
  #started: Promise<StoragePort> | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #count: number = 0;
  readonly #recordings: Map<number, Recording> = new Map();
  readonly #endings: Map<number, Ending> = new Map();

  constructor(database: string) {
    this.#database = database;
  }

  /**
   * A port for the events of one run; what is posted before the worker has started waits.
   *
   * @param startWorker how to start the worker if there is none
   */
  open(
    recording: Recording,
    startWorker: StartWorker | undefined,
  ): { port: MessagePort; end(event: FinalEvent): Promise<void> } {
    clearTimeout(this.#idle);
    const recorder = this.#count++;
    this.#recordings.set(recorder, recording);
    const { port1, port2 } = new MessageChannel();
    const { beatIntervalSeconds, strictJson } = recording;
    const setup = { recorder, database: this.#database, page: location.href, beatIntervalSeconds, strictJson };
    const started = this.#start(startWorker);
    void started.then((storage) => storage.postMessage({ kind: "open", port: port2, ...setup }, [port2]));
    return { port: port1, end: (event) => this.#end(started, recorder, event) };
  }

  #start(startWorker: StartWorker | undefined): Promise<StoragePort> {
    if (this.#started === undefined) {
      askToPersist();
      this.#started = startStorage(startWorker, (answer) => this.#answered(answer));
    }
    return this.#started;
  }

  #closed(recorder: number): void {
    this.#recordings.delete(recorder);
    if (this.#recordings.size === 0) this.#idle = setTimeout(() => this.#stop(), IDLE_MILLISECONDS);
  }

  /** Where no worker could be started, there is nothing to be ended. */
  #stop(): void {
    void this.#started?.then((storage) => {
      if (this.#recordings.size > 0 || storage.terminate === undefined) return;
      storage.terminate();
      this.#started = undefined;
    });
  }

  async #end(started: Promise<StoragePort>, recorder: number, event: FinalEvent): Promise<void> {
    // All of it is stored, and the worker may have been ended.
    if (!this.#recordings.has(recorder)) return;
    const storage = await started;
    const ended = new Promise<void>((resolve, reject) => this.#endings.set(recorder, { resolve, reject }));
    storage.postMessage({ kind: "end", recorder, event }, []);
    return ended;
  }

  #answered(answer: StorageAnswer): void {
    if (answer.kind === "warning") this.#recordings.get(answer.recorder)?.warn(answer.message);
    if (answer.kind === "closed") this.#closed(answer.recorder);
    if (answer.kind !== "ended") return;
    const ending = this.#endings.get(answer.recorder);
    this.#endings.delete(answer.recorder);
    if (answer.error === undefined) ending?.resolve();
    else ending?.reject(fromPortable(answer.error));
  }
}

/** Browsers that are short of space delete what isn't persistent; workers can't ask. */
function askToPersist(): void {
  if (typeof navigator.storage?.persist !== "function") return;
  // Refused or not, runs are stored.
  void navigator.storage.persist().catch(() => undefined);
}
