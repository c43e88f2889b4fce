import JSON5 from "json5";
import { parsePythonLiteral } from "./python-literal.ts";

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
  let hasLargeInteger = false;
  try {
    // JSON5 has no limit of its own: what is nested too deeply ends in a RangeError and is taken as text.
    const value: unknown = JSON5.parse(text, (_key, item: unknown) => {
      if (typeof item !== "number" || !Number.isInteger(item) || Number.isSafeInteger(item)) return item;
      hasLargeInteger = true;
      return String(BigInt(item));
    });
    return { value, isText: typeof value === "string", isLiteral: true, hasLargeInteger };
  } catch {
    return undefined;
  }
}
