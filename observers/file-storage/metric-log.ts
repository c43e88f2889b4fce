import { Worker } from "node:worker_threads";
import { ObserverError } from "../../core/errors/index.ts";
import type { MetricChunk, MetricColumns } from "../../core/metrics/metric-columns.ts";
import { METRIC_LOG_THREAD_SOURCE } from "../generated/metric-log-thread.ts";
import {
  COMMAND,
  CONTROL,
  CONTROL_WORDS,
  lock,
  type ThreadMessage,
  type ThreadSetup,
  unlock,
} from "./thread-protocol.ts";

/** How many chunks may wait for the thread before the caller has to: it bounds the memory that points take. */
const CHUNKS_AHEAD = 64;
const FINISH_TIMEOUT_MILLISECONDS = 60_000;
const EXIT_TIMEOUT_MILLISECONDS = 2000;
const LOCK_TIMEOUT_MILLISECONDS = 5000;

/** A run's metric log as the main thread sees it. The helper thread is started by the first point. */
export class MetricLog {
  readonly #dir: string;
  readonly #beatIntervalSeconds: number;
  readonly #control: Int32Array = new Int32Array(new SharedArrayBuffer(4 * CONTROL_WORDS));
  #worker: Worker | undefined;
  #chunks: number = 0;
  #lastEntry: object | undefined;
  readonly #names: [id: number, name: string][] = [];

  constructor(dir: string, metrics: MetricColumns, beatIntervalSeconds: number) {
    this.#dir = dir;
    this.#beatIntervalSeconds = beatIntervalSeconds;
    metrics.subscribe({
      chunk: (chunk) => this.#addChunk(chunk),
      name: (id, name) => this.#addName(id, name),
    });
  }

  get isStarted(): boolean {
    return this.#worker !== undefined;
  }

  /** Starts the thread, if it isn't: from then on it keeps the heartbeat, too. */
  start(): void {
    if (this.#worker !== undefined) return;
    const workerData: ThreadSetup = {
      dir: this.#dir,
      control: sharedBufferOf(this.#control),
      beatIntervalSeconds: this.#beatIntervalSeconds,
    };
    this.#worker = new Worker(METRIC_LOG_THREAD_SOURCE, { eval: true, workerData, stdin: false, execArgv: [] });
    this.#worker.unref();
    for (const [id, name] of this.#names) this.#post({ kind: "name", id, name });
    if (this.#lastEntry !== undefined) this.#postEntry(this.#lastEntry);
    process.on("exit", this.#flushAtExit);
  }

  /** Writes run.json so that the thread's heartbeat and this never overwrite each other with something older. */
  writeEntry(entry: object, write: () => void): void {
    this.#lastEntry = entry;
    if (this.#worker === undefined) return write();
    const locked = lock(this.#control, LOCK_TIMEOUT_MILLISECONDS);
    try {
      Atomics.add(this.#control, CONTROL.VERSION, 1);
      write();
    } finally {
      if (locked) unlock(this.#control);
    }
    this.#postEntry(entry);
  }

  /** Stores everything and ends the thread; metrics.json is complete then. */
  async finish(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#worker = undefined;
    process.removeListener("exit", this.#flushAtExit);
    this.#command(COMMAND.FINISH);
    const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    worker.ref();
    const timer = setTimeout(() => void worker.terminate(), FINISH_TIMEOUT_MILLISECONDS);
    await exited;
    clearTimeout(timer);
    if (
      Atomics.load(this.#control, CONTROL.FAILED) !== 0 ||
      Atomics.load(this.#control, CONTROL.DONE) !== COMMAND.FINISH
    ) {
      throw new ObserverError(`The metrics of the run in ${this.#dir} could not all be stored (is the disk full?).`);
    }
  }

  /** The same for a process that ends now: the thread is waited for, but no longer than a moment. */
  finishNow(): void {
    if (this.#worker === undefined) return;
    process.removeListener("exit", this.#flushAtExit);
    this.#command(COMMAND.FINISH);
    Atomics.wait(this.#control, CONTROL.DONE, 0, EXIT_TIMEOUT_MILLISECONDS);
    this.#worker = undefined;
  }

  /** A process that ends in the middle of a run waits for what has been logged. */
  readonly #flushAtExit = (): void => {
    if (this.#worker === undefined) return;
    this.#command(COMMAND.FLUSH);
    Atomics.wait(this.#control, CONTROL.DONE, 0, EXIT_TIMEOUT_MILLISECONDS);
  };

  #command(command: number): void {
    Atomics.store(this.#control, CONTROL.DONE, 0);
    Atomics.store(this.#control, CONTROL.COMMAND, command);
    this.#wake();
  }

  #wake(): void {
    Atomics.add(this.#control, CONTROL.WAKE, 1);
    Atomics.notify(this.#control, CONTROL.WAKE);
  }

  #addChunk(chunk: MetricChunk): void {
    this.start();
    this.#post({ kind: "chunk", chunk });
    this.#chunks++;
    this.#wake();
    while (true) {
      const stored = Atomics.load(this.#control, CONTROL.STORED_CHUNKS);
      if (this.#chunks - stored <= CHUNKS_AHEAD || Atomics.load(this.#control, CONTROL.FAILED) !== 0) return;
      Atomics.wait(this.#control, CONTROL.STORED_CHUNKS, stored, 100);
    }
  }

  #addName(id: number, name: string): void {
    this.#names.push([id, name]);
    this.#post({ kind: "name", id, name });
  }

  #postEntry(entry: object): void {
    this.#post({ kind: "entry", entry, version: Atomics.load(this.#control, CONTROL.VERSION) });
  }

  #post(message: ThreadMessage): void {
    this.#worker?.postMessage(message);
  }
}

function sharedBufferOf(words: Int32Array): SharedArrayBuffer {
  const { buffer } = words;
  if (buffer instanceof SharedArrayBuffer) return buffer;
  throw new TypeError("The control words are shared memory.");
}
