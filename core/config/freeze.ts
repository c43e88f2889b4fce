import { defineEntry } from "./define-entry.ts";
import { type Dict, isDict, type Value } from "../values.ts";

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
  if (isDict(value)) return copyDict(value);
  return Array.isArray(value) ? value.map(deepCopy) : value;
}

/** The same for a dictionary. */
export function copyDict(dict: Dict): Dict {
  const copy: Dict = {};
  for (const [key, item] of Object.entries(dict)) defineEntry(copy, key, deepCopy(item));
  return copy;
}
