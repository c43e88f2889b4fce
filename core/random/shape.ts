import { count } from "./checks.ts";

/** How many numbers: a length, or the lengths of the axes of an array of arrays. */
export type Size = number | readonly number[];

export type Nested<T> = T | Nested<T>[];

/** What a size makes of single values: `3` gives `T[]`, `[3, 2]` gives `T[][]`. */
export type Shaped<T, S extends Size> = S extends number
  ? T[]
  : S extends readonly []
    ? T
    : S extends readonly [number, ...infer Rest extends readonly number[]]
      ? Shaped<T, Rest>[]
      : Nested<T>;

/** How many single values a size asks for. */
export function total(size: Size): number {
  if (typeof size === "number") return count(size, "The size");
  return size.reduce((product, axis) => product * count(axis, "The size"), 1);
}

/** Arranges as many values as `total(size)`, the last axis running fastest. */
export function arrange<T>(values: ArrayLike<T>, size: Size): Nested<T> {
  const lengths = typeof size === "number" ? [size] : size;
  let next = 0;
  const fill = (axis: number): Nested<T> => {
    if (axis === lengths.length) return values[next++] as T;
    const list: Nested<T>[] = [];
    const length = lengths[axis] ?? 0;
    // Array.from takes twice as long, and most of the time of drawing many numbers.
    if (axis < lengths.length - 1) for (let i = 0; i < length; i++) list.push(fill(axis + 1));
    else for (let i = 0; i < length; i++) list.push(values[next++] as T);
    return list;
  };
  return fill(0);
}
