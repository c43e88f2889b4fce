import { CONTROL, CONTROL_WORDS } from "./thread-protocol.ts";

/** How far a metric log is. */
export interface Stored {
  /** of all metrics */
  readonly points: number;
  readonly names: number;
  readonly bytes: number;
}

const PLACES = 3;
/** What all threads of a run share. */
export const CONTROL_BYTES: number = 4 * CONTROL_WORDS + 2 * 8 * PLACES;

/**
 * How far a metric log is, in shared memory: whoever takes over from a thread that has died goes on where it was. There are
 * two places in turn, so that the one in use is whole whenever a thread dies.
 */
export class LogProgress {
  readonly #control: Int32Array;
  readonly #places: Float64Array;

  constructor(shared: SharedArrayBuffer) {
    this.#control = new Int32Array(shared, 0, CONTROL_WORDS);
    this.#places = new Float64Array(shared, 4 * CONTROL_WORDS, 2 * PLACES);
  }

  read(): Stored {
    while (true) {
      const turn = Atomics.load(this.#control, CONTROL.STORED);
      const [points = 0, names = 0, bytes = 0] = this.#placeOf(turn);
      if (Atomics.load(this.#control, CONTROL.STORED) === turn) return { points, names, bytes };
    }
  }

  /** Only for the one that has the lock of the log. */
  commit({ points, names, bytes }: Stored): void {
    const turn = Atomics.load(this.#control, CONTROL.STORED) + 1;
    this.#placeOf(turn).set([points, names, bytes]);
    Atomics.store(this.#control, CONTROL.STORED, turn);
    Atomics.notify(this.#control, CONTROL.STORED);
  }

  #placeOf(turn: number): Float64Array {
    const start = PLACES * (turn & 1);
    return this.#places.subarray(start, start + PLACES);
  }
}
