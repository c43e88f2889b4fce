// Values that are legal, and more than anything can hold, or than a stack takes.

/** An array of an array …, so many levels deep. */
export function nested(levels: number): unknown[] {
  let value: unknown[] = [];
  for (let level = 1; level < levels; level++) value = [value];
  return value;
}

/** A small graph that has 2^levels parts when what is shared is written out. */
export function shared(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = [value, value];
  return value;
}

/** A list of four hundred million holes. */
export const sparse: readonly unknown[] = Object.assign([] as unknown[], { 4e8: 1 });
