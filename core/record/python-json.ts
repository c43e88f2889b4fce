import { compareCodePoints } from "../config/code-points.ts";

export interface PythonJsonOptions {
  /** strict JSON: NaN and the infinities become null */
  readonly strict?: boolean;
}

/**
 * JSON exactly as Python's `json.dump(value, sort_keys=True, indent=2)` writes it: keys by code point, characters beyond
 * ASCII escaped, NaN and the infinities bare (which Python reads again). Dates become ISO text, bigints digits.
 */
export function pythonJson(value: unknown, options: PythonJsonOptions = {}): string {
  return write(value, "\n", options.strict ?? false, new Set());
}

function write(value: unknown, indent: string, strict: boolean, above: Set<object>): string {
  switch (typeof value) {
    case "string":
      return pythonText(value);
    case "number":
      return pythonNumber(value, strict);
    case "bigint":
      return value.toString();
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null ? "null" : writeObject(value, indent, strict, above);
    default:
      return "null";
  }
}

function writeObject(value: object, indent: string, strict: boolean, above: Set<object>): string {
  if (above.has(value)) return pythonText("[Circular]");
  const converted = convert(value);
  if (typeof converted !== "object" || converted === null) return write(converted, indent, strict, above);
  above.add(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(converted)
    ? Array.from(converted, (item: unknown) => write(item, inner, strict, above))
    : entriesOf(converted).map(([key, item]) => `${pythonText(key)}: ${write(item, inner, strict, above)}`);
  above.delete(value);
  const [open, close] = Array.isArray(converted) ? ["[", "]"] : ["{", "}"];
  return parts.length === 0 ? `${open}${close}` : `${open}${inner}${parts.join(`,${inner}`)}${indent}${close}`;
}

/** What JSON-minded users expect of objects that are no plain dictionaries. */
function convert(value: object): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString().replace("Z", "");
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as unknown as Iterable<unknown>);
  if (value instanceof Error) return String(value);
  const toJSON: unknown = Reflect.get(value, "toJSON");
  return typeof toJSON === "function" ? Reflect.apply(toJSON, value, []) : value;
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value)
    .filter(
      ([, item]: [string, unknown]) => item !== undefined && typeof item !== "function" && typeof item !== "symbol",
    )
    .sort(([a], [b]) => compareCodePoints(a, b));
}

/** Python's ensure_ascii: everything beyond ASCII as \\uXXXX, surrogates one by one. */
function pythonText(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A number as Python's json writes it; NaN and the infinities bare, unless strict. */
export function pythonNumber(value: number, strict: boolean = false): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15 && !Object.is(value, -0)) return String(value);
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0.0" : pythonExponent(String(value));
  if (strict) return "null";
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

/** JavaScript writes 1e-7 where Python writes 1e-07. */
function pythonExponent(text: string): string {
  return text.includes("e") ? text.replace(/e([+-])(\d)$/, "e$10$2") : text;
}
