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
const SIZE: usize = INDEX + 16;

export function allocate(): usize {
  return heap.alloc(SIZE);
}

/** Knuth's initialisation (init_genrand); numpy's RandomState(seed) is just this. */
export function seedKnuth(mt: usize, seed: u32): void {
  store<u32>(mt, seed);
  for (let i = 1; i < N; i++) {
    seed = 1812433253 * (seed ^ (seed >> 30)) + i;
    store<u32>(mt + (<usize>i << 2), seed);
  }
  store<i32>(mt, N, INDEX);
  store<u32>(mt, 0, HAS_GAUSS);
}

/** init_by_array: `key` are the 32-bit limbs of the absolute seed, least significant first, at least one. */
export function seedByArray(mt: usize, key: usize, length: i32): void {
  seedKnuth(mt, 19650218);
  let i: usize = 1;
  let j: i32 = 0;
  for (let k = max(N, length); k; k--) {
    mix(mt, i, 1664525, load<u32>(key + (<usize>j << 2)) + j);
    if (++i >= <usize>N) i = wrap(mt);
    if (++j >= length) j = 0;
  }
  for (let k = N - 1; k; k--) {
    mix(mt, i, 1566083941, -(<i32>i));
    if (++i >= <usize>N) i = wrap(mt);
  }
  store<u32>(mt, UPPER);
}

// @ts-ignore: decorator
@inline
function mix(mt: usize, i: usize, factor: u32, addend: u32): void {
  const word = mt + (i << 2);
  const before = load<u32>(word - 4);
  store<u32>(word, (load<u32>(word) ^ ((before ^ (before >> 30)) * factor)) + addend);
}

function wrap(mt: usize): usize {
  store<u32>(mt, load<u32>(mt + ((N - 1) << 2)));
  return 1;
}

function twist(mt: usize): void {
  for (let k = 0; k < N; k++) {
    const word = mt + (<usize>k << 2);
    const next = load<u32>(mt + (<usize>(k + 1 < N ? <usize>k + 1 : 0) << 2));
    const y = (load<u32>(word) & UPPER) | (next & LOWER);
    const far = load<u32>(mt + (<usize>(k < N - M ? k + M : k + M - N) << 2));
    store<u32>(word, far ^ (y >> 1) ^ (y & 1 ? MATRIX : 0));
  }
  store<i32>(mt, 0, INDEX);
}

export function next32(mt: usize): u32 {
  if (load<i32>(mt, INDEX) >= N) twist(mt);
  const index = load<i32>(mt, INDEX);
  store<i32>(mt, index + 1, INDEX);
  let y = load<u32>(mt + (<usize>index << 2));
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
