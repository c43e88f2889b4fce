import { SacredError } from "../errors/index.ts";

/** An integer beyond 2^53 arrives and leaves as a bigint. */
export type Integer = number | bigint;

export function integer(value: Integer, name: string): bigint {
  if (typeof value === "bigint") return value;
  if (Number.isInteger(value)) return BigInt(value);
  throw new SacredError(`${name} has to be an integer, but was ${String(value)}.`);
}

export function count(value: number, name: string): number {
  if (Number.isInteger(value) && value >= 0) return value;
  throw new SacredError(`${name} has to be a whole number of at least 0, but was ${String(value)}.`);
}

/** A number where a double holds it exactly, else the bigint. */
export function plainInteger(value: bigint): Integer {
  const asNumber = Number(value);
  return Number.isSafeInteger(asNumber) ? asNumber : value;
}

export function emptyRange(what: string): SacredError {
  return new SacredError(`Empty range for ${what}.`);
}
