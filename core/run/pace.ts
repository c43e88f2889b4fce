/** What is this fast may be done whenever somebody wants to. */
const FAST_MILLISECONDS = 5;
/** How much time has to pass for each millisecond that something slow takes. */
const SHARE = 100;

/**
 * Keeps what may be slow to a small share of the time: an info dictionary is copied whenever it is sent, and a large one, five
 * times a second, would be most of what a run does, and more than who stores it can take.
 */
export class Pace {
  #due: number = 0;

  get isDue(): boolean {
    return performance.now() >= this.#due;
  }

  /** @param factor more than 1 where those who are sent it can't keep up */
  take<T>(work: () => T, factor: number = 1): T {
    const started = performance.now();
    const done = work();
    const ended = performance.now();
    const took = ended - started;
    this.#due = took < FAST_MILLISECONDS ? 0 : ended + took * SHARE * factor;
    return done;
  }
}
