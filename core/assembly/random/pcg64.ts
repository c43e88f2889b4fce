// numpy's default bit generator, PCG64: XSL-RR 128/64 (M. E. O'Neill, "PCG", HMC-CS-2014-0905).

import { generateState } from "./seed-sequence";

// A generator is a block of raw memory: state and increment (128 bits each, low half first), then the upper half of a
// 64-bit draw that a 32-bit draw has left over.
const INC: usize = 16;
const HAS_32: usize = 32;
const LEFT_32: usize = 36;
export const SIZE: usize = 40;

const MULTIPLIER_HIGH: u64 = 2549297995355413924;
const MULTIPLIER_LOW: u64 = 4865540595714422341;

const seedWords: StaticArray<u32> = new StaticArray<u32>(8);

export function seed(pcg: usize, limbs: usize, length: i32): void {
  generateState(limbs, length, 8, seedWords);
  const sequenceLow = seedWord(3);
  store<u64>(pcg, 0);
  store<u64>(pcg, 0, 8);
  store<u64>(pcg, (sequenceLow << 1) | 1, INC);
  store<u64>(pcg, (seedWord(2) << 1) | (sequenceLow >> 63), INC + 8);
  store<u32>(pcg, 0, HAS_32);
  step(pcg);
  const low = load<u64>(pcg) + seedWord(1);
  store<u64>(pcg, load<u64>(pcg, 8) + seedWord(0) + <u64>(low < seedWord(1)), 8);
  store<u64>(pcg, low);
  step(pcg);
}

function seedWord(index: i32): u64 {
  return <u64>seedWords[2 * index] | ((<u64>seedWords[2 * index + 1]) << 32);
}

/** The upper 64 bits of a product. */
export function multiplyHigh(a: u64, b: u64): u64 {
  const aLow = a & 0xffffffff;
  const aHigh = a >> 32;
  const bLow = b & 0xffffffff;
  const bHigh = b >> 32;
  const low = aLow * bLow;
  const middle = aHigh * bLow + (low >> 32);
  const carry = aLow * bHigh + (middle & 0xffffffff);
  return aHigh * bHigh + (middle >> 32) + (carry >> 32);
}

function step(pcg: usize): void {
  const low = load<u64>(pcg);
  const product = low * MULTIPLIER_LOW;
  const productHigh = multiplyHigh(low, MULTIPLIER_LOW) + load<u64>(pcg, 8) * MULTIPLIER_LOW + low * MULTIPLIER_HIGH;
  const sum = product + load<u64>(pcg, INC);
  store<u64>(pcg, productHigh + load<u64>(pcg, INC + 8) + <u64>(sum < product), 8);
  store<u64>(pcg, sum);
}

export function next64(pcg: usize): u64 {
  step(pcg);
  const high = load<u64>(pcg, 8);
  return rotr<u64>(high ^ load<u64>(pcg), high >> 58);
}

export function next32(pcg: usize): u32 {
  if (load<u32>(pcg, HAS_32)) {
    store<u32>(pcg, 0, HAS_32);
    return load<u32>(pcg, LEFT_32);
  }
  const drawn = next64(pcg);
  store<u32>(pcg, 1, HAS_32);
  store<u32>(pcg, <u32>(drawn >> 32), LEFT_32);
  return <u32>drawn;
}

export function random(pcg: usize): f64 {
  return <f64>(next64(pcg) >> 11) * (1.0 / 9007199254740992.0);
}
