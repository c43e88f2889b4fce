import { join } from "node:path";
import { receiveMessageOnPort } from "node:worker_threads";
import { withHeartbeat } from "../../core/record/entry-text.ts";
import { isoTime } from "../../core/record/iso-time.ts";
import { writeWhole } from "./atomic-write.ts";
import { MetricLogWriter } from "./metric-log-writer.ts";
import { metricsJsonSteps } from "./metrics-json.ts";
import { COMMAND, CONTROL, lock, storedBytes, unlock } from "./thread-protocol.ts";
import type { ThreadAnswer, ThreadMessage, ThreadSetup } from "./thread-protocol.ts";

/** Points are in the kernel within a second, or when a chunk is full: this leaves room for a slow disk. */
const POLL_MILLISECONDS = 200;
/** metrics.json may take a twentieth of the time. */
const REWRITE_PAUSE = 20;
const LEAST_REWRITE_PAUSE_MILLISECONDS = 2000;
/** For so long metrics.json is written until it is looked for new points again. */
const REWRITE_TURN_MILLISECONDS = 20;

/** A metrics.json that is being written. */
interface Rewrite {
  readonly steps: Generator<void, void>;
  /** what it will hold */
  readonly points: number;
  milliseconds: number;
}

/** What the helper thread does for the folder of one run. */
export class FolderService {
  readonly #setup: ThreadSetup;
  readonly #control: Int32Array;
  readonly #answer: (answer: ThreadAnswer) => void;
  readonly #log: MetricLogWriter;
  #entry: string | undefined;
  #entryVersion: number = 0;
  // All intervals are of the monotonic clock: the time of day may be set back in the middle of a run.
  #lastBeat: number = performance.now();
  #nextRewrite: number = performance.now() + LEAST_REWRITE_PAUSE_MILLISECONDS;
  #pointsInJson: number = 0;
  #rewrite: Rewrite | undefined;
  #rewriteFailure: unknown;
  #failure: string | undefined;
  #isFinishing: boolean = false;

  constructor(setup: ThreadSetup, answer: (answer: ThreadAnswer) => void) {
    this.#setup = setup;
    this.#control = new Int32Array(setup.control);
    this.#answer = answer;
    this.#log = new MetricLogWriter(join(setup.dir, "metrics.log"), setup.resume);
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
    const isStored = this.#report(() => this.#store());
    Atomics.store(storedBytes(this.#setup.control), 0, BigInt(this.#log.validBytes));
    Atomics.store(control, CONTROL.STORED_CHUNKS, this.#log.storedChunks);
    Atomics.notify(control, CONTROL.STORED_CHUNKS);
    if (!this.#isFinishing) this.#keepHeartbeat();
    if (command !== 0) {
      Atomics.compareExchange(control, CONTROL.COMMAND, command, 0);
      Atomics.store(control, CONTROL.DONE, command);
      Atomics.notify(control, CONTROL.DONE);
    }
    if (this.#isFinishing && isStored) return this.#end({ kind: "finished", isStored });
    if (command === COMMAND.FINISH) this.#answer({ kind: "finished", isStored });
    if (this.#rewrite === undefined) Atomics.wait(control, CONTROL.WAKE, wake, patience);
    return true;
  }

  #end(answer: ThreadAnswer): false {
    this.#rewrite?.steps.return();
    this.#log.close();
    this.#setup.messages.close();
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
      if (message.kind === "chunk") this.#log.addChunk(message.chunk);
      else if (message.kind === "name") this.#log.addName(message.id, message.name);
      else {
        this.#entry = message.entry;
        this.#entryVersion = message.version;
        this.#lastBeat = performance.now();
      }
    }
  }

  /** Points first, whatever is said of them in metrics.json and however long that takes. */
  #store(): void {
    this.#log.flush();
    if (this.#isFinishing) this.#rewriteWhole();
    else this.#rewriteForATurn();
    if (this.#rewriteFailure !== undefined) throw this.#rewriteFailure;
  }

  /** The last one: everything is in it. */
  #rewriteWhole(): void {
    this.#rewrite?.steps.return();
    this.#rewrite = this.#beginRewrite();
    while (this.#rewrite !== undefined) this.#advance(this.#rewrite);
  }

  #rewriteForATurn(): void {
    const isDue = this.#log.points > this.#pointsInJson && performance.now() >= this.#nextRewrite;
    if (isDue) this.#rewrite ??= this.#beginRewrite();
    if (this.#rewrite !== undefined) this.#advance(this.#rewrite);
  }

  #beginRewrite(): Rewrite {
    const { dir, strictJson } = this.#setup;
    const { names, counts, points, validBytes } = this.#log;
    // The log goes on while this much of it is written.
    const part = { names: [...names], counts: [...counts], validBytes };
    const steps = metricsJsonSteps(join(dir, "metrics.json"), join(dir, "metrics.log"), part, strictJson);
    return { steps, points, milliseconds: 0 };
  }

  /** Goes on for a turn. */
  #advance(rewrite: Rewrite): void {
    const start = performance.now();
    let isDone: boolean | undefined = false;
    try {
      while (isDone !== true && performance.now() - start < REWRITE_TURN_MILLISECONDS)
        isDone = rewrite.steps.next().done;
      if (isDone === true) this.#pointsInJson = rewrite.points;
      this.#rewriteFailure = undefined;
    } catch (error) {
      this.#rewriteFailure = error;
      isDone = true;
    }
    const end = performance.now();
    rewrite.milliseconds += end - start;
    if (isDone !== true) return;
    this.#rewrite = undefined;
    this.#nextRewrite = end + Math.max(LEAST_REWRITE_PAUSE_MILLISECONDS, REWRITE_PAUSE * rewrite.milliseconds);
  }

  /** A disk that is full now may not be in a moment: nothing is dropped, and the next turn tries again. */
  #report(work: () => void): boolean {
    const before = this.#failure;
    try {
      work();
      this.#failure = undefined;
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : String(error);
    }
    Atomics.store(this.#control, CONTROL.FAILED, this.#failure === undefined ? 0 : 1);
    if (this.#failure !== before) this.#answer({ kind: "failure", reason: this.#failure });
    return this.#failure === undefined;
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
    if (!lock(control, 0)) return;
    try {
      const isOld = Atomics.load(control, CONTROL.VERSION) !== this.#entryVersion;
      if (isOld || Atomics.load(control, CONTROL.COMMAND) === COMMAND.LEAVE) return;
      this.#lastBeat = performance.now();
      writeWhole(join(dir, "run.json"), withHeartbeat(entry, isoTime(new Date())));
    } catch {
      // The heartbeats of the main thread fail as well, and say so.
    } finally {
      unlock(control);
    }
  }
}
