import { SacredError } from "../errors/index.ts";
import { core, type CoreExports } from "../wasm/core.ts";
import { emptyRange, type Integer, integer, plainInteger } from "./checks.ts";
import { Generator } from "./generator.ts";
import { distinctIndices, weightedDistinctIndices, weightedIndex } from "./numpy-choice.ts";
import type { MutableList } from "./python-random.ts";
import { type Seed, seedToBigint } from "./seed.ts";
import { drawShaped, type Nested, populationOf, type Size, total } from "./shape.ts";

/**
 * numpy's `numpy.random.default_rng(seed)` (PCG64, numpy 1.24): the same draws to the last bit, on every host. A size gives
 * arrays of numbers, nested for several axes.
 *
 * @example
 * ```ts
 * const rng = new NumpyGenerator(42);
 * rng.random(2); // [0.7739560485559633, 0.4388784397520523]
 * rng.integers(0, 10, 3);
 * ```
 */
export class NumpyGenerator {
  readonly #generator: Generator;
  readonly #core: CoreExports = core();

  /** @param seed any integer of at least 0 */
  constructor(seed: Seed) {
    if (seedToBigint(seed) < 0n) throw new SacredError(`numpy's seeds are not negative, but this one was ${seed}.`);
    this.#generator = new Generator("numpy", seed);
  }

  /** Floats in [0, 1). */
  random(): number;
  random(size: Size): Nested<number>;
  random(size?: Size): Nested<number> {
    return drawShaped(size, () => this.#core.pcgRandom(this.#generator.handle));
  }

  /** Integers in [low, high); with one argument in [0, low). */
  integers(low: Integer, high?: Integer | null): Integer;
  integers(low: Integer, high: Integer | null | undefined, size: Size): Nested<Integer>;
  integers(low: Integer, high?: Integer | null, size?: Size): Nested<Integer> {
    const first = high === undefined || high === null ? 0n : integer(low, "low");
    const range = integer(high ?? low, "high") - 1n - first;
    if (range < 0n) throw emptyRange(`integers(${low}, ${high ?? ""})`);
    if (range >= 1n << 64n) throw new SacredError("numpy draws integers of 64 bits: the range is too large.");
    if (range > BigInt(Number.MAX_SAFE_INTEGER) || !Number.isSafeInteger(Number(first))) {
      return drawShaped(size, () => plainInteger(first + this.#bounded64(range)));
    }
    const start = Number(first);
    const width = Number(range);
    return drawShaped(size, () => start + this.#bounded(width));
  }

  /** Normal distribution with mean 0 and standard deviation 1. */
  standard_normal(): number;
  standard_normal(size: Size): Nested<number>;
  standard_normal(size?: Size): Nested<number> {
    return drawShaped(size, () => this.#core.pcgNormal(this.#generator.handle));
  }

  /** Normal distribution with mean `loc` and standard deviation `scale`. */
  normal(loc?: number, scale?: number): number;
  normal(loc: number | undefined, scale: number | undefined, size: Size): Nested<number>;
  normal(loc: number = 0, scale: number = 1, size?: Size): Nested<number> {
    return drawShaped(size, () => loc + scale * this.#core.pcgNormal(this.#generator.handle));
  }

  /** Exponential distribution with mean `scale`. */
  exponential(scale?: number): number;
  exponential(scale: number | undefined, size: Size): Nested<number>;
  exponential(scale: number = 1, size?: Size): Nested<number> {
    return drawShaped(size, () => scale * this.#core.pcgExponential(this.#generator.handle));
  }

  /** Floats in [low, high). */
  uniform(low?: number, high?: number): number;
  uniform(low: number | undefined, high: number | undefined, size: Size): Nested<number>;
  uniform(low: number = 0, high: number = 1, size?: Size): Nested<number> {
    return drawShaped(size, () => low + (high - low) * this.#core.pcgRandom(this.#generator.handle));
  }

  /** Elements of a list (or of 0 … a - 1): with or without replacement, with probabilities `p` or equally likely. */
  choice<T = number>(
    a: number | ArrayLike<T>,
    size?: Size | null,
    options: { replace?: boolean; p?: readonly number[]; shuffle?: boolean } = {},
  ): Nested<T> {
    const population = populationOf(a);
    if (population.length === 0 && total(size) > 0) throw new SacredError("Cannot choose from an empty population.");
    const pick = (index: number): T => population[index] as T;
    const { replace = true, p, shuffle = true } = options;
    if (p !== undefined) checkProbabilities(p, population.length);
    if (replace) {
      return drawShaped(size, () =>
        pick(p === undefined ? this.#bounded(population.length - 1) : weightedIndex(p, this.random())),
      );
    }
    const wanted = total(size);
    if (wanted > population.length) throw new SacredError("Without replacement a sample can't be larger than the population.");
    const source = { random: () => this.random(), bounded: (range: number) => this.#bounded(range) };
    const indices =
      p === undefined
        ? distinctIndices(source, population.length, wanted, shuffle)
        : weightedDistinctIndices(source, p, wanted);
    let next = 0;
    return drawShaped(size, () => pick(indices[next++] ?? 0));
  }

  /** Shuffles a list in place. */
  shuffle<T>(list: MutableList<T>): void {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.#core.pcgInterval(this.#generator.handle, i);
      const kept = list[i] as T;
      list[i] = list[j] as T;
      list[j] = kept;
    }
  }

  /** A shuffled copy of a list, or of 0 … x - 1. */
  permutation<T = number>(x: number | ArrayLike<T>): T[] {
    const list = typeof x === "number" ? populationOf(x) : Array.from<unknown>(x);
    this.shuffle(list);
    return list as T[];
  }

  /** The raw 64-bit outputs of PCG64. */
  random_raw(): bigint {
    const low = this.#core.pcgNext64(this.#generator.handle) >>> 0;
    return (BigInt(this.#core.highWord() >>> 0) << 32n) | BigInt(low);
  }

  #bounded(range: number): number {
    return this.#core.pcgBounded(this.#generator.handle, range);
  }

  #bounded64(range: bigint): bigint {
    const low = this.#core.pcgBounded64(this.#generator.handle, Number(range & 0xffffffffn), Number(range >> 32n)) >>> 0;
    return (BigInt(this.#core.highWord() >>> 0) << 32n) | BigInt(low);
  }
}

function checkProbabilities(p: readonly number[], n: number): void {
  if (p.length !== n) throw new SacredError(`There are ${p.length} probabilities for ${n} elements.`);
  if (p.some((probability) => !(probability >= 0))) throw new SacredError("Probabilities are not negative.");
  const sum = p.reduce((before, probability) => before + probability, 0);
  if (Math.abs(sum - 1) > 1e-8) throw new SacredError(`The probabilities sum up to ${sum} instead of 1.`);
}
