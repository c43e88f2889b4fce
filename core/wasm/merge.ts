import { defineEntry } from "../config/define-entry.ts";
import { type Dict, type TypeName, type Value } from "../values.ts";
import { ask } from "./core.ts";
import { FlatEncoder } from "./flat-encoder.ts";

const FLAG = { ADDED: 1, MODIFIED: 2, TYPECHANGED: 4 } as const;
const DICT = 9;

/** As `typeOf` in core/assembly/config/value.ts numbers them. */
export const TYPE_NAMES: readonly TypeName[] = ["null", "boolean", "number", "string", "array", "object"];

export interface AssignResult {
  /** what the entry holds now */
  readonly value: Value;
  /** dotted paths below the entry ("": the entry itself) where the scope wanted another value */
  readonly modified: readonly string[];
  /** the same where it wanted another type: its own, then that of the fixed value */
  readonly typechanged: readonly (readonly [path: string, from: TypeName, to: TypeName])[];
}

/**
 * What one assignment `entry = assigned` does to an entry that is fixed: fixed values stay; where both are dictionaries,
 * the keys that are free in it are taken over. `current` is what earlier assignments of the same scope have left there.
 * Fixed entries that no assignment has reached are missing from the value until `revealFixed`.
 */
export function assignFixed(current: Value | undefined, assigned: Value, fixed: Value): AssignResult {
  const encoder = new FlatEncoder();
  encoder.request.put(0);
  encoder.request.put(current === undefined ? 0 : 1);
  if (current !== undefined) encoder.putBeside(current, fixed);
  encoder.putBeside(assigned, fixed);
  encoder.putWhole(fixed);
  const reader = new MarkReader(encoder, "assign");
  const value = reader.entry("");
  return { value, modified: reader.modified, typechanged: reader.typechanged };
}

/** Fills in the fixed entries that no assignment has reached, and lists their paths: parents and leaves. */
export function revealFixed(current: Dict, fixed: Dict): { readonly value: Value; readonly added: readonly string[] } {
  const encoder = new FlatEncoder();
  encoder.request.put(0);
  encoder.putBeside(current, fixed);
  encoder.putWhole(fixed);
  const reader = new MarkReader(encoder, "reveal");
  return { value: reader.value(""), added: reader.added };
}

/** Reads an answer: a tree of leaf references with flags at the entries. */
class MarkReader {
  readonly added: string[] = [];
  readonly modified: string[] = [];
  readonly typechanged: [path: string, from: TypeName, to: TypeName][] = [];
  readonly #encoder: FlatEncoder;
  readonly #words: Uint32Array;
  #at: number;

  constructor(encoder: FlatEncoder, operation: "assign" | "reveal") {
    this.#encoder = encoder;
    const request = encoder.request.finish();
    request[0] = encoder.keys.length;
    const { words, at } = ask(operation, request);
    this.#words = words;
    this.#at = at;
  }

  #next(): number {
    return this.#words[this.#at++] ?? 0;
  }

  entry(path: string): Value {
    const flags = this.#next();
    const types = this.#next();
    if (flags & FLAG.ADDED) this.added.push(path);
    if (flags & FLAG.MODIFIED) this.modified.push(path);
    if (flags & FLAG.TYPECHANGED) this.typechanged.push([path, typeName(types >>> 4), typeName(types & 15)]);
    return this.value(path);
  }

  value(path: string): Value {
    const header = this.#next();
    // Leaves were put into the table as values and come back untouched.
    if ((header & 15) !== DICT) return this.#encoder.leaves[header >>> 4] as Value;
    const dict: Dict = {};
    for (let count = header >>> 4; count > 0; count--) {
      const key = this.#encoder.keys[this.#next()] ?? "";
      const value = this.entry(path === "" ? key : `${path}.${key}`);
      defineEntry(dict, key, value);
    }
    return dict;
  }
}

/** Of a type as the core numbers it. */
export function typeName(index: number): TypeName {
  return TYPE_NAMES[index] ?? "object";
}
