/** Objects in objects deeper than that are named, not shown. */
const DEEPEST = 4;
/** entries of a list or an object that are shown */
const LONGEST = 100;

/**
 * A value as developer consoles write it: `{a: 1, b: 'x'}`, `(3) [1, 2, 3]`, `Map(1) {'a' => 1}`, `Point {x: 1}`, errors with
 * their stack.
 */
export function showValue(value: unknown, outer: readonly object[] = []): string {
  switch (typeof value) {
    case "string":
      return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
    case "bigint":
      return `${value}n`;
    case "function":
      return `ƒ ${value.name}()`;
    case "object":
      return value === null ? "null" : showObject(value, outer);
    default:
      return Object.is(value, -0) ? "-0" : String(value);
  }
}

function showObject(value: object, outer: readonly object[]): string {
  if (outer.includes(value)) return "[Circular]";
  const inside = [...outer, value];
  const show = (item: unknown): string => showValue(item, inside);
  const isDeep = outer.length >= DEEPEST;
  try {
    if (value instanceof Error) return showError(value);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toString();
    if (value instanceof RegExp) return String(value);
    if (value instanceof Map) return showKeyed(`Map(${value.size})`, value, isDeep, ([key, item]) => `${show(key)} => ${show(item)}`);
    if (value instanceof Set) return showKeyed(`Set(${value.size})`, value, isDeep, show);
    if (Array.isArray(value)) return showList("", value, outer.length > 0, isDeep, show);
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
      // Every view but DataView is a typed array.
      const items = value as unknown as ArrayLike<number | bigint>;
      return showList(nameOf(value), items, outer.length > 0, isDeep, show);
    }
    const name = nameOf(value);
    const prefix = name === "Object" ? "" : name;
    return showKeyed(prefix, entriesOf(value), isDeep, ([key, item]) => `${key}: ${show(item)}`);
  } catch (error) {
    // A getter or a proxy that throws.
    return `[${nameOf(value)}: ${String(error)}]`;
  }
}

function showError(error: Error): string {
  const head = String(error);
  const text = error.stack ?? head;
  const shown = text.includes(error.message) ? text : `${head}\n${text}`;
  return error.cause === undefined ? shown : `${shown}\nCaused by: ${showValue(error.cause)}`;
}

function nameOf(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== "object" || prototype === null) return "[Object: null prototype]";
  return typeof prototype.constructor === "function" ? prototype.constructor.name : "Object";
}

function* entriesOf(value: object): Generator<readonly [string, unknown]> {
  for (const key of Object.keys(value)) yield [/^[\w$]+$/.test(key) ? key : showValue(key), Reflect.get(value, key)];
}

function showKeyed<T>(prefix: string, entries: Iterable<T>, isDeep: boolean, show: (entry: T) => string): string {
  const shown: string[] = [];
  for (const entry of entries) {
    if (isDeep || shown.length === LONGEST) {
      shown.push("…");
      break;
    }
    shown.push(show(entry));
  }
  return `${prefix === "" ? "" : `${prefix} `}{${shown.join(", ")}}`;
}

/** Consoles write the length in front, but not in front of lists in lists. */
function showList(
  name: string,
  items: ArrayLike<unknown>,
  isInner: boolean,
  isDeep: boolean,
  show: (item: unknown) => string,
): string {
  const { length } = items;
  const prefix = name !== "" ? `${name}(${length}) ` : isInner || length < 2 ? "" : `(${length}) `;
  if (isDeep && length > 0) return `${prefix === "" ? `Array(${length})` : prefix.trimEnd()}`;
  const shown = Array.from({ length: Math.min(length, LONGEST) }, (_item, index) => show(items[index]));
  if (length > LONGEST) shown.push("…");
  return `${prefix}[${shown.join(", ")}]`;
}
