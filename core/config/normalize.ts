import { textOf } from "../errors/thrown.ts";
import { defineEntry } from "./define-entry.ts";
import { ConfigValueError } from "../errors/index.ts";
import type { Dict, Value } from "../values.ts";
import { isOpaque } from "../values/opaque.ts";
import { FEW_VALUES, findExcess } from "../values/extent.ts";
import { plainForm } from "../values/plain-form.ts";
import { isDocumented } from "./doc.ts";
import { joinPath } from "./join-path.ts";
import { forAll, TooLargeError } from "./for-all.ts";

/** Deeper configurations than this are refused, on every host alike. Cyclic values end here, too. */
export const NESTING_LIMIT: number = 256;

/** What is remarkable about values, by their paths. */
export interface Notes {
  /** descriptions given by `doc(value, text)` */
  readonly docs: Map<string, string>;
  /** numbers that are NaN */
  readonly nan: string[];
  /** integers that a double can't hold, as the text that they became */
  readonly integers: [path: string, digits: string][];
}

export function newNotes(): Notes {
  return { docs: new Map(), nan: [], integers: [] };
}

/**
 * A copy of `value` made of plain dictionaries, arrays and leaves; undefined means "not set".
 *
 * Arrays, tensors and tables of numeric libraries, sets and maps become lists and dictionaries (core/values), dates ISO
 * text, objects with `toJSON` what it returns, and a bigint becomes a number where a double holds it exactly, otherwise
 * text. Functions, symbols and promises are refused.
 *
 * @throws {ConfigValueError} names the paths of all offending entries
 */
export function normalizeValue(value: unknown, path: string, notes: Notes = newNotes()): Value | undefined {
  // What is the same for all parts of a value isn't needed for a leaf, as most values are.
  return typeof value === "object" && value !== null
    ? normalizeObject(value, path, { notes, root: value, path, left: FEW_VALUES }, 0)
    : normalizeLeaf(value, path, notes);
}

/** What is the same for all parts of a value. */
interface Context {
  readonly notes: Notes;
  readonly root: unknown;
  readonly path: string;
  /** how many values are still taken before it is asked how many there will be */
  left: number;
}

/** @throws {TooLargeError} if it stands for too many values */
function assertExtent(context: Context): void {
  context.left = Infinity;
  refuseExcess(context.root, context.path);
}

/** @throws {TooLargeError} if a value stands for too many values */
export function refuseExcess(value: unknown, path: string): void {
  const [excess] = findExcess(value, NESTING_LIMIT);
  if (excess === undefined) return;
  const place = excess.path.reduce((outer, key) => joinPath(outer, key), path);
  throw new TooLargeError(
    `${placeOf(place)} ${excess.problem}. Keep data in a file, and its name here.`,
    blaming(place),
  );
}

function normalize(value: unknown, path: string, context: Context, depth: number): Value | undefined {
  return typeof value === "object" && value !== null
    ? normalizeObject(value, path, context, depth)
    : normalizeLeaf(value, path, context.notes);
}

function normalizeLeaf(value: unknown, path: string, { nan, integers }: Notes): Value | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined":
      return value;
    case "number":
      if (Number.isNaN(value)) nan.push(path);
      return value;
    case "bigint": {
      const asNumber = Number(value);
      if (Number.isFinite(asNumber) && BigInt(asNumber) === value) return asNumber;
      integers.push([path, `${value}`]);
      return `${value}`;
    }
    case "object":
      return null;
    default:
      throw refused(value, path);
  }
}

function normalizeObject(value: object, path: string, context: Context, depth: number): Value | undefined {
  if (depth >= NESTING_LIMIT) throw tooDeep(path);
  context.left -= ArrayBuffer.isView(value) ? value.byteLength : 1;
  if (context.left < 0) assertExtent(context);
  if (Array.isArray(value)) return normalizeItems(value, path, context, depth);
  if (isDocumented(value)) {
    context.notes.docs.set(path, value.text);
    return normalize(value.value, path, context, depth);
  }
  const converted = convert(value, path);
  return converted === value
    ? normalizeDict(value, path, context, depth)
    : normalize(converted, path, context, depth + 1);
}

function normalizeItems(items: readonly unknown[], path: string, context: Context, depth: number): Value[] {
  context.left -= items.length;
  if (context.left < 0) assertExtent(context);
  const result: Value[] = [];
  // A plain loop: holes count as undefined, and an item that isn't set keeps its place as null, as in JSON.
  for (let index = 0; index < items.length; index++) {
    result.push(normalize(items[index], joinPath(path, String(index)), context, depth + 1) ?? null);
  }
  return result;
}

function normalizeDict(source: object, path: string, context: Context, depth: number): Dict {
  const result: Dict = {};
  forAll([...Object.keys(source), ...Object.getOwnPropertySymbols(source)], (key) => {
    if (typeof key === "symbol") throw refused(key, path);
    const value = normalize(Reflect.get(source, key), joinPath(path, key), context, depth + 1);
    if (value !== undefined) defineEntry(result, key, value);
  });
  return result;
}

function convert(value: object, path: string): unknown {
  if (isRefused(value)) throw refused(value, path);
  try {
    return plainForm(value);
  } catch (cause) {
    throw new ConfigValueError(`${placeOf(path)} holds ${describe(value)} that can't be read: ${textOf(cause)}`, {
      cause,
      ...blaming(path),
    });
  }
}

function isRefused(value: object): boolean {
  if (typeof Reflect.get(value, "then") === "function") return true;
  if (isOpaque(value) || value instanceof RegExp || value instanceof Error) return true;
  return value instanceof Date && Number.isNaN(value.getTime());
}

function blaming(path: string): { conflictingConfigs: string[] } {
  return { conflictingConfigs: path === "" ? [] : [path] };
}

function placeOf(path: string): string {
  return path === "" ? "The configuration" : `Entry "${path}" of the configuration`;
}

export function refused(value: unknown, path: string): ConfigValueError {
  return new ConfigValueError(
    `${placeOf(path)} holds ${describe(value)}. Configurations hold numbers, text, booleans, null, arrays and dictionaries${hint(value)}.`,
    blaming(path),
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
  return new TooLargeError(
    `Entry "${top}" of the configuration is nested more than ${NESTING_LIMIT} levels deep, or contains itself.`,
    { conflictingConfigs: [top] },
  );
}
