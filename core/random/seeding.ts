import { core } from "../wasm/core.ts";
import { BACKEND_NUMBER, Generator, type RandomBackend } from "./generator.ts";
import { NumpyGenerator } from "./numpy-generator.ts";
import { NumpyRandomState } from "./numpy-random-state.ts";
import { PythonRandom } from "./python-random.ts";
import type { Seed } from "./seed.ts";

export type { RandomBackend } from "./generator.ts";

/** Seeds are drawn between 1 and this, as Sacred does. */
export const LARGEST_SEED: number = 1_000_000_000;

export type AnyRandom = PythonRandom | NumpyGenerator | NumpyRandomState;

/** What `_rnd` is. */
export function createRandom(backend: RandomBackend, seed: Seed): AnyRandom {
  if (backend === "python") return new PythonRandom(seed);
  return backend === "numpy" ? new NumpyGenerator(seed) : new NumpyRandomState(seed);
}

/** A seed nobody could foresee, for a run that is given none: 1 to 1,000,000,000. */
export function freshSeed(): number {
  const words = new Uint32Array(1);
  // Reject the uneven rest, so that every seed is equally likely.
  const limit = Math.floor(2 ** 32 / LARGEST_SEED) * LARGEST_SEED;
  do crypto.getRandomValues(words);
  while ((words[0] ?? 0) >= limit);
  return ((words[0] ?? 0) % LARGEST_SEED) + 1;
}

/** Measured in bench/captured.mjs: a draw through the boundary each call costs 25 ns more than one in a batch. */
const BATCH = 64;

/** The seeds of a captured function's calls, one for each call. */
export class SeedStream {
  readonly #generator: Generator;
  readonly #backend: RandomBackend;
  readonly #batch: Uint32Array = new Uint32Array(BATCH);
  #next: number = BATCH;
  /** The first batches are small: most captured functions are called a few times. */
  #size: number = 4;

  constructor(backend: RandomBackend, seed: Seed) {
    this.#generator = new Generator(backend, seed);
    this.#backend = backend;
  }

  next(): number {
    if (this.#next >= BATCH) this.#draw();
    return this.#batch[this.#next++] ?? 0;
  }

  #draw(): void {
    const wasm = core();
    const answer = wasm.drawSeeds(this.#generator.handle, BACKEND_NUMBER[this.#backend], this.#size);
    this.#next = BATCH - this.#size;
    this.#batch.set(new Uint32Array(wasm.memory.buffer, answer, this.#size), this.#next);
    this.#size = BATCH;
  }
}
