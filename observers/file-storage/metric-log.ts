import type { MessagePort } from "node:worker_threads";
import { ObserverError } from "../../core/errors/index.ts";
import type { MetricChunk } from "../../core/metrics/chunk-view.ts";
import type { MetricColumns } from "../../core/metrics/metric-columns.ts";
import { doAtExit, forgetAtExit } from "./at-exit.ts";
import { HelperThread, type ThreadListener } from "./helper-thread.ts";
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

export interface MetricLogOptions {
  readonly beatIntervalSeconds: number;
  /** see `settings.strictJson` */
  readonly strictJson: boolean;
}

/** A run's metric log as the main thread sees it. The helper thread keeps the heartbeat, too. */
export class MetricLog {
  readonly #dir: string;
  readonly #options: MetricLogOptions;
  readonly #control: Int32Array = new Int32Array(new SharedArrayBuffer(4 * CONTROL_WORDS));
  #thread: HelperThread | undefined;
  #messages: MessagePort | undefined;
  #chunks: number = 0;
  #lastEntry: string | undefined;
  readonly #names: [id: number, name: string][] = [];
  #failure: string | undefined;
  /** is called when the thread has answered to be finished or not, or is gone */
  #settle: (isStored: boolean) => void = () => undefined;
  #hasFinished: boolean = false;
  #hasDied: boolean = false;

  constructor(dir: string, metrics: MetricColumns, options: MetricLogOptions) {
    this.#dir = dir;
    this.#options = options;
    metrics.subscribe({
      chunk: (chunk) => this.#addChunk(chunk),
      name: (id, name) => this.#addName(id, name),
    });
  }

  get hasPoints(): boolean {
    return this.#chunks > 0;
  }

  /** Starts the thread, if it isn't: from then on the run has its heartbeats whatever holds the main thread. */
  start(): void {
    if (this.#thread !== undefined || this.#hasFinished) return;
    const { MessageChannel } = process.getBuiltinModule("node:worker_threads");
    const { port1, port2: messages } = new MessageChannel();
    this.#messages = port1;
    const control = sharedBufferOf(this.#control);
    const setup: ThreadSetup = { dir: this.#dir, messages, control, ...this.#options };
    this.#thread = HelperThread.serve(setup, this.#listener);
    for (const [id, name] of this.#names) this.#post({ kind: "name", id, name });
    if (this.#lastEntry !== undefined) this.#postEntry(this.#lastEntry);
    doAtExit(this.#flushAtExit);
  }

  /**
   * Writes run.json so that the thread's heartbeat and this never overwrite each other with something older.
   *
   * @param entry the text that `write` writes
   */
  writeEntry(entry: string, write: () => void): void {
    this.#lastEntry = entry;
    if (this.#thread === undefined) return write();
    const locked = lock(this.#control, LOCK_TIMEOUT_MILLISECONDS);
    try {
      Atomics.add(this.#control, CONTROL.VERSION, 1);
      write();
    } finally {
      if (locked) unlock(this.#control);
    }
    this.#postEntry(entry);
  }

  /** Why points that were logged can't be stored at the moment; undefined if they can. */
  failure(): ObserverError | undefined {
    if (Atomics.load(this.#control, CONTROL.FAILED) === 0) return undefined;
    return this.#unstored("They are kept and tried again");
  }

  /**
   * Stores everything and ends the thread; metrics.json is complete then.
   *
   * @throws {ObserverError} if that is not possible now; the thread goes on trying, and `finish` may be called again
   */
  async finish(): Promise<void> {
    const thread = this.#thread;
    if (thread === undefined) return;
    if (!this.hasPoints) return this.#leave();
    const ask = (): Promise<boolean> => thread.holdingProgram(() => this.#askToFinish());
    const isStored = this.#hasFinished || (!this.#hasDied && (await ask()));
    if (!isStored) throw this.#unstored("As long as the program lives, it is tried again");
    this.#thread = undefined;
    forgetAtExit(this.#flushAtExit);
  }

  /** False if the thread can't store everything, dies, or takes too long. */
  async #askToFinish(): Promise<boolean> {
    const answered = new Promise<boolean>((resolve) => (this.#settle = resolve));
    const timer = setTimeout(() => this.#settle(this.#hasFinished), FINISH_TIMEOUT_MILLISECONDS);
    this.#command(COMMAND.FINISH);
    try {
      return await answered;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The same for a process that ends now: the thread is waited for, but no longer than a moment. */
  finishNow(): void {
    if (this.#thread === undefined || this.#hasFinished || this.#hasDied) return;
    if (!this.hasPoints) return this.#leave();
    forgetAtExit(this.#flushAtExit);
    this.#command(COMMAND.FINISH);
    Atomics.wait(this.#control, CONTROL.DONE, 0, EXIT_TIMEOUT_MILLISECONDS);
    this.#thread = undefined;
  }

  /** Ends a thread that has nothing to store without waiting for it: it may not even have begun. */
  #leave(): void {
    const locked = lock(this.#control, LOCK_TIMEOUT_MILLISECONDS);
    this.#command(COMMAND.LEAVE);
    if (locked) unlock(this.#control);
    this.#thread = undefined;
    this.#hasFinished = true;
    forgetAtExit(this.#flushAtExit);
  }

  readonly #listener: ThreadListener = {
    heard: (answer) => {
      if (answer.kind === "failure") this.#failure = answer.reason;
      if (answer.kind !== "finished") return;
      this.#hasFinished ||= answer.isStored;
      this.#settle(answer.isStored);
    },
    failed: (reason) => {
      this.#failure = reason;
      Atomics.store(this.#control, CONTROL.FAILED, 1);
    },
    exited: () => {
      this.#hasDied = !this.#hasFinished;
      this.#settle(this.#hasFinished);
    },
  };

  #unstored(consequence: string): ObserverError {
    const reason = this.#failure ?? "the helper thread doesn't answer";
    return new ObserverError(
      `Metrics of the run in ${this.#dir} could not be stored (is the disk full, or was the folder moved?): ${reason}. ${consequence}`,
    );
  }

  /** A process that ends in the middle of a run waits for what has been logged. */
  readonly #flushAtExit = (): void => {
    if (!this.hasPoints || this.#thread === undefined || this.#hasFinished || this.#hasDied) return;
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

  #postEntry(entry: string): void {
    this.#post({ kind: "entry", entry, version: Atomics.load(this.#control, CONTROL.VERSION) });
  }

  #post(message: ThreadMessage): void {
    this.#messages?.postMessage(message);
  }
}

function sharedBufferOf(words: Int32Array): SharedArrayBuffer {
  const { buffer } = words;
  if (buffer instanceof SharedArrayBuffer) return buffer;
  throw new TypeError("The control words are shared memory.");
}
