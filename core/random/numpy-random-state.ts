import { SacredError } from "../errors/index.ts";
import { type Integer, notNegative, real } from "./checks.ts";
import { DRAW, Draws, type MutableList } from "./draws.ts";
import { checkPopulation, type ChoiceOptions, weightedDistinctIndices, weightedIndices } from "./numpy-choice.ts";
import { drawIntegers } from "./numpy-integers.ts";
import { elements, pick, type Population, populationSize } from "./population.ts";
import type { Seed } from "./seed.ts";
import { arrange, type Shaped, type Size, total } from "./shape.ts";

/**
 * numpy's legacy `numpy.random.RandomState(seed)` (MT19937): the same draws as numpy's, on every host. A size gives arrays
 * of numbers, nested for several axes. Integers beyond ±2^53 are bigints.
 *
 * @example
 * ```ts
 * const rnd = new NumpyRandomState(42);
 * rnd.random_sample(); // 0.3745401188473625
 * rnd.randn(2, 3); // two lists of three numbers
 * ```
 */
export class NumpyRandomState {
  readonly #draws: Draws;

  /** @param seed an integer between 0 and 2^32 - 1 */
  constructor(seed: Seed) {
    this.#draws = new Draws("numpy-legacy", seed);
  }

  /** Floats in [0, 1). */
  random_sample(size?: null): number;
  random_sample<const S extends Size>(size: S): Shaped<number, S>;
  random_sample(size?: Size | null): unknown {
    return this.#draws.scaled(DRAW.mtRandom, 0, 1, size);
  }

  /** Integers in [low, high); without high in [0, low). */
  randint(low: number, high?: number | null, size?: null): number;
  randint<const S extends Size>(low: number, high: number | null | undefined, size: S): Shaped<number, S>;
  randint(low: Integer, high?: Integer | null, size?: null): Integer;
  randint<const S extends Size>(low: Integer, high: Integer | null | undefined, size: S): Shaped<Integer, S>;
  randint(low: Integer, high?: Integer | null, size?: Size | null): unknown {
    return drawIntegers(this.#draws, DRAW.legacyMasked, { method: "randint", low, high, endpoint: false, size });
  }

  /** Normal distribution with mean 0 and standard deviation 1; the arguments are the lengths of the axes. */
  randn(): number;
  randn<const Axes extends readonly number[]>(...axes: Axes): Shaped<number, Axes>;
  randn(...axes: readonly number[]): unknown {
    return this.#draws.scaled(DRAW.legacyGauss, 0, 1, axes.length === 0 ? null : axes);
  }

  /** Normal distribution with mean 0 and standard deviation 1. */
  standard_normal(size?: null): number;
  standard_normal<const S extends Size>(size: S): Shaped<number, S>;
  standard_normal(size?: Size | null): unknown {
    return this.#draws.scaled(DRAW.legacyGauss, 0, 1, size);
  }

  /** Normal distribution with mean `loc` and standard deviation `scale`. */
  normal(loc?: number, scale?: number, size?: null): number;
  normal<const S extends Size>(loc: number | undefined, scale: number | undefined, size: S): Shaped<number, S>;
  normal(loc: number = 0, scale: number = 1, size?: Size | null): unknown {
    return this.#draws.scaled(DRAW.legacyGauss, real(loc, "loc"), notNegative(scale, "scale"), size);
  }

  /** Floats in [low, high). */
  uniform(low?: number, high?: number, size?: null): number;
  uniform<const S extends Size>(low: number | undefined, high: number | undefined, size: S): Shaped<number, S>;
  uniform(low: number = 0, high: number = 1, size?: Size | null): unknown {
    const range = real(high, "high") - real(low, "low");
    if (!Number.isFinite(range)) throw new SacredError(`The range of uniform(${low}, ${high}) is not a finite number.`);
    return this.#draws.scaled(DRAW.mtRandom, low, range, size);
  }

  /** Elements of a list, or of 0 … a - 1: with or without replacement, with probabilities `p` or all alike. */
  choice(a: number, size?: null, options?: ChoiceOptions): number;
  choice<T>(a: ArrayLike<T>, size?: null, options?: ChoiceOptions): T;
  choice<const S extends Size>(a: number, size: S, options?: ChoiceOptions): Shaped<number, S>;
  choice<T, const S extends Size>(a: ArrayLike<T>, size: S, options?: ChoiceOptions): Shaped<T, S>;
  choice(a: Population, size?: Size | null, options: ChoiceOptions = {}): unknown {
    const wanted = total(size ?? 1);
    const n = populationSize(a);
    checkPopulation(n, wanted, options);
    return arrange(pick(a, this.#chooseIndices(n, wanted, options)), size ?? []);
  }

  /** Shuffles a list in place. */
  shuffle<T>(list: MutableList<T>): void {
    this.#draws.shuffle(list, DRAW.legacyMasked);
  }

  /** A shuffled copy of a list, or of 0 … x - 1. */
  permutation(x: number): number[];
  permutation<T>(x: ArrayLike<T>): T[];
  permutation(x: Population): unknown[] {
    const list = elements(x);
    this.shuffle(list);
    return list;
  }

  #chooseIndices(n: number, wanted: number, { replace = true, p }: ChoiceOptions): ArrayLike<number> {
    if (p === undefined) {
      return replace ? this.#draws.many(DRAW.legacyMasked, wanted, n - 1) : this.permutation(n).slice(0, wanted);
    }
    return replace
      ? weightedIndices(p, this.#draws.many(DRAW.mtRandom, wanted))
      : weightedDistinctIndices(this.#draws, DRAW.mtRandom, p, wanted);
  }
}
