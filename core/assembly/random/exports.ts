// What the host calls. A generator is known by the address of its memory; seeds arrive as limbs in the request buffer.

import { Backend, drawSeed } from "./backend";
import * as mt19937 from "./mt19937";
import * as numpy from "./numpy-generator";
import * as legacy from "./random-state";

export { seed as seedGenerator, stateSize } from "./backend";
export { draw, drawMany } from "./draws";
export { walkSeeds } from "./seed-walk";
export { next32 as mtNext32, random as mtRandom } from "./mt19937";
export {
  expovariate as pythonExpovariate,
  gauss as pythonGauss,
  normalvariate as pythonNormalvariate,
  triangular as pythonTriangular,
} from "./python-random";

/** Memory for a generator of any backend. */
export function newSlot(): usize {
  return heap.alloc(mt19937.SIZE);
}

const LARGEST_SEED_BATCH: i32 = 256;
const seeds: StaticArray<u32> = new StaticArray<u32>(LARGEST_SEED_BATCH);

/** `count` seeds for calls of one captured function, at most 256. */
export function drawSeeds(generator: usize, backend: u32, count: i32): usize {
  for (let i = 0; i < count; i++) unchecked((seeds[i] = drawSeed(generator, backend)));
  return changetype<usize>(seeds);
}

let upperWord: u32 = 0;

/** numpy's uniform integer in [0, range] for a range of 64 bits, of which this is the lower word. */
export function drawWide(generator: usize, backend: u32, rangeLow: u32, rangeHigh: u32): u32 {
  const range = ((<u64>rangeHigh) << 32) | rangeLow;
  const drawn = backend == Backend.NUMPY ? numpy.bounded(generator, range) : legacy.masked(generator, range);
  upperWord = <u32>(drawn >> 32);
  return <u32>drawn;
}

/** The upper word of the last wide draw. */
export function drawnUpperWord(): u32 {
  return upperWord;
}
