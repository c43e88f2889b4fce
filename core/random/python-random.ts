import { SacredError } from "../errors/index.ts";
import { core, type CoreExports } from "../wasm/core.ts";
import { count, emptyRange, type Integer, integer, plainInteger } from "./checks.ts";
import { Generator } from "./generator.ts";
import type { Seed } from "./seed.ts";

/** A list that can be shuffled in place. */
export interface MutableList<T> {
  length: number;
  [index: number]: T;
}

/**
 * CPython 3.11's `random.Random(seed)`: the same draws to the last bit, on every host. (gauss, normalvariate, triangular
 * and expovariate may differ from CPython's in the last place, because C libraries differ there themselves.)
 *
 * @example
 * ```ts
 * const rnd = new PythonRandom(42);
 * rnd.random(); // 0.6394267984578837
 * rnd.randint(1, 6); // 1
 * ```
 */
export class PythonRandom {
  readonly #generator: Generator;
  readonly #core: CoreExports = core();

  /** @param seed any integer; its sign is ignored, as in Python */
  constructor(seed: Seed) {
    this.#generator = new Generator("python", seed);
  }

  /** A float in [0, 1), with 53 random bits. */
  random(): number {
    return this.#core.mtRandom(this.#generator.handle);
  }

  /** An integer in [a, b], both ends included. */
  randint(a: Integer, b: Integer): Integer {
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
      const low = Number(a);
      const width = Number(b) - low + 1;
      if (width <= 0) throw emptyRange(`randint(${a}, ${b})`);
      if (width <= Number.MAX_SAFE_INTEGER) return low + this.#below(width);
    }
    return this.randrange(a, integer(b, "b") + 1n);
  }

  /** An integer from `range(start, stop, step)`; with one argument from `range(start)`. */
  randrange(start: Integer, stop?: Integer, step: Integer = 1): Integer {
    const first = stop === undefined ? 0n : integer(start, "start");
    const last = integer(stop ?? start, "stop");
    const stride = integer(step, "step");
    if (stride === 0n) throw new SacredError("The step of randrange can't be 0.");
    const width = last - first;
    const steps = stride > 0n ? (width + stride - 1n) / stride : (width + stride + 1n) / stride;
    if (steps <= 0n || (stride > 0n ? width <= 0n : width >= 0n)) {
      throw emptyRange(`randrange(${[start, stop, step].filter((part) => part !== undefined).join(", ")})`);
    }
    return plainInteger(first + stride * this.#belowBig(steps));
  }

  /** A non-negative integer of k random bits. */
  getrandbits(k: number): Integer {
    count(k, "k");
    return plainInteger(this.#bits(k));
  }

  /** A float between a and b. */
  uniform(a: number, b: number): number {
    return a + (b - a) * this.random();
  }

  /** An element of a list. */
  choice<T>(population: ArrayLike<T>): T {
    if (population.length === 0) throw new SacredError("Cannot choose from an empty list.");
    return item(population, this.#below(population.length));
  }

  /** k elements, drawn with replacement. `weights` (or `cumWeights`, their running sums) say how likely each is. */
  choices<T>(
    population: ArrayLike<T>,
    options: { k?: number; weights?: ArrayLike<number>; cumWeights?: ArrayLike<number> } = {},
  ): T[] {
    const k = count(options.k ?? 1, "k");
    const n = population.length;
    if (n === 0) throw new SacredError("Cannot choose from an empty list.");
    const sums = cumulated(options, n);
    return Array.from({ length: k }, () => {
      if (sums === undefined) return item(population, Math.floor(this.random() * n));
      return item(population, bisectRight(sums, this.random() * (sums[n - 1] ?? 0), n - 1));
    });
  }

  /** Shuffles a list in place. */
  shuffle<T>(list: MutableList<T>): void {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.#below(i + 1);
      const kept = item(list, i);
      list[i] = item(list, j);
      list[j] = kept;
    }
  }

  /** k elements of a list, drawn without replacement. */
  sample<T>(population: ArrayLike<T>, k: number): T[] {
    const n = population.length;
    if (count(k, "k") > n) throw new SacredError(`A sample of ${k} is larger than the population of ${n}.`);
    // Lib/random.py: below this size a list of the population is smaller than a set of what was drawn.
    const setSize = 21 + (k > 5 ? 4 ** Math.ceil(Math.log(k * 3) / Math.log(4)) : 0);
    if (n > setSize) return this.#sampleBySet(population, k);
    const pool = Array.from(population);
    return Array.from({ length: k }, (_, i) => {
      const j = this.#below(n - i);
      const drawn = item(pool, j);
      pool[j] = item(pool, n - i - 1);
      return drawn;
    });
  }

  /** Normal distribution; the faster one, which draws two at a time. */
  gauss(mu: number = 0, sigma: number = 1): number {
    return this.#core.pythonGauss(this.#generator.handle, mu, sigma);
  }

  /** Normal distribution. */
  normalvariate(mu: number = 0, sigma: number = 1): number {
    return this.#core.pythonNormalvariate(this.#generator.handle, mu, sigma);
  }

  /** Triangular distribution between low and high; the mode defaults to the middle. */
  triangular(low: number = 0, high: number = 1, mode?: number): number {
    if (high === low && mode !== undefined) return low;
    const c = mode === undefined ? 0.5 : (mode - low) / (high - low);
    return this.#core.pythonTriangular(this.#generator.handle, low, high, c);
  }

  /** Exponential distribution with rate `lambd` (one over the mean). */
  expovariate(lambd: number = 1): number {
    return this.#core.pythonExpovariate(this.#generator.handle, lambd);
  }

  #sampleBySet<T>(population: ArrayLike<T>, k: number): T[] {
    const drawn = new Set<number>();
    return Array.from({ length: k }, () => {
      let j = this.#below(population.length);
      while (drawn.has(j)) j = this.#below(population.length);
      drawn.add(j);
      return item(population, j);
    });
  }

  #below(n: number): number {
    return this.#core.pythonBelow(this.#generator.handle, n);
  }

  #belowBig(n: bigint): bigint {
    if (n <= 1n << 53n) return BigInt(this.#below(Number(n)));
    const length = n.toString(2).length;
    let drawn = this.#bits(length);
    while (drawn >= n) drawn = this.#bits(length);
    return drawn;
  }

  /** Words of 32 bits, least significant first; of the last one only the upper bits. */
  #bits(k: number): bigint {
    let result = 0n;
    for (let shift = 0; shift < k; shift += 32) {
      const word = this.#core.mtNext32(this.#generator.handle) >>> 0;
      const wanted = Math.min(32, k - shift);
      result |= BigInt(word >>> (32 - wanted)) << BigInt(shift);
    }
    return result;
  }
}

function item<T>(list: ArrayLike<T>, index: number): T {
  // Indices come from the generator and lie inside.
  return list[index] as T;
}

function cumulated(
  options: { weights?: ArrayLike<number>; cumWeights?: ArrayLike<number> },
  n: number,
): readonly number[] | undefined {
  const given = options.cumWeights ?? options.weights;
  if (given === undefined) return undefined;
  if (options.cumWeights !== undefined && options.weights !== undefined) {
    throw new SacredError("Give either weights or cumWeights, not both.");
  }
  if (given.length !== n) throw new SacredError(`There are ${given.length} weights for ${n} elements.`);
  let sum = 0;
  const sums = options.cumWeights === undefined ? Array.from(given, (weight) => (sum += weight)) : Array.from(given);
  if (!((sums[n - 1] ?? 0) > 0)) throw new SacredError("The sum of the weights must be greater than zero.");
  return sums;
}

/** Python's bisect(list, x, 0, high). */
function bisectRight(list: readonly number[], x: number, high: number): number {
  let low = 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (x < (list[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
