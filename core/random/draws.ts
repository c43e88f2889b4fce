import { core, type CoreExports } from "../wasm/core.ts";
import { BACKEND_NUMBER, type RandomBackend } from "./backend.ts";
import { Generator } from "./generator.ts";
import type { Seed } from "./seed.ts";
import { arrange, type Size, total } from "./shape.ts";

/** As core/assembly/random/draws.ts numbers what can be drawn. */
export const DRAW = {
  mtRandom: 0,
  pythonBelow: 1,
  legacyMasked: 2,
  legacyGauss: 3,
  pcgRandom: 4,
  pcgBounded: 5,
  pcgInterval: 6,
  pcgNormal: 7,
  pcgExponential: 8,
} as const;

export type DrawKind = (typeof DRAW)[keyof typeof DRAW];

/** As core/assembly/random/draws.ts has it. */
const LARGEST_BATCH = 2048;

/** The draws of one generator. */
export class Draws {
  readonly #generator: Generator;
  readonly #core: CoreExports = core();

  constructor(backend: RandomBackend, seed: Seed) {
    this.#generator = new Generator(backend, seed);
  }

  /** Address of the generator, for what only one backend draws. */
  get address(): number {
    return this.#generator.address;
  }

  /** @param bound largest integer (pythonBelow: the first one beyond), for kinds that give integers */
  one(kind: DrawKind, bound: number = 0): number {
    return this.#core.draw(this.#generator.address, kind, bound);
  }

  /** Many at once (12 ns each instead of 25); the bound changes by `step` from one to the next. */
  many(kind: DrawKind, count: number, bound: number = 0, step: number = 0): Float64Array {
    const drawn = new Float64Array(count);
    for (let start = 0; start < count; start += LARGEST_BATCH) {
      const length = Math.min(count - start, LARGEST_BATCH);
      const address = this.#core.drawMany(this.#generator.address, kind, bound + start * step, step, length);
      drawn.set(new Float64Array(this.#core.memory.buffer, address, length), start);
    }
    return drawn;
  }

  /** `shift + scale * draw`: one number without a size, else arrays of them. */
  scaled(kind: DrawKind, shift: number, scale: number, size: Size | null | undefined): unknown {
    if (size === undefined || size === null) return shift + scale * this.one(kind);
    const drawn = this.many(kind, total(size));
    return arrange(shift === 0 && scale === 1 ? drawn : drawn.map((value) => shift + scale * value), size);
  }

  /** numpy's uniform integer in [0, range], range < 2^64. */
  wide(range: bigint): bigint {
    const { backend, address } = this.#generator;
    const [low, high] = [Number(range & 0xffffffffn), Number(range >> 32n)];
    const lower = this.#core.drawWide(address, BACKEND_NUMBER[backend], low, high) >>> 0;
    return (BigInt(this.#core.drawnUpperWord() >>> 0) << 32n) | BigInt(lower);
  }

  /** Shuffles a list in place: from the last element down, each changes places with one that isn't behind it. */
  shuffle<T>(list: MutableList<T>, kind: DrawKind, first: number = 1): void {
    const last = list.length - 1;
    if (last < first) return;
    const bound = kind === DRAW.pythonBelow ? last + 1 : last;
    const partners = this.many(kind, last - first + 1, bound, -1);
    for (let i = last; i >= first; i--) {
      const j = partners[last - i] ?? 0;
      const kept = list[i] as T;
      list[i] = list[j] as T;
      list[j] = kept;
    }
  }
}

/** A list that can be shuffled in place. */
export interface MutableList<T> {
  readonly length: number;
  [index: number]: T;
}
