import { tokenize } from "../tokenize.ts";

/**
 * JSON, or JSON5, with quotes around the integers that a double can't hold: they are kept as text, nothing is rounded.
 * Both are parts of JavaScript, so that its tokens are theirs.
 */
export function quoteLargeIntegers(text: string): string {
  if (!/\d{16}|0[xX][\da-fA-F]{14}/.test(text)) return text;
  let result = "";
  let sign = "";
  for (const { type, value } of tokenize(text)) {
    if (type === "NumericLiteral" && isRounded(value)) {
      result += `"${sign === "-" ? "-" : ""}${BigInt(value)}"`;
      sign = "";
      continue;
    }
    result += sign;
    sign = type === "Punctuator" && (value === "-" || value === "+") ? value : "";
    if (sign === "") result += value;
  }
  return result + sign;
}

/**
 * The integers that a double can't hold as bigints.
 *
 * @param rounded what a text holds, and `quoted` what it holds with quotes around such integers
 */
export function withBigints(rounded: unknown, quoted: unknown): unknown {
  if (typeof rounded === "number" && typeof quoted === "string") return BigInt(quoted);
  if (typeof rounded !== "object" || rounded === null) return rounded;
  // In their place, so that keys which reach a prototype stay what they are.
  for (const [key, item] of Object.entries(rounded)) {
    const value = withBigints(item, Reflect.get(Object(quoted), key));
    if (value !== item) Reflect.set(rounded, key, value);
  }
  return rounded;
}

function isRounded(literal: string): boolean {
  if (!/^(?:\d+|0[xX][\da-fA-F]+)$/.test(literal)) return false;
  const asNumber = Number(literal);
  return !Number.isFinite(asNumber) || BigInt(literal) !== BigInt(asNumber);
}

/** JSON with Python's NaN and infinities as texts of the same length: places in it are places in the original. */
export function maskNonFinite(text: string): string {
  if (!/NaN|Infinity/.test(text)) return text;
  let result = "";
  for (const { type, value } of tokenize(text)) {
    if (type !== "IdentifierName" || !["NaN", "Infinity"].includes(value)) result += value;
    // A number, so that a minus sign may stand in front.
    else result += "1".repeat(value.length);
  }
  return result;
}
