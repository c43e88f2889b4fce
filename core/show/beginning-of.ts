import { readProperty } from "../errors/thrown.ts";

/**
 * The beginning of a value, of at most so many parts (entries, items, texts of that many UTF-16 units): a short text of a large
 * value then takes no longer than one of a small value.
 */
export function beginningOf(value: unknown, parts: number): unknown {
  let left = parts;
  const begin = (part: unknown): unknown => {
    left--;
    if (typeof part === "string") return part.slice(0, parts);
    if (typeof part !== "object" || part === null) return part;
    if (Array.isArray(part)) return listed(part);
    if (ArrayBuffer.isView(part) && !(part instanceof DataView)) {
      // Every view but DataView is a typed array, whose elements are numbers or bigints.
      return listed(part as unknown as ArrayLike<unknown>);
    }
    const prototype: unknown = Object.getPrototypeOf(part);
    return prototype === Object.prototype || prototype === null ? dictionary(part) : part;
  };
  const listed = (items: ArrayLike<unknown>): unknown[] => {
    const begun: unknown[] = [];
    for (let index = 0; index < items.length && left > 0; index++) begun.push(begin(items[index]));
    return begun;
  };
  const dictionary = (entries: object): unknown => {
    const begun: [string, unknown][] = [];
    for (const key in entries) {
      if (left <= 0) break;
      if (Object.hasOwn(entries, key)) begun.push([key, begin(readProperty(entries, key))]);
    }
    return Object.fromEntries(begun);
  };
  return begin(value);
}
