import type { Dict, Value } from "../values.ts";
import { compareCodePoints } from "./code-points.ts";
import { isNonEmptyDict, joinClean } from "./paths.ts";

/** Stands where the content of a dictionary begins. */
export const PATHCHANGE: unique symbol = Symbol("path change");

/** As `iterateFlattened`, but at each level `first`, then leaves, then dictionaries, each announced by PATHCHANGE. */
export function* iterateFlattenedSeparately(
  dict: Dict,
  first: readonly string[] = [],
): Generator<[path: string, leaf: Value | typeof PATHCHANGE]> {
  const others = Object.keys(dict)
    .filter((key) => !first.includes(key))
    .sort(compareCodePoints);
  const leaves = others.filter((key) => !isNonEmptyDict(dict[key]));
  const dicts = others.filter((key) => isNonEmptyDict(dict[key]));
  for (const key of [...first.filter((name) => Object.hasOwn(dict, name)), ...leaves, ...dicts]) {
    const value = dict[key] ?? null;
    yield [key, isNonEmptyDict(value) ? PATHCHANGE : value];
    if (!isNonEmptyDict(value)) continue;
    for (const [path, leaf] of iterateFlattenedSeparately(value, first)) yield [joinClean(key, path), leaf];
  }
}
