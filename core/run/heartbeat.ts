import type { RunContext } from "../host.ts";

/** Timers of more milliseconds than that end at once. */
const LONGEST_TIMER = 0x7fffffff;

/** Calls `beat` regularly: the next one is due an interval after the last one is done. */
export class Heartbeat {
  readonly #beat: () => Promise<void>;
  readonly #context: RunContext;
  #timer: ReturnType<typeof setTimeout> | undefined = undefined;

  constructor(beat: () => Promise<void>, context: RunContext) {
    this.#beat = beat;
    this.#context = context;
  }

  /** @param intervalSeconds 0 or less: never */
  start(intervalSeconds: number): void {
    if (intervalSeconds <= 0) return;
    this.#context.exit(() => {
      this.#timer = setTimeout(
        () => {
          void this.#beat().then(() => {
            if (this.#timer !== undefined) this.start(intervalSeconds);
          });
        },
        Math.min(intervalSeconds * 1000, LONGEST_TIMER),
      );
      // The heartbeat keeps no program alive: that is how a command that never settles is noticed.
      unref(this.#timer);
    });
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** Timers of Node keep the process alive unless told otherwise; those of browsers are numbers. */
function unref(timer: unknown): void {
  if (typeof timer === "object" && timer !== null && "unref" in timer && typeof timer.unref === "function")
    timer.unref();
}
