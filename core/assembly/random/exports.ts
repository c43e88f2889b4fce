// What the host calls. A generator's handle is the address of its memory; seeds arrive as limbs in the request buffer.

import { allocate, drawSeed, seed } from "./backend";
import * as numpy from "./numpy-generator";
import * as pcg64 from "./pcg64";
import * as legacy from "./random-state";
import * as python from "./python-random";
import { answer, beginAnswer, put } from "../message";

export { walkSeeds } from "./seed-walk";
export { gauss as pythonGauss, expovariate as pythonExpovariate } from "./python-random";
export { normalvariate as pythonNormalvariate, triangular as pythonTriangular } from "./python-random";
export { next32 as mtNext32, random as mtRandom } from "./mt19937";
export { random as pcgRandom } from "./pcg64";
export { standardExponential as pcgExponential, standardNormal as pcgNormal } from "./numpy-generator";
export { legacyGauss } from "./random-state";

export function newGenerator(backend: u32, limbs: usize, length: i32): usize {
  const generator = allocate(backend);
  seed(generator, backend, limbs, length);
  return generator;
}

export function reseed(generator: usize, backend: u32, limbs: usize, length: i32): void {
  seed(generator, backend, limbs, length);
}

export function freeGenerator(generator: usize): void {
  heap.free(generator);
}

/** `count` seeds for calls of one captured function, into the answer. */
export function drawSeeds(generator: usize, backend: u32, count: i32): usize {
  beginAnswer();
  for (let i = 0; i < count; i++) put(<u32>drawSeed(generator, backend));
  return answer();
}

/** _randbelow(n), 0 < n <= 2^53 */
export function pythonBelow(mt: usize, n: f64): f64 {
  return <f64>python.below(mt, <u64>n);
}

/** Uniform in [0, range], range < 2^53 */
export function pcgBounded(pcg: usize, range: f64): f64 {
  return <f64>numpy.bounded(pcg, <u64>range);
}

/** The same, drawn as numpy's shuffle draws it. */
export function pcgInterval(pcg: usize, range: f64): f64 {
  return <f64>numpy.interval(pcg, <u64>range);
}

/** Uniform in [0, range], range < 2^53 */
export function legacyMasked(mt: usize, range: f64): f64 {
  return <f64>legacy.masked(mt, <u64>range);
}

/** The same for any range of 64 bits; the answer is the low word, `highWord()` gives the other. */
export function pcgBounded64(pcg: usize, low: u32, high: u32): u32 {
  return split(numpy.bounded(pcg, (<u64>high << 32) | low));
}

export function legacyMasked64(mt: usize, low: u32, high: u32): u32 {
  return split(legacy.masked(mt, (<u64>high << 32) | low));
}

export function pcgNext64(pcg: usize): u32 {
  return split(pcg64.next64(pcg));
}

let lastHigh: u32 = 0;

function split(drawn: u64): u32 {
  lastHigh = <u32>(drawn >> 32);
  return <u32>drawn;
}

export function highWord(): u32 {
  return lastHigh;
}
