/** Lets a number of things go on at the same time; others wait for their turn. */
export class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async next(): Promise<void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => void this.#waiting.push(resolve));
  }

  free(): void {
    const wake = this.#waiting.shift();
    if (wake === undefined) this.#free++;
    else wake();
  }

  /** Does `work` when it is its turn. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    await this.next();
    try {
      return await work();
    } finally {
      this.free();
    }
  }
}
