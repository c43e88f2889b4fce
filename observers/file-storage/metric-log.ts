import { ObserverError } from "../../core/errors/index.ts";
import type { MetricChunk } from "../../core/metrics/chunk-view.ts";
import type { MetricColumns } from "../../core/metrics/metric-columns.ts";
import { doAtExit, forgetAtExit } from "./at-exit.ts";
import { FolderServer } from "./folder-server.ts";
import type { LogToResume } from "./metric-log-writer.ts";
import {
  COMMAND,
  CONTROL,
  CONTROL_BYTES,
  lock,
  storedBytes,
  type ThreadAnswer,
  type ThreadMessage,
  unlock,
} from "./thread-protocol.ts";

/** How many chunks may wait for the thread before the caller has to: it bounds the memory that points take. */
const CHUNKS_AHEAD = 64;
const FINISH_TIMEOUT_MILLISECONDS = 60_000;
const EXIT_TIMEOUT_MILLISECONDS = 2000;
const LOCK_TIMEOUT_MILLISECONDS = 5000;
/** A thread that makes no turn for so long isn't waited for any more: it is dead, or the disk hangs. */
const SILENCE_MILLISECONDS = 5000;
const TURN_MILLISECONDS = 100;

export interface MetricLogOptions {
  readonly beatIntervalSeconds: number;
  /** see `settings.strictJson` */
  readonly strictJson: boolean;
  /** is told why a run has no helper thread, and what that means */
  warn(message: string): void;
}

/**
 * A run's metric log as the main thread sees it. The helper thread keeps the heartbeat, too. Points are kept here until they are
 * stored, so that whoever takes the place of a thread that has died can go on where it has stopped.
 */
export class MetricLog {
  readonly #dir: string;
  readonly #options: MetricLogOptions;
  readonly #memory: SharedArrayBuffer = new SharedArrayBuffer(CONTROL_BYTES);
  readonly #control: Int32Array = new Int32Array(this.#memory);
  #server: FolderServer | undefined;
  #chunks: number = 0;
  /** those that aren't known to be stored */
  readonly #kept: MetricChunk[] = [];
  /** of chunks that are: how many, and how many points they hold */
  #stored: Omit<LogToResume, "bytes"> = { chunks: 0, points: 0 };
  #lastEntry: string | undefined;
  readonly #names: [id: number, name: string][] = [];
  #failure: string | undefined;
  /** is called when it has been answered whether everything is stored */
  #settle: (isStored: boolean) => void = () => undefined;
  #deaths: number = 0;
  #isFinishing: boolean = false;
  #hasFinished: boolean = false;

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
    if (this.#server !== undefined || this.#hasFinished) return;
    this.#serve(undefined);
    doAtExit(this.#flushAtExit);
  }

  #serve(resume: LogToResume | undefined): void {
    const { warn, ...options } = this.#options;
    const server = new FolderServer(
      { dir: this.#dir, control: this.#memory, resume, ...options },
      { heard: this.#heard, died: this.#died, warn },
      this.#deaths,
    );
    this.#server = server;
    for (const [id, name] of this.#names) server.post({ kind: "name", id, name });
    for (const chunk of this.#kept) server.post({ kind: "chunk", chunk });
    if (this.#lastEntry !== undefined) this.#postEntry(this.#lastEntry);
    server.wake();
  }

  /**
   * Writes run.json so that the thread's heartbeat and this never overwrite each other with something older.
   *
   * @param entry the text that `write` writes
   */
  writeEntry(entry: string, write: () => void): void {
    this.#lastEntry = entry;
    if (this.#server === undefined) return write();
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
   * @throws {ObserverError} if that is not possible now; it is tried further, and `finish` may be called again
   */
  async finish(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    if (!this.hasPoints) return this.#leave();
    const isStored = this.#hasFinished || (await server.holdingProgram(() => this.#askToFinish()));
    if (!isStored) throw this.#unstored("As long as the program lives, it is tried again");
    this.#forget();
  }

  /** False if not everything can be stored, or that takes too long. */
  async #askToFinish(): Promise<boolean> {
    const answered = new Promise<boolean>((resolve) => (this.#settle = resolve));
    const timer = setTimeout(() => this.#settle(this.#hasFinished), FINISH_TIMEOUT_MILLISECONDS);
    this.#isFinishing = true;
    this.#command(COMMAND.FINISH);
    try {
      return await answered;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The same for a process that ends now: the thread is waited for, but no longer than a moment. */
  finishNow(): void {
    if (this.#server === undefined || this.#hasFinished) return;
    if (!this.hasPoints) return this.#leave();
    this.#command(COMMAND.FINISH);
    Atomics.wait(this.#control, CONTROL.DONE, 0, EXIT_TIMEOUT_MILLISECONDS);
    this.#forget();
  }

  /** Ends a thread that has nothing to store without waiting for it: it may not even have begun. */
  #leave(): void {
    const locked = lock(this.#control, LOCK_TIMEOUT_MILLISECONDS);
    this.#command(COMMAND.LEAVE);
    if (locked) unlock(this.#control);
    this.#hasFinished = true;
    this.#forget();
  }

  #forget(): void {
    this.#server = undefined;
    forgetAtExit(this.#flushAtExit);
  }

  readonly #heard = (answer: ThreadAnswer): void => {
    if (answer.kind === "failure") this.#failure = answer.reason;
    if (answer.kind !== "finished") return;
    this.#hasFinished ||= answer.isStored;
    this.#settle(answer.isStored);
  };

  /** Another one goes on where it has stopped, with everything that isn't known to be stored. */
  readonly #died = (reason: string): void => {
    if (this.#hasFinished || this.#server === undefined) return;
    this.#failure = reason;
    this.#deaths++;
    // It may have died while it wrote run.json; this thread, which is here, does not.
    unlock(this.#control);
    this.#forgetStored();
    this.#serve({ ...this.#stored, bytes: Number(Atomics.load(storedBytes(this.#memory), 0)) });
    if (this.#isFinishing) this.#command(COMMAND.FINISH);
  };

  #unstored(consequence: string): ObserverError {
    const reason = this.#failure ?? "the helper thread doesn't answer";
    return new ObserverError(
      `Metrics of the run in ${this.#dir} could not be stored (is the disk full, or was the folder moved?): ${reason}. ${consequence}`,
    );
  }

  /** A process that ends in the middle of a run waits for what has been logged. */
  readonly #flushAtExit = (): void => {
    if (!this.hasPoints || this.#server === undefined || this.#hasFinished) return;
    this.#command(COMMAND.FLUSH);
    Atomics.wait(this.#control, CONTROL.DONE, 0, EXIT_TIMEOUT_MILLISECONDS);
  };

  #command(command: number): void {
    Atomics.store(this.#control, CONTROL.DONE, 0);
    Atomics.store(this.#control, CONTROL.COMMAND, command);
    this.#server?.wake();
  }

  #addChunk(chunk: MetricChunk): void {
    this.start();
    this.#forgetStored();
    this.#kept.push(chunk);
    this.#chunks++;
    this.#server?.post({ kind: "chunk", chunk });
    this.#server?.wake();
    this.#waitForRoom();
  }

  #waitForRoom(): void {
    const turns = (): number => Atomics.load(this.#control, CONTROL.TURNS);
    let last = turns();
    let silence = 0;
    while (silence < SILENCE_MILLISECONDS) {
      const stored = Atomics.load(this.#control, CONTROL.STORED_CHUNKS);
      if (this.#chunks - stored <= CHUNKS_AHEAD || Atomics.load(this.#control, CONTROL.FAILED) !== 0) return;
      const isSilent = Atomics.wait(this.#control, CONTROL.STORED_CHUNKS, stored, TURN_MILLISECONDS) === "timed-out";
      silence = isSilent && turns() === last ? silence + TURN_MILLISECONDS : 0;
      last = turns();
    }
    // Should it have died, this thread hears of that when it is let go.
    this.#failure = "the helper thread doesn't answer";
    Atomics.store(this.#control, CONTROL.FAILED, 1);
  }

  #forgetStored(): void {
    const stored = Atomics.load(this.#control, CONTROL.STORED_CHUNKS) - this.#stored.chunks;
    if (stored <= 0) return;
    const gone = this.#kept.splice(0, stored);
    const points = gone.reduce((sum, { capacity }) => sum + capacity, this.#stored.points);
    this.#stored = { chunks: this.#stored.chunks + stored, points };
  }

  #addName(id: number, name: string): void {
    this.#names.push([id, name]);
    this.#server?.post({ kind: "name", id, name });
  }

  #postEntry(entry: string): void {
    const message: ThreadMessage = { kind: "entry", entry, version: Atomics.load(this.#control, CONTROL.VERSION) };
    this.#server?.post(message);
  }
}
