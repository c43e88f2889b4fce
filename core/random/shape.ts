import { count } from "./checks.ts";

/** How many numbers: a length, or the lengths of the axes of an array of arrays. */
export type Size = number | readonly number[];

export type Nested<T> = T | Nested<T>[];

/** One draw where no size is asked for, else an array (of arrays) of them, the last axis running fastest. */
export function drawShaped<T>(size: Size | null | undefined, draw: () => T): Nested<T> {
  if (size === undefined || size === null) return draw();
  const axes = typeof size === "number" ? [size] : size;
  const fill = (axis: number): Nested<T> =>
    axis === axes.length ? draw() : Array.from({ length: count(axes[axis] ?? 0, "size") }, () => fill(axis + 1));
  return fill(0);
}

export function total(size: Size | null | undefined): number {
  if (size === undefined || size === null) return 1;
  return typeof size === "number" ? count(size, "size") : size.reduce((product, axis) => product * count(axis, "size"), 1);
}

/** A list of 0 to n - 1, or a copy of the list that was given. */
export function populationOf(population: number | ArrayLike<unknown>): unknown[] {
  if (typeof population !== "number") return Array.from(population);
  return Array.from({ length: count(population, "the population") }, (_, index) => index);
}
