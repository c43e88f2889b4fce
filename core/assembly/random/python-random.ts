// The distributions of CPython 3.11's random.Random (Lib/random.py, Modules/_randommodule.c) over MT19937.

import { log } from "./log";
import { hasGauss, keepGauss, next32, random, takeGauss } from "./mt19937";

/** 4 * exp(-0.5) / sqrt(2) */
const NV_MAGICCONST: f64 = 1.7155277699214135;

/** _randbelow_with_getrandbits(n), n > 0 */
export function below(mt: usize, n: u64): u64 {
  return n <= 0xffffffff ? belowWord(mt, <u32>n) : belowLong(mt, n);
}

/** The same for n of 32 bits, which need one word. */
// @ts-ignore: decorator
@inline
export function belowWord(mt: usize, n: u32): u32 {
  const unused = clz<u32>(n);
  let drawn: u32;
  do drawn = next32(mt) >> unused;
  while (drawn >= n);
  return drawn;
}

function belowLong(mt: usize, n: u64): u64 {
  const unused = clz<u64>(n);
  let drawn: u64;
  do {
    drawn = <u64>next32(mt);
    drawn |= <u64>(next32(mt) >> <u32>unused) << 32;
  } while (drawn >= n);
  return drawn;
}

export function gauss(mt: usize, mu: f64, sigma: f64): f64 {
  if (hasGauss(mt)) return mu + takeGauss(mt) * sigma;
  const angle = random(mt) * (2.0 * Math.PI);
  const radius = Math.sqrt(-2.0 * log(1.0 - random(mt)));
  keepGauss(mt, Math.sin(angle) * radius);
  return mu + Math.cos(angle) * radius * sigma;
}

/** Kinderman and Monahan's ratio of uniform deviates (ACM TOMS 3, 1977) */
export function normalvariate(mt: usize, mu: f64, sigma: f64): f64 {
  while (true) {
    const u1 = random(mt);
    const u2 = 1.0 - random(mt);
    const z = (NV_MAGICCONST * (u1 - 0.5)) / u2;
    if ((z * z) / 4.0 <= -log(u2)) return mu + z * sigma;
  }
}

/** @param c where the mode lies between low and high, 0 to 1 */
export function triangular(mt: usize, low: f64, high: f64, c: f64): f64 {
  const u = random(mt);
  if (u > c) return high + (low - high) * Math.sqrt((1.0 - u) * (1.0 - c));
  return low + (high - low) * Math.sqrt(u * c);
}

export function expovariate(mt: usize, lambda: f64): f64 {
  return -log(1.0 - random(mt)) / lambda;
}
