import { defineEntry } from "./define-entry.ts";
import type { Value } from "../values.ts";

/** Freezes a normalised value in place, whole. */
export function deepFreeze<T extends Value | undefined>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  }
  return value;
}

/** A copy that shares nothing with `value` and can be changed. */
export function deepCopy(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(deepCopy);
  const copy: { [key: string]: Value } = {};
  for (const [key, item] of Object.entries(value)) defineEntry(copy, key, deepCopy(item));
  return copy;
}
