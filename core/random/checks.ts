import { describeValue } from "../errors/describe-value.ts";
import { SacredError } from "../errors/index.ts";

/** An integer beyond ±2^53 arrives and leaves as a bigint. */
export type Integer = number | bigint;

export function integer(value: Integer, name: string): bigint {
  if (typeof value === "bigint") return value;
  if (Number.isInteger(value)) return BigInt(value);
  throw new SacredError(`${name} has to be an integer, but was ${describeValue(value)}.`);
}

export function count(value: number, name: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new SacredError(`${name} has to be a whole number of at least 0, but was ${describeValue(value)}.`);
}

/** Plain JavaScript has no types, and `"1" + 2` is no number. */
export function real(value: number, name: string): number {
  if (typeof value === "number") return value;
  throw new SacredError(`${name} has to be a number, but was ${describeValue(value)}.`);
}

export function notNegative(value: number, name: string): number {
  if (real(value, name) >= 0 || Number.isNaN(value)) return value;
  throw new SacredError(`${name} can't be negative, but was ${value}.`);
}

/** A number where a double holds it exactly, else the bigint. */
export function plainInteger(value: bigint): Integer {
  const asNumber = Number(value);
  return Number.isSafeInteger(asNumber) ? asNumber : value;
}

export function emptyRange(method: string, bounds: readonly (Integer | null | undefined)[]): SacredError {
  const given = bounds.filter((bound) => bound !== undefined && bound !== null);
  return new SacredError(`Empty range for ${method}(${given.join(", ")}).`);
}
