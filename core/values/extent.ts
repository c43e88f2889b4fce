/** What stands for more values is data rather than a configuration or a note: it belongs into a file of its own. */
export const VALUE_LIMIT: number = 10_000_000;
/** So many are taken without asking how many there will be. */
export const FEW_VALUES: number = 1 << 17;

/** A part of a value that can't be written out. */
export interface Excess {
  readonly part: object;
  /** keys that lead there */
  readonly path: readonly string[];
  /** `is nested more than 900 levels deep, or contains itself` */
  readonly problem: string;
}

/**
 * The parts of a value that are nested too deeply, or stand for too many values once shared parts are written out as often as they are
 * used. Each part is looked at once, so that it takes no longer than the value is large. Never throws.
 */
export function findExcess(value: unknown, depthLimit: number): Excess[] {
  const found: Excess[] = [];
  const counts = new Map<object, number>();
  const path: string[] = [];
  const note = (part: object, problem: string): number => {
    found.push({ part, path: [...path], problem });
    return 1;
  };
  const count = (current: unknown): number => {
    if (typeof current !== "object" || current === null) return 1;
    const known = counts.get(current);
    if (known !== undefined) return known;
    if (path.length >= depthLimit)
      return note(current, `is nested more than ${depthLimit} levels deep, or contains itself`);
    const own = countInside(current);
    counts.set(current, own);
    return own;
  };
  const countInside = (current: object): number => {
    let sum = 1;
    const add = (key: string, item: unknown): void => {
      path.push(key);
      sum += count(item);
      path.pop();
    };
    try {
      const items = current instanceof Map || current instanceof Set ? [...current.values()] : current;
      if (ArrayBuffer.isView(items)) return fits(current, Number(Reflect.get(items, "length")));
      if (!Array.isArray(items)) {
        // Getters aren't run.
        for (const key of Object.keys(items)) add(key, Object.getOwnPropertyDescriptor(items, key)?.value);
      } else if (items.length > VALUE_LIMIT) sum = items.length;
      else for (const [index, item] of items.entries()) add(String(index), item);
    } catch {
      // What can't be read is told of by who copies it.
    }
    return fits(current, sum);
  };
  const fits = (current: object, values: number): number =>
    values > VALUE_LIMIT ? note(current, `stands for more than ${VALUE_LIMIT.toLocaleString("en")} values`) : values;
  count(value);
  return found;
}
