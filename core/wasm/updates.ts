import { defineEntry } from "../config/define-entry.ts";
import { ConfigError } from "../errors/index.ts";
import { compareCodePoints } from "../config/code-points.ts";
import { type Dict, isDict, type Value } from "../values.ts";
import { ask } from "./core.ts";
import { Request } from "./request.ts";

/** The rules for keys that settings turn on, as bits; two more hold always. */
export const KEY_RULES: Readonly<Record<"MONGO" | "JSONPICKLE" | "IDENTIFIER" | "EQUALS", number>> = {
  MONGO: 1,
  JSONPICKLE: 2,
  IDENTIFIER: 4,
  EQUALS: 8,
};

export type KeyRule = "MONGO" | "JSONPICKLE" | "IDENTIFIER" | "EQUALS" | "PROTO" | "EMPTY";

const RULE_OF_BIT: Readonly<Record<number, KeyRule>> = {
  1: "MONGO",
  2: "JSONPICKLE",
  4: "IDENTIFIER",
  8: "EQUALS",
  16: "PROTO",
  32: "EMPTY",
};

export interface KeyOffence {
  readonly path: string;
  readonly key: string;
  readonly rule: KeyRule;
}

/** All keys in `value`, at any depth and inside lists, that break a rule. */
export function checkKeys(value: Value, rules: number): KeyOffence[] {
  const keys = new Set<string>();
  collectKeys(value, keys);
  if (keys.size === 0) return [];
  const request = new Request();
  request.put(rules);
  request.put(keys.size);
  for (const key of keys) request.putText(key);
  const { words, at } = ask("checkKeys", request.finish());
  const broken = new Map<string, KeyRule>();
  let index = at;
  for (const key of keys) {
    const rule = RULE_OF_BIT[words[index++] ?? 0];
    if (rule !== undefined) broken.set(key, rule);
  }
  const offences: KeyOffence[] = [];
  if (broken.size > 0) locate(value, "", broken, offences);
  return offences;
}

function collectKeys(value: Value, keys: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) for (const item of value) collectKeys(item, keys);
  else {
    for (const [key, item] of Object.entries(value)) {
      keys.add(key);
      collectKeys(item, keys);
    }
  }
}

function locate(value: Value, path: string, broken: ReadonlyMap<string, KeyRule>, offences: KeyOffence[]): void {
  if (typeof value !== "object" || value === null) return;
  const isList = Array.isArray(value);
  for (const [key, item] of Object.entries<Value>(value)) {
    const place = path === "" ? key : `${path}.${key}`;
    const rule = isList ? undefined : broken.get(key);
    if (rule !== undefined) offences.push({ path: place, key, rule });
    locate(item, place, broken, offences);
  }
}

/** Who an update belongs to: for each ingredient's path (and "" for the experiment) a nested dictionary. */
export type DistributedUpdates = Map<string, Dict>;

/**
 * Makes updates nested, whose keys may be dotted at any level, and hands each to the ingredient with the longest path that
 * matches. What is set at an ingredient's own path comes under the key "".
 *
 * @throws {ConfigError} when an update sets an entry below one that another update sets to something else
 */
export function distributeUpdates(updates: Dict, ingredientPaths: readonly string[]): DistributedUpdates {
  const flat: [path: string, value: Value][] = [];
  flatten(updates, "", flat);
  const deepestFirst = ingredientPaths.filter((path) => path !== "").sort((a, b) => depth(b) - depth(a));
  const result: DistributedUpdates = new Map(ingredientPaths.map((path) => [path, {}]));
  if (!result.has("")) result.set("", {});
  if (flat.length === 0) return result;
  const request = new Request();
  request.put(flat.length);
  request.put(deepestFirst.length);
  flat.forEach(([path, value], index) => {
    request.put((index << 1) | (isDict(value) ? 1 : 0));
    request.putText(path);
  });
  for (const path of deepestFirst) request.putText(path);
  const { words, at } = ask("distribute", request.finish());
  if (words[at] !== 0) throw conflict(flat[words[at + 1] ?? 0]?.[0] ?? "");
  let place = at + 1;
  for (const owner of [...deepestFirst, ""]) {
    const target = result.get(owner) ?? {};
    for (let count = words[place++] ?? 0; count > 0; count--, place += 4) {
      const [ref = 0, skipped = 0, text = 0, end = 0] = words.subarray(place, place + 4);
      const path = flat[text]?.[0].slice(0, end).split(".").slice(skipped) ?? [];
      setNested(target, path.length === 0 ? [""] : path, flat[ref]?.[1] ?? null);
    }
  }
  return result;
}

function flatten(updates: Dict, prefix: string, flat: [string, Value][]): void {
  for (const key of Object.keys(updates).sort(compareCodePoints)) {
    const value = updates[key] ?? null;
    const path = prefix === "" ? key : `${prefix}.${key}`;
    if (isDict(value) && Object.keys(value).length > 0) flatten(value, path, flat);
    else flat.push([path, isDict(value) ? {} : value]);
  }
}

function setNested(target: Dict, path: readonly string[], value: Value): void {
  let dict = target;
  for (const segment of path.slice(0, -1)) {
    const next: Value | undefined = Object.hasOwn(dict, segment) ? dict[segment] : undefined;
    if (isDict(next)) dict = next;
    else {
      const made: Dict = {};
      defineEntry(dict, segment, made);
      dict = made;
    }
  }
  defineEntry(dict, path[path.length - 1] ?? "", value);
}

function depth(path: string): number {
  return path.split(".").length;
}

function conflict(path: string): ConfigError {
  return new ConfigError(
    `The update "${path}" sets an entry inside of something that another update sets to a value.`,
    {
      conflictingConfigs: [path],
    },
  );
}
