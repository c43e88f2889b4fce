import type { RandomBackend } from "./backend.ts";
import { NumpyGenerator } from "./numpy-generator.ts";
import { NumpyRandomState } from "./numpy-random-state.ts";
import { PythonRandom } from "./python-random.ts";
import type { Seed } from "./seed.ts";

export type { RandomBackend } from "./backend.ts";
export { SeedStream } from "./seed-stream.ts";

/** Seeds are drawn between 1 and this, as Sacred does. */
export const LARGEST_SEED: number = 1_000_000_000;

export type AnyRandom = PythonRandom | NumpyGenerator | NumpyRandomState;

/** What `_rnd` is. */
export function createRandom(backend: RandomBackend, seed: Seed): AnyRandom {
  if (backend === "python") return new PythonRandom(seed);
  return backend === "numpy" ? new NumpyGenerator(seed) : new NumpyRandomState(seed);
}

/**
 * A seed nobody could foresee, for a run that is given none: 1 to 1,000,000,000.
 *
 * @param entropy gives 32 random bits
 */
export function freshSeed(entropy: () => number): number {
  // Reject the uneven rest, so that every seed is equally likely.
  const limit = Math.floor(2 ** 32 / LARGEST_SEED) * LARGEST_SEED;
  let word = entropy();
  while (word >= limit) word = entropy();
  return (word % LARGEST_SEED) + 1;
}
