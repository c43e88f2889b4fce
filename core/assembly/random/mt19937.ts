// MT19937: M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), seeded as CPython's and numpy's are.

const N: i32 = 624;
const M: i32 = 397;
const UPPER: u32 = 0x80000000;
const LOWER: u32 = 0x7fffffff;
const MATRIX: u32 = 0x9908b0df;

// A generator is a block of raw memory: 624 words of state, then these.
const INDEX: usize = 624 * 4;
const HAS_GAUSS: usize = INDEX + 4;
const GAUSS: usize = INDEX + 8;
export const SIZE: usize = INDEX + 16;

/** Knuth's initialisation (init_genrand); numpy's RandomState(seed) is just this. */
export function seedKnuth(mt: usize, seed: u32): void {
  store<u32>(mt, seed);
  for (let i = 1; i < N; i++) {
    seed = 1812433253 * (seed ^ (seed >> 30)) + i;
    store<u32>(mt + ((<usize>i) << 2), seed);
  }
  start(mt);
}

function start(mt: usize): void {
  store<i32>(mt, 0, INDEX);
  store<u32>(mt, 0, HAS_GAUSS);
}

/** What init_by_array begins with, whatever the seed. */
let base: usize = 0;

/** init_by_array: `key` are the 32-bit limbs of the absolute seed, least significant first, at least one. */
export function seedByArray(mt: usize, key: usize, length: i32): void {
  if (base == 0) {
    base = heap.alloc(SIZE);
    seedKnuth(base, 19650218);
  }
  memory.copy(mt, base, SIZE);
  let previous = load<u32>(mt);
  let i: usize = 1;
  let j: i32 = 0;
  for (let k = max(N, length); k; k--) {
    const word = mt + (i << 2);
    previous = (load<u32>(word) ^ ((previous ^ (previous >> 30)) * 1664525)) + load<u32>(key + ((<usize>j) << 2)) + j;
    store<u32>(word, previous);
    if (++i >= <usize>N) i = wrap(mt, previous);
    if (++j >= length) j = 0;
  }
  for (let k = N - 1; k; k--) {
    const word = mt + (i << 2);
    previous = (load<u32>(word) ^ ((previous ^ (previous >> 30)) * 1566083941)) - <u32>i;
    store<u32>(word, previous);
    if (++i >= <usize>N) i = wrap(mt, previous);
  }
  store<u32>(mt, UPPER);
}

function wrap(mt: usize, last: u32): usize {
  store<u32>(mt, last);
  return 1;
}

/**
 * The state is advanced a word a draw, where the textbook advances all 624 words at a time: the numbers are the same,
 * and generators that are drawn from a few times (each call's `_rnd`) are seeded and no more.
 */
export function next32(mt: usize): u32 {
  const k = load<i32>(mt, INDEX);
  const following = k == N - 1 ? 0 : k + 1;
  store<i32>(mt, following, INDEX);
  const word = mt + ((<usize>k) << 2);
  const mixed = (load<u32>(word) & UPPER) | (load<u32>(mt + ((<usize>following) << 2)) & LOWER);
  const far = load<u32>(mt + ((<usize>(k < N - M ? k + M : k - (N - M))) << 2));
  let y = far ^ (mixed >> 1) ^ (<u32>-(<i32>(mixed & 1)) & MATRIX);
  store<u32>(word, y);
  y ^= y >> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return y ^ (y >> 18);
}

/** 53 random bits as a float in [0, 1): genrand_res53. */
export function random(mt: usize): f64 {
  const high = next32(mt) >> 5;
  const low = next32(mt) >> 6;
  return (<f64>high * 67108864.0 + <f64>low) * (1.0 / 9007199254740992.0);
}

/** A second normal deviate that a pairwise method has left over. */
export function takeGauss(mt: usize): f64 {
  store<u32>(mt, 0, HAS_GAUSS);
  return load<f64>(mt, GAUSS);
}

export function hasGauss(mt: usize): bool {
  return load<u32>(mt, HAS_GAUSS) != 0;
}

export function keepGauss(mt: usize, value: f64): void {
  store<u32>(mt, 1, HAS_GAUSS);
  store<f64>(mt, value, GAUSS);
}
