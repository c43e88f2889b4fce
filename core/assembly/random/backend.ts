// The three families of generators behind one set of functions: what seeds and `_rnd` are drawn from.

import * as mt19937 from "./mt19937";
import * as numpy from "./numpy-generator";
import * as pcg64 from "./pcg64";
import * as python from "./python-random";
import * as legacy from "./random-state";

export namespace Backend {
  export const PYTHON: u32 = 0;
  export const NUMPY: u32 = 1;
  export const NUMPY_LEGACY: u32 = 2;
}

/** Both ends included; numpy's functions leave the upper end out (sacred/randomness.py: SEEDRANGE). */
const LARGEST_SEED: u32 = 1000000000;

/** How many bytes of memory a generator takes. */
export function stateSize(backend: u32): usize {
  return backend == Backend.NUMPY ? pcg64.SIZE : mt19937.SIZE;
}

/** Seeds by the 32-bit limbs of an absolute integer, least significant first. */
export function seed(generator: usize, backend: u32, limbs: usize, length: i32): void {
  if (backend == Backend.NUMPY) pcg64.seed(generator, limbs, length);
  else if (backend == Backend.PYTHON) mt19937.seedByArray(generator, limbs, length);
  else mt19937.seedKnuth(generator, load<u32>(limbs));
}

/** Sacred's get_seed. */
export function drawSeed(generator: usize, backend: u32): u32 {
  if (backend == Backend.PYTHON) return 1 + python.belowWord(generator, LARGEST_SEED);
  if (backend == Backend.NUMPY) return 1 + <u32>numpy.bounded(generator, LARGEST_SEED - 2);
  return 1 + <u32>legacy.masked(generator, LARGEST_SEED - 2);
}
