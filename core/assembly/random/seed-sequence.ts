// numpy's SeedSequence (M. E. O'Neill, "Developing a seed_seq alternative").

const XSHIFT: u32 = 16;
const INIT_A: u32 = 0x43b0d7e5;
const MULT_A: u32 = 0x931e8875;
const INIT_B: u32 = 0x8b51f9dd;
const MULT_B: u32 = 0x58f38ded;
const MIX_L: u32 = 0xca01f9dd;
const MIX_R: u32 = 0x4973f715;
const POOL: i32 = 4;

let hashConstant: u32 = 0;

function hashmix(value: u32): u32 {
  value ^= hashConstant;
  hashConstant *= MULT_A;
  value *= hashConstant;
  return value ^ (value >> XSHIFT);
}

function mixin(x: u32, y: u32): u32 {
  const result = MIX_L * x - MIX_R * y;
  return result ^ (result >> XSHIFT);
}

const pool: StaticArray<u32> = new StaticArray<u32>(POOL);

/** SeedSequence(entropy).generate_state(words): `limbs` are the entropy's 32-bit limbs, least significant first. */
export function generateState(limbs: usize, length: i32, words: i32, out: StaticArray<u32>): void {
  hashConstant = INIT_A;
  for (let i = 0; i < POOL; i++) pool[i] = hashmix(i < length ? load<u32>(limbs + ((<usize>i) << 2)) : 0);
  for (let from = 0; from < POOL; from++) {
    for (let to = 0; to < POOL; to++) if (from != to) pool[to] = mixin(pool[to], hashmix(pool[from]));
  }
  for (let from = POOL; from < length; from++) {
    for (let to = 0; to < POOL; to++) pool[to] = mixin(pool[to], hashmix(load<u32>(limbs + ((<usize>from) << 2))));
  }
  let constant = INIT_B;
  for (let i = 0; i < words; i++) {
    let value = pool[i & (POOL - 1)] ^ constant;
    constant *= MULT_B;
    value *= constant;
    out[i] = value ^ (value >> XSHIFT);
  }
}
