import { compareCodePoints } from "../config/code-points.ts";
import { isOpaque } from "../values/opaque.ts";
import { plainForm } from "../values/plain-form.ts";

/** Deeper values than this are cut: Python's json reads no deeper ones. */
const NESTING_LIMIT = 900;

export interface PythonJsonOptions {
  /** strict JSON: NaN and the infinities become null */
  readonly strict?: boolean;
}

/**
 * JSON exactly as Python's `json.dump(value, sort_keys=True, indent=2)` writes it: keys by code point, characters beyond
 * ASCII escaped, NaN and the infinities bare (which Python reads again). Dates become ISO text, bigints digits, objects of
 * numeric libraries lists and dictionaries (core/values). Never throws: what can't be read is replaced by a text that says so.
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
  if (above.size >= NESTING_LIMIT) return pythonText("[nested too deeply]");
  above.add(value);
  const text = writeReadable(readable(value), value, indent, strict, above);
  above.delete(value);
  return text;
}

function writeReadable(readable: unknown, value: object, indent: string, strict: boolean, above: Set<object>): string {
  if (readable !== value) return write(readable, indent, strict, above);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return bracketed(
      "[",
      "]",
      indent,
      Array.from(value, (item: unknown) => write(item, inner, strict, above)),
    );
  }
  const entries = entriesOf(value);
  // Reading an entry failed, which must not keep the others from being stored.
  if (typeof entries === "string") return pythonText(entries);
  return bracketed(
    "{",
    "}",
    indent,
    entries.map(([key, item]) => `${pythonText(key)}: ${write(item, inner, strict, above)}`),
  );
}

function bracketed(open: string, close: string, indent: string, parts: readonly string[]): string {
  const inner = `${indent}  `;
  return parts.length === 0 ? `${open}${close}` : `${open}${inner}${parts.join(`,${inner}`)}${indent}${close}`;
}

/** What JSON-minded users expect of objects that are no plain dictionaries; a text where they can't be read. */
function readable(value: object): unknown {
  // As Sacred writes times: UTC without a letter for it.
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? String(value) : value.toISOString().replace("Z", "");
  if (value instanceof Error || value instanceof RegExp) return String(value);
  try {
    // An empty dictionary would be a lie.
    if (isOpaque(value) || value instanceof Promise) return Object.prototype.toString.call(value);
    return plainForm(value);
  } catch (error) {
    return `[${String(error)}]`;
  }
}

function entriesOf(value: object): [string, unknown][] | string {
  try {
    return Object.entries(value)
      .filter(
        ([, item]: [string, unknown]) => item !== undefined && typeof item !== "function" && typeof item !== "symbol",
      )
      .sort(([a], [b]) => compareCodePoints(a, b));
  } catch (error) {
    return `[${String(error)}]`;
  }
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
  if (isLargeInteger(value)) return BigInt(value).toString();
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0.0" : pythonExponent(String(value));
  if (strict) return "null";
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

/** JavaScript rounds their last digits (2 ** 60 is "1152921504606847000"), and writes the ones from 1e21 on as floats. */
export function isLargeInteger(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) > Number.MAX_SAFE_INTEGER && Math.abs(value) < 1e21;
}

/** JavaScript writes 1e-7 where Python writes 1e-07. */
function pythonExponent(text: string): string {
  return text.includes("e") ? text.replace(/e([+-])(\d)$/, "e$10$2") : text;
}
