import { SacredError } from "../errors/index.ts";
import { type Integer, notNegative, real } from "./checks.ts";
import { DRAW, Draws, type MutableList } from "./draws.ts";
import {
  checkPopulation,
  type ChoiceOptions,
  distinctIndices,
  weightedDistinctIndices,
  weightedIndices,
} from "./numpy-choice.ts";
import { drawIntegers } from "./numpy-integers.ts";
import { elements, pick, type Population, populationSize } from "./population.ts";
import type { Seed } from "./seed.ts";
import { arrange, type Shaped, type Size, total } from "./shape.ts";

/**
 * numpy's `numpy.random.default_rng(seed)` (PCG64, numpy 1.24): the same draws to the last bit, on every host. A size gives
 * arrays of numbers, nested for several axes. Integers beyond ±2^53 are bigints.
 *
 * @example
 * ```ts
 * const rng = new NumpyGenerator(42);
 * rng.random(2); // [0.7739560485559633, 0.4388784397520523]
 * rng.integers(0, 10, [2, 3]); // [[4, 8, 0], [6, 2, 0]]
 * ```
 */
export class NumpyGenerator {
  readonly #draws: Draws;

  /** @param seed any integer of at least 0 */
  constructor(seed: Seed) {
    this.#draws = new Draws("numpy", seed);
  }

  /** Floats in [0, 1). */
  random(size?: null): number;
  random<const S extends Size>(size: S): Shaped<number, S>;
  random(size?: Size | null): unknown {
    return this.#draws.scaled(DRAW.pcgRandom, 0, 1, size);
  }

  /** Integers in [low, high), with `endpoint` in [low, high]; without high in [0, low). */
  integers(low: number, high?: number | null, size?: null, options?: IntegersOptions): number;
  integers<const S extends Size>(
    low: number,
    high: number | null | undefined,
    size: S,
    options?: IntegersOptions,
  ): Shaped<number, S>;
  integers(low: Integer, high?: Integer | null, size?: null, options?: IntegersOptions): Integer;
  integers<const S extends Size>(
    low: Integer,
    high: Integer | null | undefined,
    size: S,
    options?: IntegersOptions,
  ): Shaped<Integer, S>;
  integers(low: Integer, high?: Integer | null, size?: Size | null, options: IntegersOptions = {}): unknown {
    const endpoint = options.endpoint ?? false;
    return drawIntegers(this.#draws, DRAW.pcgBounded, { method: "integers", low, high, endpoint, size });
  }

  /** Normal distribution with mean 0 and standard deviation 1. */
  standard_normal(size?: null): number;
  standard_normal<const S extends Size>(size: S): Shaped<number, S>;
  standard_normal(size?: Size | null): unknown {
    return this.#draws.scaled(DRAW.pcgNormal, 0, 1, size);
  }

  /** Normal distribution with mean `loc` and standard deviation `scale`. */
  normal(loc?: number, scale?: number, size?: null): number;
  normal<const S extends Size>(loc: number | undefined, scale: number | undefined, size: S): Shaped<number, S>;
  normal(loc: number = 0, scale: number = 1, size?: Size | null): unknown {
    return this.#draws.scaled(DRAW.pcgNormal, real(loc, "loc"), notNegative(scale, "scale"), size);
  }

  /** Exponential distribution with mean `scale`. */
  exponential(scale?: number, size?: null): number;
  exponential<const S extends Size>(scale: number | undefined, size: S): Shaped<number, S>;
  exponential(scale: number = 1, size?: Size | null): unknown {
    return this.#draws.scaled(DRAW.pcgExponential, 0, notNegative(scale, "scale"), size);
  }

  /** Floats in [low, high). */
  uniform(low?: number, high?: number, size?: null): number;
  uniform<const S extends Size>(low: number | undefined, high: number | undefined, size: S): Shaped<number, S>;
  uniform(low: number = 0, high: number = 1, size?: Size | null): unknown {
    const range = real(high, "high") - real(low, "low");
    if (!Number.isFinite(range)) throw new SacredError(`The range of uniform(${low}, ${high}) is not a finite number.`);
    return this.#draws.scaled(DRAW.pcgRandom, low, notNegative(range, "high - low"), size);
  }

  /**
   * Elements of a list, or of 0 … a - 1: with or without replacement, with probabilities `p` or all alike. Without
   * replacement `shuffle: false` is faster, and leaves the order of the elements not quite random.
   */
  choice(a: number, size?: null, options?: ShuffledChoiceOptions): number;
  choice<T>(a: ArrayLike<T>, size?: null, options?: ShuffledChoiceOptions): T;
  choice<const S extends Size>(a: number, size: S, options?: ShuffledChoiceOptions): Shaped<number, S>;
  choice<T, const S extends Size>(a: ArrayLike<T>, size: S, options?: ShuffledChoiceOptions): Shaped<T, S>;
  choice(a: Population, size?: Size | null, options: ShuffledChoiceOptions = {}): unknown {
    const wanted = total(size ?? 1);
    const n = populationSize(a);
    checkPopulation(n, wanted, options);
    return arrange(pick(a, this.#chooseIndices(n, wanted, options)), size ?? []);
  }

  /** Shuffles a list in place. */
  shuffle<T>(list: MutableList<T>): void {
    this.#draws.shuffle(list, DRAW.pcgInterval);
  }

  /** A shuffled copy of a list, or of 0 … x - 1. */
  permutation(x: number): number[];
  permutation<T>(x: ArrayLike<T>): T[];
  permutation(x: Population): unknown[] {
    const list = elements(x);
    this.shuffle(list);
    return list;
  }

  /** The generator's raw output: 64 random bits. */
  random_raw(): bigint {
    return this.#draws.wide(2n ** 64n - 1n);
  }

  #chooseIndices(
    n: number,
    wanted: number,
    { replace = true, p, shuffle = true }: ShuffledChoiceOptions,
  ): ArrayLike<number> {
    if (p === undefined) {
      return replace
        ? this.#draws.many(DRAW.pcgBounded, wanted, n - 1)
        : distinctIndices(this.#draws, n, wanted, shuffle);
    }
    return replace
      ? weightedIndices(p, this.#draws.many(DRAW.pcgRandom, wanted))
      : weightedDistinctIndices(this.#draws, DRAW.pcgRandom, p, wanted);
  }
}

export interface IntegersOptions {
  /** is `high` included? Default: no */
  readonly endpoint?: boolean;
}

export interface ShuffledChoiceOptions extends ChoiceOptions {
  /** Default: yes */
  readonly shuffle?: boolean;
}
