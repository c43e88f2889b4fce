export interface Point {
  readonly step: number;
  readonly value: number;
  /** the number of points before it */
  readonly index: number;
}

/** More points than a chart has pixels. */
const MOST = 1024;
/** Points that are looked at together when there are too many; two of them stay. */
const GROUP = 4;

/**
 * The course of a metric in bounded memory, however many points it has. Of each stretch of points the lowest and the highest
 * one are kept, so that no peak gets lost; when there are too many, stretches become twice as long.
 */
export class ThinnedSeries {
  /** how many points there were, those that are no finite numbers included */
  count: number = 0;
  lastStep: number = Number.NaN;
  lastValue: number = Number.NaN;
  #first: Point | undefined = undefined;
  #kept: Point[] = [];
  /** points in a stretch */
  #stride: number = 1;
  /** Points in the last stretch, and its extremes: as numbers, because an object for each point takes most of the time. */
  #filled: number = 0;
  #lowIndex: number = 0;
  #lowStep: number = 0;
  #lowValue: number = 0;
  #highIndex: number = 0;
  #highStep: number = 0;
  #highValue: number = 0;

  add(step: number, value: number): void {
    const index = this.count++;
    this.lastStep = step;
    this.lastValue = value;
    // What can't be drawn isn't: NaN, the infinities.
    if (!Number.isFinite(value) || !Number.isFinite(step)) return;
    this.#first ??= { step, value, index };
    const isFirst = this.#filled === 0;
    if (isFirst || value < this.#lowValue) {
      this.#lowIndex = index;
      this.#lowStep = step;
      this.#lowValue = value;
    }
    if (isFirst || value > this.#highValue) {
      this.#highIndex = index;
      this.#highStep = step;
      this.#highValue = value;
    }
    if (++this.#filled < this.#stride) return;
    this.#kept.push(...this.#extremes());
    this.#filled = 0;
    if (this.#kept.length >= MOST) this.#thin();
  }

  /** In the order in which they were logged. The first and the last one are always there, if they can be drawn. */
  get points(): readonly Point[] {
    const points = this.#first === undefined ? [] : [this.#first, ...this.#kept];
    if (this.#filled > 0) points.push(...this.#extremes());
    if (Number.isFinite(this.lastValue) && Number.isFinite(this.lastStep))
      points.push({ step: this.lastStep, value: this.lastValue, index: this.count - 1 });
    return points.filter(({ index }, place) => index !== points[place - 1]?.index);
  }

  #extremes(): Point[] {
    return inOrder(
      { step: this.#lowStep, value: this.#lowValue, index: this.#lowIndex },
      { step: this.#highStep, value: this.#highValue, index: this.#highIndex },
    );
  }

  #thin(): void {
    const kept: Point[] = [];
    for (let start = 0; start < this.#kept.length; start += GROUP) {
      const group = this.#kept.slice(start, start + GROUP);
      const low = group.reduce((a, b) => (b.value < a.value ? b : a));
      const high = group.reduce((a, b) => (b.value > a.value ? b : a));
      kept.push(...inOrder(low, high));
    }
    this.#kept = kept;
    this.#stride = this.#stride === 1 ? GROUP : 2 * this.#stride;
  }
}

/** Just one if that is both. */
function inOrder(low: Point, high: Point): Point[] {
  if (low.index === high.index) return [low];
  return low.index < high.index ? [low, high] : [high, low];
}
