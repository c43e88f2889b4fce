import { messageOf } from "../../core/errors/thrown.ts";
import { ObserverError } from "../../core/errors/index.ts";
import type { MetricChunk } from "../../core/metrics/chunk-view.ts";
import type { MetricColumns } from "../../core/metrics/metric-columns.ts";
import { doAtExit, forgetAtExit } from "./at-exit.ts";
import { removeOfOtherThreads } from "./atomic-write.ts";
import { FolderServer } from "./folder-server.ts";
import { CONTROL_BYTES, LogProgress } from "./log-progress.ts";
import { MetricLogWriter } from "./metric-log-writer.ts";
import {
  COMMAND,
  CONTROL,
  CONTROL_WORDS,
  FAILED,
  lock,
  type ThreadAnswer,
  type ThreadMessage,
  unlock,
} from "./thread-protocol.ts";
import { UnsavedPoints } from "./unsaved-points.ts";

/** How many chunks may wait for the thread before the caller has to: it bounds the memory that points take. */
const CHUNKS_AHEAD = 64;
/** Who has had to wait goes on when so few are left: not to wait again for each of the next ones. */
const CHUNKS_LEFT = 8;
/** How often a thread is looked at that should make a turn, or store something. */
const LOOK_MILLISECONDS = 100;
/** A thread makes five turns a second: after so long without one code that logs stores its points itself. */
const WATCH_MILLISECONDS = 400;
/** Where so long nothing can be stored, code that logs isn't held up any more: the disk hangs. */
const SILENCE_MILLISECONDS = 5000;
/** Without any turn for so long the end of a run has failed. */
const FINISH_TIMEOUT_MILLISECONDS = 60_000;
const EXIT_TIMEOUT_MILLISECONDS = 2000;
const LOCK_TIMEOUT_MILLISECONDS = 5000;

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
  readonly #metrics: MetricColumns;
  readonly #options: MetricLogOptions;
  readonly #memory: SharedArrayBuffer = new SharedArrayBuffer(CONTROL_BYTES);
  readonly #control: Int32Array = new Int32Array(this.#memory, 0, CONTROL_WORDS);
  readonly #progress: LogProgress = new LogProgress(this.#memory);
  /** holds what isn't stored, and stores it where the thread doesn't */
  readonly #writer: MetricLogWriter;
  readonly #unsaved: UnsavedPoints;
  #server: FolderServer | undefined;
  /** points for which there was room so far */
  #room: number = 0;
  #turns: number = 0;
  #lastEntry: string | undefined;
  #failure: string | undefined;
  /** is called when it has been answered whether everything is stored */
  #settle: (isStored: boolean) => void = () => undefined;
  #deaths: number = 0;
  #isFinishing: boolean = false;
  #hasFinished: boolean = false;

  constructor(dir: string, metrics: MetricColumns, options: MetricLogOptions) {
    this.#dir = dir;
    this.#metrics = metrics;
    this.#options = options;
    this.#writer = new MetricLogWriter(`${dir}/metrics.log`, this.#progress);
    this.#unsaved = new UnsavedPoints(dir, this.#writer, metrics);
    metrics.subscribe({
      chunk: (chunk) => this.#addChunk(chunk),
      name: (id, name) => this.#addName(id, name),
    });
  }

  get hasPoints(): boolean {
    return this.#room > 0;
  }

  /** Starts the thread, if it isn't: from then on the run has its heartbeats whatever holds the main thread. */
  start(): void {
    if (this.#server !== undefined || this.#hasFinished) return;
    this.#serve();
    this.#metrics.onPulse(this.#watch);
    doAtExit(this.#flushAtExit);
  }

  #serve(): void {
    const { warn, ...options } = this.#options;
    const server = new FolderServer(
      { dir: this.#dir, control: this.#memory, isFinishing: this.#isFinishing, ...options },
      { heard: this.#heard, died: this.#died, warn },
      this.#deaths,
    );
    this.#server = server;
    for (const [id, name] of this.#writer.names) server.post({ kind: "name", id, name });
    for (const { memory, start } of this.#writer.chunks) server.post({ kind: "chunk", chunk: memory, start });
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
    const locked = lock(this.#control, CONTROL.ENTRY_LOCK, LOCK_TIMEOUT_MILLISECONDS);
    try {
      Atomics.add(this.#control, CONTROL.VERSION, 1);
      write();
    } finally {
      if (locked) unlock(this.#control, CONTROL.ENTRY_LOCK);
    }
    this.#postEntry(entry);
  }

  /** Why points that were logged can't be stored at the moment; undefined if they can. */
  failure(): ObserverError | undefined {
    if (Atomics.load(this.#control, CONTROL.FAILED) === FAILED.NOTHING) return undefined;
    return this.#unstored("They are kept and tried again.");
  }

  /**
   * Stores everything and ends the thread; metrics.json is complete then.
   *
   * @throws {ObserverError} if that is not possible now: it names the file where points are that aren't stored. It is tried
   * further, and `finish` may be called again
   */
  async finish(): Promise<void> {
    if (this.#server === undefined) return;
    if (!this.hasPoints) return this.#leave();
    const isStored = this.#hasFinished || (await this.#askToFinish());
    if (!isStored) throw this.#unstored(`As long as the program lives, it is tried again. ${this.#unsaved.keep()}`);
    this.#forget();
  }

  /** False if not everything can be stored, or nobody is there who does. The program lives until then. */
  async #askToFinish(): Promise<boolean> {
    const answered = new Promise<boolean>((resolve) => (this.#settle = resolve));
    let [turns, silence] = [-1, 0];
    const timer = setInterval(() => {
      const before = turns;
      turns = Atomics.load(this.#control, CONTROL.TURNS);
      silence = turns === before ? silence + LOOK_MILLISECONDS : 0;
      if (silence >= FINISH_TIMEOUT_MILLISECONDS) this.#settle(this.#hasFinished);
    }, LOOK_MILLISECONDS);
    this.#isFinishing = true;
    this.#command(COMMAND.FINISH);
    try {
      return await answered;
    } finally {
      clearInterval(timer);
    }
  }

  /**
   * The same for a process that ends now: the thread is waited for, but no longer than a moment.
   *
   * @throws {ObserverError} if points could not be stored: it names the file where they are
   */
  finishNow(): void {
    if (this.#server === undefined || this.#hasFinished) return;
    if (!this.hasPoints) return this.#leave();
    const failure = this.#endNow(COMMAND.FINISH);
    this.#forget();
    if (failure !== undefined) throw failure;
  }

  #endNow(command: number): ObserverError | undefined {
    this.#command(command);
    this.#server?.waitFor(EXIT_TIMEOUT_MILLISECONDS);
    if (this.#writer.isBehind) this.#storeHere(EXIT_TIMEOUT_MILLISECONDS);
    return this.#writer.isBehind ? this.#unstored(this.#unsaved.keep()) : undefined;
  }

  /** Ends a thread that has nothing to store without waiting for it: it may not even have begun. */
  #leave(): void {
    const locked = lock(this.#control, CONTROL.ENTRY_LOCK, LOCK_TIMEOUT_MILLISECONDS);
    this.#command(COMMAND.LEAVE);
    if (locked) unlock(this.#control, CONTROL.ENTRY_LOCK);
    this.#hasFinished = true;
    this.#forget();
  }

  #forget(): void {
    this.#server = undefined;
    this.#writer.close();
    forgetAtExit(this.#flushAtExit);
  }

  readonly #heard = (answer: ThreadAnswer): void => {
    if (answer.kind === "failure") this.#failure = answer.reason;
    if (answer.kind !== "finished") return;
    this.#hasFinished ||= answer.isStored;
    if (answer.isStored) this.#unsaved.remove();
    this.#settle(answer.isStored);
  };

  /** Another one goes on where it has stopped, with everything that isn't stored. */
  readonly #died = (reason: string): void => {
    if (this.#hasFinished || this.#server === undefined) return;
    this.#failure = reason;
    this.#deaths++;
    // It may have died in the middle of something; this thread, which is here, is in the middle of nothing.
    unlock(this.#control, CONTROL.ENTRY_LOCK);
    unlock(this.#control, CONTROL.LOG_LOCK);
    removeOfOtherThreads(this.#dir);
    this.#forgetStored();
    this.#serve();
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
    if (!this.hasPoints || this.#server === undefined || this.#hasFinished || this.#unsaved.areKept) return;
    const failure = this.#endNow(COMMAND.FLUSH);
    if (failure !== undefined) this.#options.warn(failure.message);
  };

  #command(command: number): void {
    Atomics.store(this.#control, CONTROL.DONE, 0);
    Atomics.store(this.#control, CONTROL.COMMAND, command);
    this.#server?.wake();
  }

  #addChunk(chunk: MetricChunk): void {
    this.start();
    const start = this.#room;
    this.#room += chunk.capacity;
    this.#writer.addChunk(chunk, start);
    this.#server?.post({ kind: "chunk", chunk, start });
    this.#server?.wake();
    this.#waitForRoom();
  }

  #waitForRoom(): void {
    const control = this.#control;
    let most = CHUNKS_AHEAD;
    for (let silence = 0; silence < SILENCE_MILLISECONDS;) {
      const stored = Atomics.load(control, CONTROL.STORED);
      this.#forgetStored();
      const hasRoom = this.#writer.chunks.length <= most;
      if (hasRoom || Atomics.load(control, CONTROL.FAILED) === FAILED.LOG) return;
      most = CHUNKS_LEFT;
      const isSilent = Atomics.wait(control, CONTROL.STORED, stored, LOOK_MILLISECONDS) === "timed-out";
      silence = isSilent ? silence + LOOK_MILLISECONDS : 0;
      if (isSilent) this.#storeHere(0);
    }
    this.#failure = "the helper thread doesn't answer";
    Atomics.store(control, CONTROL.FAILED, FAILED.LOG);
  }

  /** A thread that gets no processor, or has died while this one is held up: code that logs stores its points itself. */
  readonly #watch = (now: number): number => {
    const turns = Atomics.load(this.#control, CONTROL.TURNS);
    if (turns === this.#turns) this.#storeHere(0);
    this.#turns = turns;
    return now + WATCH_MILLISECONDS;
  };

  #storeHere(patience: number): void {
    if (!lock(this.#control, CONTROL.LOG_LOCK, patience)) return;
    try {
      this.#writer.flush();
    } catch (error) {
      this.#failure = messageOf(error);
    } finally {
      unlock(this.#control, CONTROL.LOG_LOCK);
    }
  }

  /** What is stored needs no memory any more: that is for points to come. */
  #forgetStored(): void {
    for (const chunk of this.#writer.forget()) this.#metrics.recycle(chunk);
  }

  #addName(id: number, name: string): void {
    this.#writer.addName(id, name);
    this.#server?.post({ kind: "name", id, name });
  }

  #postEntry(entry: string): void {
    const message: ThreadMessage = { kind: "entry", entry, version: Atomics.load(this.#control, CONTROL.VERSION) };
    this.#server?.post(message);
  }
}
