export interface Point {
  readonly step: number;
  /** NaN and the infinities can't be drawn: there the line is broken */
  readonly value: number;
  /** the number of points before it */
  readonly index: number;
}

/** More points than a chart has pixels. */
const MOST = 1024;
/** How long stretches are when there are too many points for the first time. */
const FIRST_STRIDE = 4;

/**
 * The course of a metric in bounded memory, however many points it has. Of each stretch of points the lowest and the highest
 * one are kept, and the first NaN and infinities, so that neither peaks nor gaps get lost; when there are too many, stretches
 * become twice as long.
 */
export class ThinnedSeries {
  /** how many points there were */
  count: number = 0;
  /** how many of them are no finite numbers */
  gaps: number = 0;
  lastStep: number = Number.NaN;
  lastValue: number = Number.NaN;
  #first: Point | undefined = undefined;
  #kept: Point[] = [];
  /** points in a stretch */
  #stride: number = 1;
  /** The extremes of the last stretch: as numbers, because an object for each point takes most of the time. */
  #lowIndex: number = 0;
  #lowStep: number = 0;
  #lowValue: number = Infinity;
  #highIndex: number = 0;
  #highStep: number = 0;
  #highValue: number = -Infinity;
  /** The first NaN and infinities of that stretch. */
  #odd: Point[] = [];

  add(step: number, value: number): void {
    const index = this.count++;
    this.lastStep = step;
    this.lastValue = value;
    // What has no place isn't drawn.
    if (Number.isFinite(step)) this.#note(step, value, index);
    if (this.count % this.#stride !== 0) return;
    this.#kept.push(...this.#stretch());
    [this.#lowValue, this.#highValue, this.#odd] = [Infinity, -Infinity, []];
    while (this.#kept.length >= MOST) this.#thin();
  }

  #note(step: number, value: number, index: number): void {
    this.#first ??= { step, value, index };
    if (!Number.isFinite(value)) {
      this.gaps++;
      if (!hasValue(this.#odd, value)) this.#odd.push({ step, value, index });
      return;
    }
    if (value < this.#lowValue) {
      this.#lowIndex = index;
      this.#lowStep = step;
      this.#lowValue = value;
    }
    if (value > this.#highValue) {
      this.#highIndex = index;
      this.#highStep = step;
      this.#highValue = value;
    }
  }

  /** In the order in which they were logged. The first and the last one are always there, if their steps are finite. */
  get points(): readonly Point[] {
    const points = this.#first === undefined ? [] : [this.#first, ...this.#kept, ...this.#stretch()];
    if (Number.isFinite(this.lastStep))
      points.push({ step: this.lastStep, value: this.lastValue, index: this.count - 1 });
    return inOrder(points);
  }

  #stretch(): Point[] {
    if (this.#lowValue === Infinity) return this.#odd;
    return inOrder([
      { step: this.#lowStep, value: this.#lowValue, index: this.#lowIndex },
      { step: this.#highStep, value: this.#highValue, index: this.#highIndex },
      ...this.#odd,
    ]);
  }

  #thin(): void {
    this.#stride = this.#stride === 1 ? FIRST_STRIDE : 2 * this.#stride;
    const stretches = new Map<number, Point[]>();
    for (const point of this.#kept) {
      const number = Math.floor(point.index / this.#stride);
      const stretch = stretches.get(number);
      if (stretch === undefined) stretches.set(number, [point]);
      else stretch.push(point);
    }
    this.#kept = Array.from(stretches.values(), essence).flat();
  }
}

function essence(points: readonly Point[]): Point[] {
  const [low] = points.filter(isFinitePoint).sort((a, b) => a.value - b.value);
  const [high] = points.filter(isFinitePoint).sort((a, b) => b.value - a.value);
  const odd = points.filter((point, at) => !isFinitePoint(point) && !hasValue(points.slice(0, at), point.value));
  return inOrder([low, high, ...odd].filter((point) => point !== undefined));
}

function isFinitePoint({ value }: Point): boolean {
  return Number.isFinite(value);
}

function hasValue(points: readonly Point[], value: number): boolean {
  return points.some((point) => Object.is(point.value, value));
}

/** Each of them once. */
function inOrder(points: Point[]): Point[] {
  return points.sort((a, b) => a.index - b.index).filter(({ index }, at) => index !== points[at - 1]?.index);
}
