import { SacredError } from "../errors/index.ts";
import { core, type CoreExports } from "../wasm/core.ts";
import { count, emptyRange, type Integer, integer, plainInteger, real } from "./checks.ts";
import { DRAW, Draws, type MutableList } from "./draws.ts";
import { type ChoicesOptions, cumulativeWeights, indexByWeight } from "./python-choices.ts";
import type { Seed } from "./seed.ts";

/**
 * CPython 3.11's `random.Random(seed)`: the same draws to the last bit, on every host. (gauss may differ from CPython's in
 * the last place, because C libraries differ there themselves.)
 *
 * Bounds beyond ±2^53 are given as bigints, and what may lie beyond comes as one.
 *
 * @example
 * ```ts
 * const rnd = new PythonRandom(42);
 * rnd.random(); // 0.6394267984578837
 * rnd.randint(1, 6); // 1
 * ```
 */
export class PythonRandom {
  readonly #draws: Draws;
  readonly #core: CoreExports = core();

  /** @param seed any integer; its sign is ignored, as in Python */
  constructor(seed: Seed) {
    this.#draws = new Draws("python", seed);
  }

  /** A float in [0, 1), with 53 random bits. */
  random(): number {
    return this.#core.mtRandom(this.#draws.address);
  }

  /** An integer in [a, b], both ends included. */
  randint(a: number, b: number): number;
  randint(a: Integer, b: Integer): Integer;
  randint(a: Integer, b: Integer): Integer {
    if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) {
      const width = Number(b) - Number(a) + 1;
      if (width <= 0) throw emptyRange("randint", [a, b]);
      if (width <= Number.MAX_SAFE_INTEGER) return Number(a) + this.#below(width);
    }
    const first = integer(a, "a");
    const width = integer(b, "b") - first + 1n;
    if (width <= 0n) throw emptyRange("randint", [a, b]);
    return plainInteger(first + this.#belowBig(width));
  }

  /** An integer from `range(start, stop, step)`; with one argument from `range(start)`. */
  randrange(start: number, stop?: number | null, step?: number): number;
  randrange(start: Integer, stop?: Integer | null, step?: Integer): Integer;
  randrange(start: Integer, stop?: Integer | null, step: Integer = 1): Integer {
    const [from, to] = stop === undefined || stop === null ? [0, start] : [start, stop];
    if (step === 1 && Number.isSafeInteger(from) && Number.isSafeInteger(to)) {
      const width = Number(to) - Number(from);
      if (width > 0 && width <= Number.MAX_SAFE_INTEGER) return Number(from) + this.#below(width);
    }
    const stride = integer(step, "step");
    if (stride === 0n) throw new SacredError("The step of randrange can't be 0.");
    if (stride !== 1n && (stop === undefined || stop === null))
      throw new SacredError("randrange with a step needs a stop.");
    const first = integer(from, "start");
    const width = integer(to, "stop") - first;
    if (stride > 0n ? width <= 0n : width >= 0n) throw emptyRange("randrange", [start, stop, step]);
    const steps = (width + stride - (stride > 0n ? 1n : -1n)) / stride;
    return plainInteger(first + stride * this.#belowBig(steps));
  }

  /** A non-negative integer of k random bits. */
  getrandbits(k: number): Integer {
    return count(k, "k") <= 32 ? this.#word(k) : plainInteger(this.#bits(k));
  }

  /** A float between a and b. */
  uniform(a: number, b: number): number {
    return real(a, "a") + (real(b, "b") - a) * this.random();
  }

  /** An element of a list. */
  choice<T>(population: ArrayLike<T>): T {
    if (population.length === 0) throw new SacredError("Can't choose from an empty list.");
    return item(population, this.#below(population.length));
  }

  /** k elements, drawn with replacement. */
  choices<T>(population: ArrayLike<T>, options: ChoicesOptions = {}): T[] {
    const n = population.length;
    if (n === 0) throw new SacredError("Can't choose from an empty list.");
    const sums = cumulativeWeights(options, n);
    const uniform = this.#draws.many(DRAW.mtRandom, count(options.k ?? 1, "k"));
    return Array.from(uniform, (x) => item(population, sums ? indexByWeight(sums, x) : Math.floor(x * n)));
  }

  /** Shuffles a list in place. */
  shuffle<T>(list: MutableList<T>): void {
    this.#draws.shuffle(list, DRAW.pythonBelow);
  }

  /** k elements of a list, drawn without replacement. */
  sample<T>(population: ArrayLike<T>, k: number): T[] {
    const n = population.length;
    if (count(k, "k") > n) throw new SacredError(`A sample of ${k} is larger than the population of ${n}.`);
    // Lib/random.py: below this size a list of the population is smaller than a set of what was drawn.
    const setSize = 21 + (k > 5 ? 4 ** Math.ceil(Math.log(k * 3) / Math.log(4)) : 0);
    return n <= setSize ? this.#sampleByPool(population, k) : this.#sampleBySet(population, k);
  }

  /** Normal distribution; the faster one, which draws two at a time. */
  gauss(mu: number = 0, sigma: number = 1): number {
    return this.#core.pythonGauss(this.#draws.address, real(mu, "mu"), real(sigma, "sigma"));
  }

  /** Normal distribution. */
  normalvariate(mu: number = 0, sigma: number = 1): number {
    return this.#core.pythonNormalvariate(this.#draws.address, real(mu, "mu"), real(sigma, "sigma"));
  }

  /** Triangular distribution between low and high; the mode defaults to the middle. */
  triangular(low: number = 0, high: number = 1, mode?: number | null): number {
    const width = real(high, "high") - real(low, "low");
    const peak = mode === undefined || mode === null ? 0.5 : (real(mode, "mode") - low) / width;
    const drawn = this.#core.pythonTriangular(this.#draws.address, low, high, peak);
    return width === 0 ? low : drawn;
  }

  /** Exponential distribution with rate `lambd` (one over the mean). */
  expovariate(lambd: number = 1): number {
    if (real(lambd, "lambd") === 0) throw new SacredError("The rate of expovariate can't be 0.");
    return this.#core.pythonExpovariate(this.#draws.address, lambd);
  }

  #sampleByPool<T>(population: ArrayLike<T>, k: number): T[] {
    const pool = Array.from(population);
    const indices = this.#draws.many(DRAW.pythonBelow, k, pool.length, -1);
    return Array.from(indices, (j, i) => {
      const drawn = item(pool, j);
      pool[j] = item(pool, pool.length - i - 1);
      return drawn;
    });
  }

  #sampleBySet<T>(population: ArrayLike<T>, k: number): T[] {
    const drawn = new Set<number>();
    while (drawn.size < k) drawn.add(this.#below(population.length));
    return Array.from(drawn, (j) => item(population, j));
  }

  /** @param n at most 2^53 */
  #below(n: number): number {
    return this.#draws.one(DRAW.pythonBelow, n);
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
    let digits = "";
    for (let rest = k; rest > 0; rest -= 32) {
      digits = this.#word(Math.min(32, rest)).toString(16).padStart(8, "0") + digits;
    }
    return BigInt(`0x${digits}`);
  }

  /** @param k at most 32 */
  #word(k: number): number {
    return k === 0 ? 0 : this.#core.mtNext32(this.#draws.address) >>> (32 - k);
  }
}

function item<T>(list: ArrayLike<T>, index: number): T {
  // Indices come from the generator and lie inside.
  return list[index] as T;
}
