import { SacredError } from "../errors/index.ts";

/** Any integer: a safe number, a bigint, or decimal text. */
export type Seed = number | bigint | string;

/** @throws {SacredError} for anything that isn't an integer */
export function seedToBigint(seed: unknown): bigint {
  if (typeof seed === "bigint") return seed;
  if (typeof seed === "number" && Number.isInteger(seed)) return BigInt(seed);
  if (typeof seed === "string" && /^\s*[+-]?\d+\s*$/.test(seed)) return BigInt(seed.trim().replace(/^\+/, ""));
  throw new SacredError(`A seed has to be an integer, but was ${describe(seed)}.`);
}

/** The form in which a seed is kept in a configuration: a number where that is exact, else decimal text. */
export function seedToValue(seed: bigint): number | string {
  const asNumber = Number(seed);
  return Number.isSafeInteger(asNumber) ? asNumber : seed.toString();
}

/** The 32-bit limbs of the absolute value, least significant first, at least one. */
export function seedLimbs(seed: Seed): Uint32Array {
  if (typeof seed === "number" && seed >= 0 && seed <= 0xffffffff && Number.isInteger(seed)) return Uint32Array.of(seed);
  let rest = seedToBigint(seed);
  if (rest < 0n) rest = -rest;
  const limbs: number[] = [];
  do {
    limbs.push(Number(rest & 0xffffffffn));
    rest >>= 32n;
  } while (rest > 0n);
  return Uint32Array.from(limbs);
}

function describe(seed: unknown): string {
  return typeof seed === "string" ? JSON.stringify(seed) : `${String(seed)} (${seed === null ? "null" : typeof seed})`;
}
