import JSON5 from "json5";
import { NESTING_LIMIT } from "../../config/normalize.ts";
import { parsePythonLiteral } from "./python-literal.ts";
import { PYTHON_DIGITS } from "./python-number.ts";

export interface ParsedValue {
  readonly value: unknown;
  readonly isText: boolean;
  /** was it written as a literal? False for text that is simply the argument itself */
  readonly isLiteral: boolean;
  /** an integer that a double can't hold was kept as text */
  readonly hasLargeInteger: boolean;
}

/**
 * The value of an update on the command line: everything that Python's `ast.literal_eval` reads, and JSON5; what is
 * neither is the text itself.
 *
 * @example
 * ```ts
 * parseValue("[1, 'two', True]").value; // [1, "two", true]
 * parseValue("{a: null}").value; // { a: null }
 * parseValue("Hello Bob!").value; // "Hello Bob!"
 * ```
 */
export function parseValue(text: string): ParsedValue {
  const literal = parsePythonLiteral(text);
  if (literal !== undefined) {
    const { value, hasLargeInteger } = literal;
    return { value, isText: typeof value === "string", isLiteral: true, hasLargeInteger };
  }
  return parseJson5(text) ?? { value: text, isText: true, isLiteral: false, hasLargeInteger: false };
}

function parseJson5(text: string): ParsedValue | undefined {
  // Python's characters by name: JSON5 would read the name itself.
  if (text.includes("\\N{")) return undefined;
  try {
    // JSON5 has no limit of its own. What is nested too deeply for a configuration is taken as text, as in Sacred.
    if (depthOf(text) > NESTING_LIMIT) return undefined;
    const quoted = quoteLargeIntegers(text);
    const value: unknown = JSON5.parse(quoted, (_key, item: unknown) => {
      if (item === Infinity && !text.includes("Infinity")) throw new RangeError("too many digits");
      return item;
    });
    return { value, isText: typeof value === "string", isLiteral: true, hasLargeInteger: quoted !== text };
  } catch {
    return undefined;
  }
}

/** Texts, in which digits are none of numbers, and integers. */
const INTEGERS = /(["'])(?:\\?[^])*?\1|(?<![\w$.])([-+]?)(\d{16,}|0x[\da-f]{14,})(?![\w.])/gi;

/**
 * Nothing is rounded: integers that a double can't hold are put between quotes.
 *
 * @throws {RangeError} for more digits than Python takes
 */
function quoteLargeIntegers(text: string): string {
  return text.replace(INTEGERS, (whole, _quote, sign: string | undefined, digits: string | undefined) => {
    if (digits === undefined) return whole;
    const asNumber = Number(digits);
    const exact = BigInt(digits);
    if (Number.isFinite(asNumber) && BigInt(asNumber) === exact) return whole;
    const decimal = exact.toString();
    if (decimal.length > PYTHON_DIGITS) throw new RangeError();
    return `"${sign === "-" ? "-" : ""}${decimal}"`;
  });
}

/** An upper bound: brackets in texts count, too. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    else if (character === "]" || character === "}") depth--;
  }
  return deepest;
}
