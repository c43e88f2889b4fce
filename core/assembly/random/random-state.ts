// What numpy's legacy RandomState does differently (numpy/random/src/legacy/legacy-distributions.c) over MT19937.

import { log } from "./log";
import { hasGauss, keepGauss, next32, random, takeGauss } from "./mt19937";

/** Uniform in [0, range], by masking and rejection. */
export function masked(mt: usize, range: u64): u64 {
  if (range == 0) return 0;
  if (range == 0xffffffff) return next32(mt);
  const mask = u64.MAX_VALUE >> clz<u64>(range);
  let drawn: u64;
  do drawn = (range <= 0xffffffff ? <u64>next32(mt) : next64(mt)) & mask;
  while (drawn > range);
  return drawn;
}

function next64(mt: usize): u64 {
  const high = <u64>next32(mt);
  return (high << 32) | next32(mt);
}

/** The polar method (Marsaglia and Bray, SIAM Review 6, 1964), which gives two deviates at a time. */
export function gauss(mt: usize): f64 {
  if (hasGauss(mt)) return takeGauss(mt);
  let x1: f64;
  let x2: f64;
  let square: f64;
  do {
    x1 = 2.0 * random(mt) - 1.0;
    x2 = 2.0 * random(mt) - 1.0;
    square = x1 * x1 + x2 * x2;
  } while (square >= 1.0 || square == 0.0);
  const factor = Math.sqrt((-2.0 * log(square)) / square);
  keepGauss(mt, factor * x1);
  return factor * x2;
}
