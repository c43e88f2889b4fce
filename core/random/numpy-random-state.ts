import { SacredError } from "../errors/index.ts";
import { core, type CoreExports } from "../wasm/core.ts";
import { emptyRange, type Integer, integer, plainInteger } from "./checks.ts";
import { Generator } from "./generator.ts";
import type { MutableList } from "./python-random.ts";
import { type Seed, seedToBigint } from "./seed.ts";
import { drawShaped, type Nested, populationOf, type Size } from "./shape.ts";

/**
 * numpy's legacy `numpy.random.RandomState(seed)` (MT19937): the same draws as numpy's, on every host. A size gives arrays
 * of numbers, nested for several axes.
 */
export class NumpyRandomState {
  readonly #generator: Generator;
  readonly #core: CoreExports = core();

  /** @param seed an integer between 0 and 2^32 - 1 */
  constructor(seed: Seed) {
    const number = seedToBigint(seed);
    if (number < 0n || number > 0xffffffffn) {
      throw new SacredError(`A seed of numpy's legacy generator lies between 0 and 2^32 - 1, but this one was ${seed}.`);
    }
    this.#generator = new Generator("numpy-legacy", seed);
  }

  /** Floats in [0, 1). */
  random_sample(): number;
  random_sample(size: Size): Nested<number>;
  random_sample(size?: Size): Nested<number> {
    return drawShaped(size, () => this.#random());
  }

  /** Integers in [low, high); with one argument in [0, low). */
  randint(low: Integer, high?: Integer | null): Integer;
  randint(low: Integer, high: Integer | null | undefined, size: Size): Nested<Integer>;
  randint(low: Integer, high?: Integer | null, size?: Size): Nested<Integer> {
    const first = high === undefined || high === null ? 0n : integer(low, "low");
    const range = integer(high ?? low, "high") - 1n - first;
    if (range < 0n) throw emptyRange(`randint(${low}, ${high ?? ""})`);
    if (range >= 1n << 64n) throw new SacredError("numpy draws integers of 64 bits: the range is too large.");
    if (range > BigInt(Number.MAX_SAFE_INTEGER) || !Number.isSafeInteger(Number(first))) {
      return drawShaped(size, () => plainInteger(first + this.#masked64(range)));
    }
    const start = Number(first);
    const width = Number(range);
    return drawShaped(size, () => start + this.#masked(width));
  }

  /** Normal distribution with mean 0 and standard deviation 1; the arguments are the lengths of the axes. */
  randn(...axes: readonly number[]): Nested<number> {
    return drawShaped(axes.length === 0 ? undefined : axes, () => this.#core.legacyGauss(this.#generator.handle));
  }

  /** Floats in [low, high). */
  uniform(low?: number, high?: number): number;
  uniform(low: number | undefined, high: number | undefined, size: Size): Nested<number>;
  uniform(low: number = 0, high: number = 1, size?: Size): Nested<number> {
    return drawShaped(size, () => low + (high - low) * this.#random());
  }

  /** Shuffles a list in place. */
  shuffle<T>(list: MutableList<T>): void {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.#masked(i);
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

  #random(): number {
    return this.#core.mtRandom(this.#generator.handle);
  }

  #masked(range: number): number {
    return this.#core.legacyMasked(this.#generator.handle, range);
  }

  #masked64(range: bigint): bigint {
    const low = this.#core.legacyMasked64(this.#generator.handle, Number(range & 0xffffffffn), Number(range >> 32n)) >>> 0;
    return (BigInt(this.#core.highWord() >>> 0) << 32n) | BigInt(low);
  }
}
