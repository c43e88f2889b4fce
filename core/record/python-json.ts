import { textOf } from "../errors/thrown.ts";
import { compareCodePoints } from "../config/code-points.ts";
import { FEW_VALUES, findExcess } from "../values/extent.ts";
import { isOpaque } from "../values/opaque.ts";
import { plainForm } from "../values/plain-form.ts";

/** Deeper values than this are cut: Python's json reads no deeper ones. */
export const NESTING_LIMIT: number = 900;

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
  const writing = { strict: options.strict ?? false, above: new Set<object>(), left: FEW_VALUES, omitted: NOTHING };
  try {
    return write(value, "\n", writing);
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
    const omitted = new Map(findExcess(value, NESTING_LIMIT).map(({ part, problem }) => [part, problem]));
    return write(value, "\n", { ...writing, above: new Set(), left: Infinity, omitted });
  }
}

/** What is the same for all parts of a value. */
interface Writing {
  readonly strict: boolean;
  readonly above: Set<object>;
  /** how many values are still written before it is asked how many there will be */
  left: number;
  /** parts that are left out, and why */
  readonly omitted: ReadonlyMap<object, string>;
}

const NOTHING: ReadonlyMap<object, string> = new Map();

class TooMany extends Error {}

function write(value: unknown, indent: string, writing: Writing): string {
  switch (typeof value) {
    case "string":
      return pythonText(value);
    case "number":
      return pythonNumber(value, writing.strict);
    case "bigint":
      return value.toString();
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null ? "null" : writeObject(value, indent, writing);
    default:
      return "null";
  }
}

function writeObject(value: object, indent: string, writing: Writing): string {
  const { above, omitted } = writing;
  const problem = omitted.get(value);
  if (problem !== undefined) return pythonText(`[left out: ${problem}]`);
  writing.left -= Array.isArray(value) ? value.length + 1 : 1;
  if (writing.left < 0) throw new TooMany();
  if (above.has(value)) return pythonText("[Circular]");
  if (above.size >= NESTING_LIMIT) return pythonText("[nested too deeply]");
  above.add(value);
  try {
    const plain = readable(value);
    return plain === value ? writeParts(value, indent, writing) : write(plain, indent, writing);
  } catch (error) {
    if (error instanceof TooMany) throw error;
    // It can't be read, or is longer than a text can be, which must not keep all else from being stored.
    return pythonText(`[${textOf(error)}]`);
  } finally {
    above.delete(value);
  }
}

function writeParts(value: object, indent: string, writing: Writing): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return bracketed(
      "[",
      "]",
      indent,
      Array.from(value, (item: unknown) => write(item, inner, writing)),
    );
  }
  return bracketed(
    "{",
    "}",
    indent,
    entriesOf(value).map(([key, item]) => `${pythonText(key)}: ${write(item, inner, writing)}`),
  );
}

function bracketed(open: string, close: string, indent: string, parts: readonly string[]): string {
  const inner = `${indent}  `;
  return parts.length === 0 ? `${open}${close}` : `${open}${inner}${parts.join(`,${inner}`)}${indent}${close}`;
}

/** What JSON-minded users expect of objects that are no plain dictionaries. */
function readable(value: object): unknown {
  // As Sacred writes times: UTC without a letter for it.
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? String(value) : value.toISOString().replace("Z", "");
  if (value instanceof Error || value instanceof RegExp) return String(value);
  // An empty dictionary would be a lie.
  return isOpaque(value) || value instanceof Promise ? Object.prototype.toString.call(value) : plainForm(value);
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
