import { isPlainObject } from "../config/plain-object.ts";
import { nestedLists } from "./ndarray.ts";

/**
 * What an object is in the terms of JSON, one level of it: a list, a dictionary, a leaf, or another object to ask again.
 * An object that is plain already, or that nothing is known about, is given back itself.
 *
 * Numeric libraries are known by their methods, none is imported: typed arrays, `tolist()` as in numpy, tensors of
 * TensorFlow.js, arrays of the package ndarray, tables of arquero and Apache Arrow (lists of rows), `toJSON`, `toArray()`.
 *
 * @throws what a method of the object throws (a tensor that was disposed of, for example)
 */
export function plainForm(value: object): unknown {
  if (Array.isArray(value)) return value;
  if (ArrayBuffer.isView(value)) return value instanceof DataView ? value : elementsOf(value);
  if (value instanceof Map) return dictionaryOf(value);
  if (value instanceof Set) return [...value];
  if (value instanceof Number || value instanceof String || value instanceof Boolean) return value.valueOf();
  if (has(value, "tolist")) return call(value, "tolist");
  if (has(value, "arraySync")) return call(value, "arraySync");
  const lists = isPlainObject(value) ? undefined : nestedLists(value);
  if (lists !== undefined) return lists;
  // arquero's toJSON gives text.
  if (has(value, "objects") && has(value, "columnNames")) return call(value, "objects");
  // Before toArray: the typed array behind a vector of Arrow has 0 where it has null.
  if (has(value, "toJSON")) return call(value, "toJSON");
  return has(value, "toArray") && !isStream(value) ? call(value, "toArray") : value;
}

/** Every view but DataView is a typed array, whose elements are numbers or bigints. */
function elementsOf(view: ArrayBufferView): unknown[] {
  return Array.from(view as unknown as Iterable<unknown>);
}

/** Keys that text can't stand for, or not apart (1 and "1"), keep a map from being a dictionary: then it is a list of its pairs. */
function dictionaryOf(map: ReadonlyMap<unknown, unknown>): unknown {
  const entries = [...map];
  const isText = entries.every(([key]) => ["string", "number", "bigint", "boolean"].includes(typeof key));
  const areDifferent = new Set(entries.map(([key]) => String(key))).size === entries.length;
  return isText && areDifferent ? Object.fromEntries(entries) : entries;
}

/** Iterators and streams have a toArray, too, which would use them up. */
function isStream(value: object): boolean {
  return has(value, "next") || has(value, "pipe");
}

/** Of dictionaries just their own entries are asked for: the views that scopes get refuse names that aren't there. */
function has(value: object, method: string): boolean {
  if (isPlainObject(value) && !Object.hasOwn(value, method)) return false;
  return typeof Reflect.get(value, method) === "function";
}

/** The methods get no arguments: JSON.stringify's, the key, would mean something else to some. */
function call(value: object, method: string): unknown {
  const result: unknown = Reflect.apply(Reflect.get(value, method), value, []);
  return result === value ? { ...value } : result;
}
