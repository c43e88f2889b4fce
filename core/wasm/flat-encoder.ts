import { type Dict, isDict, type Value } from "../values.ts";
import { Request } from "./request.ts";

/** As in core/assembly/config/value.ts. */
const TAG = { NULL: 0, FALSE: 2, TRUE: 3, NUMBER: 5, BIGINT: 6, TEXT: 7, LIST: 8, DICT: 9, FREE: 10 } as const;

/** Deeper values are refused by the encoder, so that what a host's stack can take makes no difference. */
export const NESTING_LIMIT: number = 256;

/**
 * The "flat" boundary: keys are interned into a table and leaves (whole lists included) stay on this side, as entries of
 * `leaves`; the core sees key numbers, leaf numbers, and of a leaf just what comparing needs.
 */
export class FlatEncoder {
  readonly request: Request = new Request();
  readonly keys: string[] = [];
  readonly leaves: unknown[] = [];
  readonly #keyIds: Map<string, number> = new Map();

  /** Everything counts: for fixed values. */
  putWhole(value: Value, depth: number = 0): void {
    if (isDict(value)) {
      this.#putDict(Object.keys(value), depth, (key) => this.putWhole(entry(value, key), depth + 1));
    } else this.#putLeaf(value, depth);
  }

  /** Only what stands where `fixed` stands counts: the rest travels as a reference, however large it is. */
  putBeside(value: Value, fixed: Value | undefined, depth: number = 0): void {
    if (fixed === undefined) this.#putFree(value);
    else if (!isDict(value)) {
      if (Array.isArray(value) && !Array.isArray(fixed)) this.#putEmptyList(value);
      else this.#putLeaf(value, depth);
    } else if (isDict(fixed)) {
      this.#putDict(Object.keys(value), depth, (key) =>
        this.putBeside(entry(value, key), Object.hasOwn(fixed, key) ? fixed[key] : undefined, depth + 1),
      );
    } else this.#putDict([], depth, () => undefined);
  }

  #putDict(keys: readonly string[], depth: number, putEntry: (key: string) => void): void {
    this.#checkDepth(depth);
    const { request } = this;
    const start = request.length;
    request.put((keys.length << 4) | TAG.DICT);
    request.put(0);
    for (const key of keys) {
      request.put(this.#keyId(key));
      putEntry(key);
    }
    request.words[start + 1] = request.length - start;
  }

  #putLeaf(value: Exclude<Value, Dict>, depth: number): void {
    const { request } = this;
    const ref = this.leaves.push(value) - 1;
    switch (typeof value) {
      case "string":
        return this.#putText(value, TAG.TEXT, ref);
      case "bigint":
        return this.#putText(value.toString(), TAG.BIGINT, ref);
      case "number":
        request.put(TAG.NUMBER);
        request.put(ref);
        return request.putFloat(value);
      case "boolean":
        request.put(value ? TAG.TRUE : TAG.FALSE);
        return request.put(ref);
      default:
        if (value === null) {
          request.put(TAG.NULL);
          return request.put(ref);
        }
        return this.#putList(value, ref, depth);
    }
  }

  #putList(items: readonly Value[], ref: number, depth: number): void {
    this.#checkDepth(depth);
    const { request } = this;
    const start = request.length;
    request.put((items.length << 4) | TAG.LIST);
    request.put(0);
    request.put(ref);
    for (const item of items) this.putWhole(item, depth + 1);
    request.words[start + 1] = request.length - start;
  }

  /** For a list that is compared with something that isn't one. */
  #putEmptyList(list: readonly Value[]): void {
    this.request.put(TAG.LIST);
    this.request.put(3);
    this.request.put(this.leaves.push(list) - 1);
  }

  #putText(text: string, tag: number, ref: number): void {
    this.request.put((text.length << 4) | tag);
    this.request.put(ref);
    this.request.putUnits(text);
  }

  #putFree(value: Value): void {
    this.request.put(TAG.FREE);
    this.request.put(this.leaves.push(value) - 1);
  }

  #keyId(key: string): number {
    let id = this.#keyIds.get(key);
    if (id === undefined) {
      id = this.keys.push(key) - 1;
      this.#keyIds.set(key, id);
    }
    return id;
  }

  #checkDepth(depth: number): void {
    if (depth >= NESTING_LIMIT) {
      throw new RangeError(`A value is nested more than ${NESTING_LIMIT} levels deep, or contains itself.`);
    }
  }
}

function entry(dict: Dict, key: string): Value {
  // Own keys always have a value; the type can't say so.
  return dict[key] ?? null;
}
