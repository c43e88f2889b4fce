import { join } from "node:path";
import { receiveMessageOnPort } from "node:worker_threads";
import { messageOf } from "../../core/errors/thrown.ts";
import { withHeartbeat } from "../../core/record/entry-text.ts";
import { isoTime } from "../../core/record/iso-time.ts";
import { writeWhole } from "./atomic-write.ts";
import { MetricLogWriter } from "./metric-log-writer.ts";
import { LogProgress } from "./log-progress.ts";
import { MetricsRewrite } from "./metrics-rewrite.ts";
import { COMMAND, CONTROL, CONTROL_WORDS, FAILED, lock, unlock } from "./thread-protocol.ts";
import type { ThreadAnswer, ThreadMessage, ThreadSetup } from "./thread-protocol.ts";

/** Points are in the kernel within a second, or when a chunk is full: this leaves room for a slow disk. */
const POLL_MILLISECONDS = 200;
/** How long points and heartbeats may have to wait for metrics.json. */
const REWRITE_MILLISECONDS = 20;
/** The main thread stores points itself when this one seems to be held up. */
const LOCK_MILLISECONDS = 100;

/** What the helper thread does for the folder of one run. */
export class FolderService {
  readonly #setup: ThreadSetup;
  readonly #control: Int32Array;
  readonly #answer: (answer: ThreadAnswer) => void;
  readonly #progress: LogProgress;
  readonly #log: MetricLogWriter;
  readonly #rewrite: MetricsRewrite;
  #entry: string | undefined;
  #entryVersion: number = 0;
  // All intervals are of the monotonic clock: the time of day may be set back in the middle of a run.
  #lastBeat: number = performance.now();
  #logFailure: string | undefined;
  #failure: string | undefined;
  #isFinishing: boolean;

  constructor(setup: ThreadSetup, answer: (answer: ThreadAnswer) => void) {
    this.#setup = setup;
    this.#control = new Int32Array(setup.control, 0, CONTROL_WORDS);
    this.#answer = answer;
    this.#progress = new LogProgress(setup.control);
    this.#log = new MetricLogWriter(join(setup.dir, "metrics.log"), this.#progress);
    this.#rewrite = new MetricsRewrite(setup);
    this.#isFinishing = setup.isFinishing;
  }

  /** There is more to do at once. */
  get isBusy(): boolean {
    return this.#rewrite.isAtWork;
  }

  /**
   * Does what there is to do, and waits for more.
   *
   * @param patience how long it waits, in milliseconds
   * @returns false once the run is over
   */
  step(patience: number = POLL_MILLISECONDS): boolean {
    const control = this.#control;
    Atomics.add(control, CONTROL.TURNS, 1);
    const wake = Atomics.load(control, CONTROL.WAKE);
    const command = Atomics.load(control, CONTROL.COMMAND);
    if (command === COMMAND.LEAVE) return this.#end({ kind: "left" });
    this.#isFinishing ||= command === COMMAND.FINISH;
    this.#readMessages();
    this.#flush();
    const { bytes } = this.#progress.read();
    if (command === COMMAND.FINISH) this.#rewrite.hurry(bytes);
    if (this.#logFailure === undefined) this.#rewrite.advance(bytes, REWRITE_MILLISECONDS);
    this.#report();
    if (!this.#isFinishing) this.#keepHeartbeat();
    if (this.#isFinishing && this.#isStored(bytes)) return this.#end({ kind: "finished", isStored: true });
    if (command !== COMMAND.FINISH || this.#hasFailed) this.#done(command);
    if (!this.isBusy) Atomics.wait(control, CONTROL.WAKE, wake, patience);
    return true;
  }

  /** The end takes as many turns as metrics.json needs: until then it has neither succeeded nor failed. */
  get #hasFailed(): boolean {
    return this.#logFailure !== undefined || (this.#rewrite.failure !== undefined && !this.#rewrite.isAtWork);
  }

  #isStored(bytes: number): boolean {
    return this.#logFailure === undefined && !this.#log.isBehind && this.#rewrite.holds(bytes);
  }

  #done(command: number): void {
    if (command === 0) return;
    Atomics.compareExchange(this.#control, CONTROL.COMMAND, command, 0);
    Atomics.store(this.#control, CONTROL.DONE, command);
    Atomics.notify(this.#control, CONTROL.DONE);
    if (command === COMMAND.FINISH) this.#answer({ kind: "finished", isStored: false });
  }

  #end(answer: ThreadAnswer): false {
    this.#log.close();
    this.#rewrite.giveUp();
    this.#setup.messages.close();
    Atomics.store(this.#control, CONTROL.DONE, COMMAND.FINISH);
    Atomics.notify(this.#control, CONTROL.DONE);
    this.#answer(answer);
    return false;
  }

  #readMessages(): void {
    const { messages } = this.#setup;
    for (
      let received = receiveMessageOnPort(messages);
      received !== undefined;
      received = receiveMessageOnPort(messages)
    ) {
      const message: ThreadMessage = received.message;
      if (message.kind === "chunk") this.#log.addChunk(message.chunk, message.start);
      else if (message.kind === "name") this.#log.addName(message.id, message.name);
      else {
        this.#entry = message.entry;
        this.#entryVersion = message.version;
        this.#lastBeat = performance.now();
      }
    }
  }

  /** A disk that is full now may not be in a moment: nothing is dropped, and the next turn tries again. */
  #flush(): void {
    if (!lock(this.#control, CONTROL.LOG_LOCK, LOCK_MILLISECONDS)) return;
    try {
      this.#log.forget();
      this.#log.flush();
      this.#logFailure = undefined;
    } catch (error) {
      this.#logFailure = messageOf(error);
    } finally {
      unlock(this.#control, CONTROL.LOG_LOCK);
    }
  }

  #report(): void {
    const before = this.#failure;
    const [log, json] = [this.#logFailure, this.#rewrite.failure];
    this.#failure = log ?? json;
    const failed = log !== undefined ? FAILED.LOG : json !== undefined ? FAILED.METRICS_JSON : FAILED.NOTHING;
    Atomics.store(this.#control, CONTROL.FAILED, failed);
    if (this.#failure !== before) this.#answer({ kind: "failure", reason: this.#failure });
  }

  /**
   * Writes run.json with a new heartbeat if the main thread is late. Both write under one lock, and this thread only what the
   * main thread has written last: a message that is still under way makes it wait for the next turn.
   */
  #keepHeartbeat(): void {
    const { dir, beatIntervalSeconds } = this.#setup;
    const control = this.#control;
    const entry = this.#entry;
    const isLate = performance.now() - this.#lastBeat >= 1500 * beatIntervalSeconds;
    if (entry === undefined || beatIntervalSeconds <= 0 || !isLate) return;
    if (!lock(control, CONTROL.ENTRY_LOCK, 0)) return;
    try {
      const isOld = Atomics.load(control, CONTROL.VERSION) !== this.#entryVersion;
      if (isOld || Atomics.load(control, CONTROL.COMMAND) === COMMAND.LEAVE) return;
      this.#lastBeat = performance.now();
      writeWhole(join(dir, "run.json"), withHeartbeat(entry, isoTime(new Date())));
    } catch {
      // The heartbeats of the main thread fail as well, and say so.
    } finally {
      unlock(control, CONTROL.ENTRY_LOCK);
    }
  }
}
