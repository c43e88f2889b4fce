import type { RunContext } from "../host.ts";

/** How soon observers in other realms are told what is new. Five times a second looks live. */
const PULSE_MILLISECONDS = 200;

/**
 * The heartbeat of observers in other realms: what is new leaves by itself, and, from what a command logs and prints, also while
 * that holds the thread.
 */
export class Pulse {
  readonly #beat: () => void;
  readonly #context: RunContext;
  #due: number = Infinity;
  #timer: ReturnType<typeof setInterval> | undefined = undefined;

  constructor(beat: () => void, context: RunContext) {
    this.#beat = beat;
    this.#context = context;
  }

  start(): void {
    this.#due = Date.now() + PULSE_MILLISECONDS;
    this.#timer = this.#context.exit(() => setInterval(() => this.check(), PULSE_MILLISECONDS));
  }

  /** Beats if it is time. Returns when the next one is due, in milliseconds since the epoch. */
  check(now: number = Date.now()): number {
    if (now < this.#due) return this.#due;
    // What a beat itself prints or logs waits for the next one.
    this.#due = Infinity;
    try {
      this.#beat();
    } finally {
      if (this.#timer !== undefined) this.#due = now + PULSE_MILLISECONDS;
    }
    return this.#due;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#due = Infinity;
  }
}
