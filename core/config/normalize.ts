import { textOf } from "../errors/thrown.ts";
import { defineEntry } from "./define-entry.ts";
import { ConfigValueError } from "../errors/index.ts";
import type { Dict, Value } from "../values.ts";
import { isOpaque } from "../values/opaque.ts";
import { FEW_VALUES, findExcess } from "../values/extent.ts";
import { plainForm } from "../values/plain-form.ts";
import { isDocumented } from "./doc.ts";
import { joinPath } from "./join-path.ts";

/** Deeper configurations than this are refused, on every host alike. Cyclic values end here, too. */
export const NESTING_LIMIT: number = 256;

/** Is told of every description given by `doc(value, text)`. */
export type DocListener = (path: string, text: string) => void;

/**
 * A copy of `value` made of plain dictionaries, arrays and leaves; undefined means "not set".
 *
 * Arrays, tensors and tables of numeric libraries, sets and maps become lists and dictionaries (core/values), dates ISO
 * text, objects with `toJSON` what it returns, and a bigint becomes a number where a double holds it exactly, otherwise
 * text. Functions, symbols and promises are refused.
 *
 * @throws {ConfigValueError} names the path of the offending entry
 */
export function normalizeValue(value: unknown, path: string, onDoc?: DocListener): Value | undefined {
  return normalize(value, path, { onDoc, root: value, path, left: FEW_VALUES }, 0);
}

/** What is the same for all parts of a value. */
interface Whole {
  readonly onDoc: DocListener | undefined;
  readonly root: unknown;
  readonly path: string;
  /** how many values are still taken before it is asked how many there will be */
  left: number;
}

/** @throws {ConfigValueError} if it stands for too many values */
function assertExtent(whole: Whole): void {
  whole.left = Infinity;
  const [excess] = findExcess(whole.root, NESTING_LIMIT);
  if (excess === undefined) return;
  const place = excess.path.reduce((path, key) => joinPath(path, key), whole.path);
  throw new ConfigValueError(`${placeOf(place)} ${excess.problem}. Keep data in a file, and its name here.`, {
    conflictingConfigs: place === "" ? [] : [place],
  });
}

function normalize(value: unknown, path: string, whole: Whole, depth: number): Value | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "number":
      return value;
    case "undefined":
      return undefined;
    case "bigint":
      return normalizeBigint(value);
    case "object":
      if (value === null) return null;
      break;
    default:
      throw refused(value, path);
  }
  if (depth >= NESTING_LIMIT) throw tooDeep(path);
  if (--whole.left < 0) assertExtent(whole);
  if (Array.isArray(value)) return normalizeItems(value, path, whole, depth);
  if (isDocumented(value)) {
    whole.onDoc?.(path, value.text);
    return normalize(value.value, path, whole, depth);
  }
  const converted = convert(value, path);
  return converted === value ? normalizeDict(value, path, whole, depth) : normalize(converted, path, whole, depth + 1);
}

function normalizeItems(items: readonly unknown[], path: string, whole: Whole, depth: number): Value[] {
  whole.left -= items.length;
  if (whole.left < 0) assertExtent(whole);
  const result: Value[] = [];
  // A plain loop: holes count as undefined, and an item that isn't set keeps its place as null, as in JSON.
  for (let index = 0; index < items.length; index++) {
    result.push(normalize(items[index], joinPath(path, String(index)), whole, depth + 1) ?? null);
  }
  return result;
}

function normalizeDict(source: object, path: string, whole: Whole, depth: number): Dict {
  const result: Dict = {};
  for (const key of Object.keys(source)) {
    const value = normalize(Reflect.get(source, key), joinPath(path, key), whole, depth + 1);
    if (value !== undefined) defineEntry(result, key, value);
  }
  const symbol = Object.getOwnPropertySymbols(source)[0];
  if (symbol !== undefined) throw refused(symbol, path);
  return result;
}

function normalizeBigint(value: bigint): number | string {
  const asNumber = Number(value);
  return Number.isFinite(asNumber) && BigInt(asNumber) === value ? asNumber : value.toString();
}

function convert(value: object, path: string): unknown {
  if (isRefused(value)) throw refused(value, path);
  try {
    return plainForm(value);
  } catch (cause) {
    throw new ConfigValueError(`${placeOf(path)} holds ${describe(value)} that can't be read: ${textOf(cause)}`, {
      cause,
      conflictingConfigs: path === "" ? [] : [path],
    });
  }
}

function isRefused(value: object): boolean {
  if (typeof Reflect.get(value, "then") === "function") return true;
  if (isOpaque(value) || value instanceof RegExp || value instanceof Error) return true;
  return value instanceof Date && Number.isNaN(value.getTime());
}

function placeOf(path: string): string {
  return path === "" ? "The configuration" : `Entry "${path}" of the configuration`;
}

function refused(value: unknown, path: string): ConfigValueError {
  return new ConfigValueError(
    `${placeOf(path)} holds ${describe(value)}. Configurations hold numbers, text, booleans, null, arrays and dictionaries${hint(value)}.`,
    { conflictingConfigs: path === "" ? [] : [path] },
  );
}

function describe(value: unknown): string {
  if (typeof value === "function") return value.name === "" ? "a function" : `the function ${value.name}`;
  if (typeof value === "symbol") return `the symbol ${String(value)}`;
  if (typeof value === "object" && value !== null && typeof Reflect.get(value, "then") === "function")
    return "a promise";
  if (value instanceof Date) return "an invalid Date";
  return `an object of class ${Object.prototype.toString.call(value).slice(8, -1)}`;
}

function hint(value: unknown): string {
  if (typeof value === "function") return "; a computed entry is written as a getter (get name() { … })";
  if (typeof value !== "object" || value === null) return "";
  if (Reflect.has(value, "then")) return "; scopes are synchronous";
  if (value instanceof ArrayBuffer || value instanceof DataView)
    return "; bytes are given as a typed array (new Uint8Array(…))";
  if (typeof Reflect.get(value, "next") === "function")
    return "; the values of an iterator are given as an array ([...values])";
  return "";
}

export function tooDeep(path: string): ConfigValueError {
  const top = path.split(".", 1)[0] ?? path;
  return new ConfigValueError(
    `Entry "${top}" of the configuration is nested more than ${NESTING_LIMIT} levels deep, or contains itself.`,
    { conflictingConfigs: [top] },
  );
}
