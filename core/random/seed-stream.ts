import { core } from "../wasm/core.ts";
import { BACKEND_NUMBER, type RandomBackend } from "./backend.ts";
import { Generator } from "./generator.ts";
import type { Seed } from "./seed.ts";

/** Seeds drawn in one call of the core. The first batch is small: most captured functions are called a few times. */
const FIRST_BATCH = 4;
const BATCH = 256;
const NONE = new Uint32Array(0);

/** The seeds of a captured function's calls, one for each call: some 20 ns each, because they are drawn in batches. */
export class SeedStream {
  readonly #generator: Generator;
  #batch: Uint32Array = NONE;
  #next: number = 0;

  constructor(backend: RandomBackend, seed: Seed) {
    this.#generator = new Generator(backend, seed);
  }

  next(): number {
    if (this.#next === this.#batch.length) this.#draw();
    return this.#batch[this.#next++] ?? 0;
  }

  #draw(): void {
    const wasm = core();
    const size = this.#batch.length === 0 ? FIRST_BATCH : BATCH;
    const { backend, address } = this.#generator;
    const seeds = wasm.drawSeeds(address, BACKEND_NUMBER[backend], size);
    this.#batch = new Uint32Array(wasm.memory.buffer, seeds, size).slice();
    this.#next = 0;
  }
}
