import { SignalInterrupt } from "../core/errors/index.ts";
import type { RunContext, RunWatch } from "../core/host.ts";
import type { Run } from "../core/run/run.ts";
import { outliveReader } from "./closed-reader.ts";

/** The signals that interrupt a run, with their numbers. */
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
type Signal = keyof typeof SIGNALS;
const isSignal = (name: string): name is Signal => name in SIGNALS;

/**
 * Tells runs what happens to their process. All runs that overlap share one set of listeners, which is there only while a
 * run is active.
 */
export class ProcessWatch {
  readonly #context: RunContext;
  readonly #runs: Map<Run, RunWatch> = new Map();
  #letReadersGo: (() => void)[] = [];
  #isInterrupted: boolean = false;
  #isIdle: boolean = false;
  /** an error from outside of all runs, which ends the process once they are stored */
  #crash: { readonly error: unknown } | undefined = undefined;

  constructor(context: RunContext) {
    this.#context = context;
  }

  /** @returns what ends the watch */
  add(run: Run, watch: RunWatch): () => void {
    if (this.#runs.size === 0) this.#listen();
    this.#runs.set(run, watch);
    return () => {
      if (!this.#runs.delete(run) || this.#runs.size > 0) return;
      this.#release();
      const crash = this.#crash;
      if (crash === undefined) return;
      // Nobody of ours listens any more: Node reports it and ends the process.
      setImmediate(() => {
        throw crash.error;
      });
    };
  }

  #listen(): void {
    this.#letReadersGo = [process.stdout, process.stderr].map(outliveReader);
    this.#isInterrupted = false;
    this.#isIdle = false;
    for (const signal of Object.keys(SIGNALS)) process.on(signal, this.#onSignal);
    process.on("beforeExit", this.#onIdle);
    process.on("exit", this.#onExit);
    process.on("uncaughtException", this.#onUncaught);
    process.on("unhandledRejection", this.#onUncaught);
  }

  #release(): void {
    for (const letGo of this.#letReadersGo.splice(0)) letGo();
    for (const signal of Object.keys(SIGNALS)) process.removeListener(signal, this.#onSignal);
    process.removeListener("beforeExit", this.#onIdle);
    process.removeListener("exit", this.#onExit);
    process.removeListener("uncaughtException", this.#onUncaught);
    process.removeListener("unhandledRejection", this.#onUncaught);
  }

  /** The first signal interrupts all runs; the second one ends the process at once. */
  readonly #onSignal = (signal: string): void => {
    if (!isSignal(signal)) return;
    if (this.#isInterrupted) {
      this.#release();
      // Where nobody else listens, the signal itself ends the process, and its parent sees which one it was.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
      else process.exit(128 + SIGNALS[signal]);
      return;
    }
    this.#isInterrupted = true;
    for (const watch of this.#runs.values()) watch.interrupt(new SignalInterrupt(signal, 128 + SIGNALS[signal]));
  };

  /** Node emits this when the event loop is empty: whatever is still awaited will never come. */
  readonly #onIdle = (): void => {
    this.#isIdle = true;
    for (const watch of this.#runs.values()) watch.idle();
  };

  readonly #onExit = (code: number): void => {
    // A program that ends because a run waits for nothing was no success.
    if (code === 0 && this.#isIdle) process.exitCode = 1;
    for (const watch of this.#runs.values()) watch.exit(code);
  };

  /**
   * An error that nobody caught fails the run in whose context it was thrown. One from elsewhere ends the process, as it
   * would without us, and is recorded by all runs. Where the program has a listener of its own, that decides.
   */
  readonly #onUncaught = (error: unknown, origin: unknown): void => {
    const event = origin instanceof Promise ? "unhandledRejection" : "uncaughtException";
    if (process.listenerCount(event) > 1) return;
    const current = this.#context.current();
    const own = current === undefined ? undefined : this.#runs.get(current);
    if (own !== undefined) own.fail(error);
    else {
      this.#crash ??= { error };
      for (const watch of this.#runs.values()) watch.fail(error);
    }
  };
}

/** Two turns of the event loop: the first one may be in the middle of its polling, the second one polls anew. */
export async function catchUp(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise<void>((resolve) => void setImmediate(resolve));
}
