import { describeValue } from "../errors/describe-value.ts";
import { SacredError } from "../errors/index.ts";
import type { RandomBackend } from "./backend.ts";

/** Any integer: a number that holds it exactly, a bigint, or decimal text. */
export type Seed = number | bigint | string;

/** True and false count as 1 and 0, as they do in Python. @throws {SacredError} for anything that isn't an integer */
export function seedToBigint(seed: unknown): bigint {
  if (typeof seed === "bigint" || typeof seed === "boolean") return BigInt(seed);
  if (typeof seed === "number" && Number.isInteger(seed)) return BigInt(seed);
  if (typeof seed === "string" && /^\s*[+-]?\d+\s*$/.test(seed)) return BigInt(seed.trim().replace(/^\+/, ""));
  throw new SacredError(`A seed has to be an integer, but was ${describeValue(seed)}.`);
}

/** The form in which a seed is kept in a configuration: a number where that is exact, else decimal text. */
export function seedToValue(seed: bigint): number | string {
  const asNumber = Number(seed);
  return Number.isSafeInteger(asNumber) ? asNumber : seed.toString();
}

/**
 * Refuses what the backend does not accept: numpy's generators take no negative seeds, the legacy one none beyond 32 bits.
 * Python's takes any integer.
 *
 * @throws {SacredError}
 */
export function checkSeed(backend: RandomBackend, seed: Seed): void {
  if (isWord(seed)) return;
  const value = seedToBigint(seed);
  if (backend === "numpy" && value < 0n) {
    throw new SacredError(`A seed of numpy's generator can't be negative, but this one was ${seed}.`);
  }
  if (backend === "numpy-legacy" && (value < 0n || value > 0xffffffffn)) {
    throw new SacredError(`A seed of numpy's legacy generator lies between 0 and 2^32 - 1, but this one was ${seed}.`);
  }
}

/** The 32-bit limbs of the absolute value, least significant first, at least one. */
export function seedLimbs(seed: Seed): readonly number[] {
  if (isWord(seed)) return [seed];
  const value = seedToBigint(seed);
  const digits = (value < 0n ? -value : value).toString(16);
  const limbs: number[] = [];
  for (let end = digits.length; end > 0; end -= 8) {
    limbs.push(Number.parseInt(digits.slice(Math.max(0, end - 8), end), 16));
  }
  return limbs;
}

/** The ordinary case, without a bigint. */
function isWord(seed: Seed): seed is number {
  return typeof seed === "number" && seed >= 0 && seed <= 0xffffffff && Number.isInteger(seed);
}
