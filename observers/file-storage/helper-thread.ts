import type { Worker } from "node:worker_threads";
import { METRIC_LOG_THREAD_SOURCE } from "../generated/metric-log-thread.ts";
import type { ThreadAnswer, ThreadSetup } from "./thread-protocol.ts";

/** How long a thread waits for the next run. */
const IDLE_MILLISECONDS = 2000;
/** What it makes lives for a moment only. Left alone its young generation grows to 48 MB, for nothing. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 4 };

/** Is told what happens to a thread while it serves a run. */
export interface ThreadListener {
  heard(answer: ThreadAnswer): void;
  /** an error that ends the thread */
  failed(reason: string): void;
  exited(): void;
}

const idle: HelperThread[] = [];

/**
 * A helper thread, which serves the folder of one run after another: to start one takes longer than a short run. It keeps no
 * program alive.
 */
export class HelperThread {
  readonly #worker: Worker;
  #listener: ThreadListener | undefined;
  #retirement: NodeJS.Timeout | undefined;

  private constructor(setup: ThreadSetup) {
    // Loaded here: it takes 2 ms, and a run without heartbeats and points does without it.
    const { Worker: Thread } = process.getBuiltinModule("node:worker_threads");
    const options = {
      eval: true,
      workerData: setup,
      transferList: [setup.messages],
      stdin: false,
      execArgv: [],
      resourceLimits: RESOURCE_LIMITS,
    };
    this.#worker = new Thread(METRIC_LOG_THREAD_SOURCE, options);
    this.#worker.on("message", (answer: ThreadAnswer) => this.#heard(answer));
    this.#worker.on("error", (error) => this.#listener?.failed(error.message));
    this.#worker.on("exit", () => this.#exited());
    // Last: a listener for messages makes the thread keep the program alive.
    this.#worker.unref();
  }

  /** Lets a thread serve a run: one that has served others before, or a new one. */
  static serve(setup: ThreadSetup, listener: ThreadListener): HelperThread {
    const waiting = idle.pop();
    if (waiting !== undefined) {
      clearTimeout(waiting.#retirement);
      waiting.#worker.postMessage(setup, [setup.messages]);
    }
    const thread = waiting ?? new HelperThread(setup);
    thread.#listener = listener;
    return thread;
  }

  #heard(answer: ThreadAnswer): void {
    const listener = this.#listener;
    const isOver = answer.kind === "left" || (answer.kind === "finished" && answer.isStored);
    if (isOver) this.#wait();
    listener?.heard(answer);
  }

  #wait(): void {
    this.#listener = undefined;
    idle.push(this);
    this.#retirement = setTimeout(() => this.#retire(), IDLE_MILLISECONDS).unref();
  }

  #retire(): void {
    this.#leaveIdle();
    void this.#worker.terminate();
  }

  #exited(): void {
    this.#leaveIdle();
    this.#listener?.exited();
  }

  #leaveIdle(): void {
    const at = idle.indexOf(this);
    if (at >= 0) idle.splice(at, 1);
  }
}
