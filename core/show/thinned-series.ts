/** So many stretches of a metric are told apart: about one for each pixel of a chart. */
const MOST = 512;

/** A stretch of consecutive points: its lowest and its highest one, in their order. */
export interface Stretch {
  readonly first: { readonly step: number; readonly value: number };
  readonly second: { readonly step: number; readonly value: number };
}

/**
 * The course of a metric in constant memory, however many points it has: equally long stretches of points, each with its
 * extremes, so that no peak gets lost. When there are too many, each two become one.
 */
export class ThinnedSeries {
  /** how many points there were, those that are no finite numbers included */
  count: number = 0;
  last: { step: number; value: number } = { step: Number.NaN, value: Number.NaN };
  /** points in one stretch */
  #stride: number = 1;
  /** points in the last stretch */
  #filled: number = 0;
  #length: number = 0;
  readonly #lowSteps: Float64Array = new Float64Array(MOST);
  readonly #lowValues: Float64Array = new Float64Array(MOST);
  readonly #highSteps: Float64Array = new Float64Array(MOST);
  readonly #highValues: Float64Array = new Float64Array(MOST);
  /** is the highest point before the lowest one? */
  readonly #isFalling: Uint8Array = new Uint8Array(MOST);

  add(step: number, value: number): void {
    this.count++;
    this.last.step = step;
    this.last.value = value;
    // What can't be drawn isn't: NaN, the infinities.
    if (!Number.isFinite(value) || !Number.isFinite(step)) return;
    if (this.#filled === this.#stride || this.#length === 0) this.#begin();
    const index = this.#length - 1;
    const isFirst = this.#filled === 0;
    this.#filled++;
    if (isFirst || value < (this.#lowValues[index] ?? 0)) {
      this.#lowValues[index] = value;
      this.#lowSteps[index] = step;
      this.#isFalling[index] = 1;
    }
    if (isFirst || value > (this.#highValues[index] ?? 0)) {
      this.#highValues[index] = value;
      this.#highSteps[index] = step;
      this.#isFalling[index] = 0;
    }
  }

  *stretches(): Generator<Stretch> {
    for (let index = 0; index < this.#length; index++) {
      const low = { step: this.#lowSteps[index] ?? 0, value: this.#lowValues[index] ?? 0 };
      const high = { step: this.#highSteps[index] ?? 0, value: this.#highValues[index] ?? 0 };
      yield this.#isFalling[index] === 1 ? { first: high, second: low } : { first: low, second: high };
    }
  }

  #begin(): void {
    if (this.#length === MOST) this.#halve();
    // After halving, the last stretch is a whole one: MOST is even.
    this.#length++;
    this.#filled = 0;
  }

  #halve(): void {
    for (let to = 0; to < MOST / 2; to++) this.#join(to, 2 * to, 2 * to + 1);
    this.#length = MOST / 2;
    this.#stride *= 2;
  }

  #join(to: number, a: number, b: number): void {
    const low = (this.#lowValues[b] ?? 0) < (this.#lowValues[a] ?? 0) ? b : a;
    const high = (this.#highValues[b] ?? 0) > (this.#highValues[a] ?? 0) ? b : a;
    const isFalling = low === high ? (this.#isFalling[low] ?? 0) : Number(high < low);
    this.#lowSteps[to] = this.#lowSteps[low] ?? 0;
    this.#lowValues[to] = this.#lowValues[low] ?? 0;
    this.#highSteps[to] = this.#highSteps[high] ?? 0;
    this.#highValues[to] = this.#highValues[high] ?? 0;
    this.#isFalling[to] = isFalling;
  }
}
