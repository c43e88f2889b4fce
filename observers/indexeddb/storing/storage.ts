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

/** The realm's end of the way to the storing worker, which is started with the first run. */
export class Storage {
  readonly #database: string;
  readonly #startWorker: StartWorker | undefined;
  #started: Promise<StoragePort> | undefined;
  #count: number = 0;
  readonly #recordings: Map<number, Recording> = new Map();
  readonly #endings: Map<number, Ending> = new Map();

  constructor(database: string, startWorker: StartWorker | undefined) {
    this.#database = database;
    this.#startWorker = startWorker;
  }

  /** A port for the events of one run; what is posted before the worker has started waits. */
  open(recording: Recording): { port: MessagePort; end(event: FinalEvent): Promise<void> } {
    const recorder = this.#count++;
    this.#recordings.set(recorder, recording);
    const { port1, port2 } = new MessageChannel();
    const { beatIntervalSeconds, strictJson } = recording;
    const setup = { recorder, database: this.#database, page: location.href, beatIntervalSeconds, strictJson };
    void this.#start().then((storage) => storage.postMessage({ kind: "open", port: port2, ...setup }, [port2]));
    return { port: port1, end: (event) => this.#end(recorder, event) };
  }

  #start(): Promise<StoragePort> {
    if (this.#started === undefined) {
      askToPersist();
      this.#started = startStorage(this.#startWorker, (answer) => this.#answered(answer));
    }
    return this.#started;
  }

  async #end(recorder: number, event: FinalEvent): Promise<void> {
    const storage = await this.#start();
    const ended = new Promise<void>((resolve, reject) => this.#endings.set(recorder, { resolve, reject }));
    storage.postMessage({ kind: "end", recorder, event }, []);
    return ended;
  }

  #answered(answer: StorageAnswer): void {
    if (answer.kind === "warning") this.#recordings.get(answer.recorder)?.warn(answer.message);
    if (answer.kind === "closed") this.#recordings.delete(answer.recorder);
    if (answer.kind !== "ended") return;
    const ending = this.#endings.get(answer.recorder);
    this.#endings.delete(answer.recorder);
    this.#recordings.delete(answer.recorder);
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
