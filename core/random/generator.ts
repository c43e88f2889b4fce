import { core } from "../wasm/core.ts";
import { type Seed, seedLimbs } from "./seed.ts";

/** As core/assembly/random/backend.ts numbers them. */
export const BACKEND_NUMBER = { python: 0, numpy: 1, "numpy-legacy": 2 } as const;

/** Which random numbers: CPython's random, numpy's Generator (PCG64), or numpy's legacy RandomState. */
export type RandomBackend = keyof typeof BACKEND_NUMBER;

/** Blocks of Wasm memory whose generators are gone, ready to be seeded again (which is what costs: 12 µs for MT19937). */
const pools: Record<RandomBackend, number[]> = { python: [], numpy: [], "numpy-legacy": [] };

const reclaim: FinalizationRegistry<{ backend: RandomBackend; handle: number }> = new FinalizationRegistry(
  ({ backend, handle }) => pools[backend].push(handle),
);

/** A generator in the core's memory. Seeded at its first draw: many are made and never drawn from. */
export class Generator {
  readonly #backend: RandomBackend;
  readonly #seed: Seed;
  #handle: number = 0;

  constructor(backend: RandomBackend, seed: Seed) {
    this.#backend = backend;
    this.#seed = seed;
  }

  /** The address by which the core knows it. */
  get handle(): number {
    return this.#handle || this.#create();
  }

  #create(): number {
    const limbs = seedLimbs(this.#seed);
    const wasm = core();
    const address = wasm.reserve(limbs.length);
    new Uint32Array(wasm.memory.buffer, address, limbs.length).set(limbs);
    const backend = BACKEND_NUMBER[this.#backend];
    const pooled = pools[this.#backend].pop();
    if (pooled === undefined) this.#handle = wasm.newGenerator(backend, address, limbs.length);
    else {
      wasm.reseed(pooled, backend, address, limbs.length);
      this.#handle = pooled;
    }
    reclaim.register(this, { backend: this.#backend, handle: this.#handle });
    return this.#handle;
  }
}
