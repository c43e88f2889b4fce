// One number, or many in one call: what the host's methods draw.

import * as mt19937 from "./mt19937";
import * as numpy from "./numpy-generator";
import * as pcg64 from "./pcg64";
import * as python from "./python-random";
import * as legacy from "./random-state";

/** core/random/draws.ts has the same numbers. */
export namespace Draw {
  /** float in [0, 1) */
  export const MT_RANDOM: u32 = 0;
  /** integer in [0, bound) */
  export const PYTHON_BELOW: u32 = 1;
  /** integer in [0, bound] */
  export const LEGACY_MASKED: u32 = 2;
  export const LEGACY_GAUSS: u32 = 3;
  /** float in [0, 1) */
  export const PCG_RANDOM: u32 = 4;
  /** integer in [0, bound] */
  export const PCG_BOUNDED: u32 = 5;
  /** integer in [0, bound], as numpy's shuffle draws it */
  export const PCG_INTERVAL: u32 = 6;
  export const PCG_NORMAL: u32 = 7;
  export const PCG_EXPONENTIAL: u32 = 8;
}

/** @param bound of integers: at most 2^53 */
export function draw(generator: usize, kind: u32, bound: f64): f64 {
  switch (kind) {
    case Draw.MT_RANDOM:
      return mt19937.random(generator);
    case Draw.PYTHON_BELOW:
      return <f64>python.below(generator, <u64>bound);
    case Draw.LEGACY_MASKED:
      return <f64>legacy.masked(generator, <u64>bound);
    case Draw.LEGACY_GAUSS:
      return legacy.gauss(generator);
    case Draw.PCG_RANDOM:
      return pcg64.random(generator);
    case Draw.PCG_BOUNDED:
      return <f64>numpy.bounded(generator, <u64>bound);
    case Draw.PCG_INTERVAL:
      return <f64>numpy.interval(generator, <u64>bound);
    case Draw.PCG_NORMAL:
      return numpy.standardNormal(generator);
    default:
      return numpy.standardExponential(generator);
  }
}

const LARGEST_BATCH: i32 = 2048;
const batch: StaticArray<f64> = new StaticArray<f64>(LARGEST_BATCH);

/** `count` draws, at most 2048, one after another; the bound changes by `step` each time (shuffling counts down). */
export function drawMany(generator: usize, kind: u32, bound: f64, step: f64, count: i32): usize {
  for (let i = 0; i < count; i++) {
    unchecked((batch[i] = draw(generator, kind, bound)));
    bound += step;
  }
  return changetype<usize>(batch);
}
