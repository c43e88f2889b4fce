import { ConfigError } from "../errors/index.ts";
import type { Dict, Value } from "../values.ts";
import { isDict } from "../values.ts";
import { compareCodePoints } from "./code-points.ts";
import { defineEntry } from "./define-entry.ts";

/** Sets the entry at a dotted path, making the dictionaries on the way. Changes `dict`. */
export function setByDottedPath(dict: Dict, path: string, value: Value): void {
  const segments = path.split(".");
  const last = segments.pop() ?? "";
  let current = dict;
  for (const segment of segments) {
    if (!Object.hasOwn(current, segment)) defineEntry(current, segment, {});
    const next = current[segment];
    if (!isDict(next)) {
      throw new ConfigError(
        `"${path}" can't be set: "${segment}" on the way is ${JSON.stringify(next)}, not a dictionary.`,
        {
          conflictingConfigs: [path],
        },
      );
    }
    current = next;
  }
  defineEntry(current, last, value);
}

/**
 * The entry at a dotted path, or `fallback`. The empty path is the whole dictionary.
 *
 * @throws {ConfigError} when the path goes through a number, a boolean or null
 */
export function getByDottedPath(dict: Dict, path: string | null, fallback: Value | null = null): Value {
  if (path === null || path === "") return dict;
  let current: Value = dict;
  for (const segment of path.split(".")) {
    const isText = typeof current === "string" && current.includes(segment);
    if (isText || typeof current === "number" || typeof current === "boolean" || current === null) {
      throw new ConfigError(`There can't be an entry "${path}": ${String(current)} on the way holds no entries.`);
    }
    if (!isDict(current) || !Object.hasOwn(current, segment)) return fallback;
    current = current[segment] ?? null;
  }
  return current;
}

/** A dictionary with entries: one without is a leaf. */
export function isNonEmptyDict(value: Value | undefined): value is Dict {
  return isDict(value) && Object.keys(value).length > 0;
}

/** All leaves with their dotted paths, sorted by code points at each level. Empty dictionaries and lists are leaves. */
export function* iterateFlattened(dict: Dict): Generator<[path: string, leaf: Value]> {
  for (const key of Object.keys(dict).sort(compareCodePoints)) {
    const value = dict[key] ?? null;
    if (!isNonEmptyDict(value)) yield [key, value];
    else for (const [path, leaf] of iterateFlattened(value)) yield [joinClean(key, path), leaf];
  }
}

/** `a`, `a.b`, `a.b.c` for `a.b.c`. */
export function* iteratePrefixes(path: string): Generator<string> {
  let prefix = "";
  for (const segment of path.split(".")) {
    prefix = joinPaths(prefix, segment);
    yield prefix;
  }
}

/** Joins paths with dots; empty parts are left out and surplus dots dropped. */
export function joinPaths(...parts: readonly (string | null | undefined)[]): string {
  const cleaned: string[] = [];
  for (const part of parts) if (part) cleaned.push(strip(part));
  return cleaned.join(".");
}

function strip(path: string): string {
  return path.startsWith(".") || path.endsWith(".") ? path.replace(/^\.+|\.+$/g, "") : path;
}

/** As joinPaths, for a key and a path below it. */
export function joinClean(key: string, path: string): string {
  if (key === "") return strip(path);
  return path === "" ? strip(key) : `${strip(key)}.${strip(path)}`;
}

/** Is `path` strictly below `prefix`? Everything is below the empty path. */
export function isPrefix(prefix: string, path: string): boolean {
  const above = strip(prefix);
  const below = strip(path);
  return above === "" || below.startsWith(`${above}.`);
}

/** What is left of `path` below `base`: "" if they are equal. */
export function relPath(base: string, path: string): string {
  if (base === path) return "";
  if (!isPrefix(base, path)) throw new ConfigError(`"${base}" is no prefix of "${path}".`);
  return strip(path.slice(base.length));
}

/** Merges `update` into `dict`, dictionaries key by key. Changes `dict` and gives it back. */
export function recursiveUpdate(dict: Dict, update: Dict): Dict {
  for (const [key, value] of Object.entries(update)) {
    if (!isDict(value)) defineEntry(dict, key, value);
    else {
      const current: Value = Object.hasOwn(dict, key) ? (dict[key] ?? null) : {};
      if (isDict(current)) defineEntry(dict, key, recursiveUpdate(current, value));
      else if (Object.keys(value).length > 0) {
        throw new ConfigError(
          `The entry "${key}" is ${JSON.stringify(current)} and can't be merged with a dictionary.`,
          {
            conflictingConfigs: [key],
          },
        );
      }
    }
  }
  return dict;
}
