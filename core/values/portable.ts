import { textOf } from "../errors/thrown.ts";
import { isOpaque } from "./opaque.ts";
import { plainForm } from "./plain-form.ts";

/** What is deeper can't be sent, and is cut where it is stored anyway. */
const DEEPEST = 900;

/**
 * A copy of a value that any realm can be sent: objects as plain as observers store them, functions and symbols as text.
 * For what `structuredClone` refuses.
 */
export function portable(value: unknown, outer: readonly object[] = []): unknown {
  if (typeof value === "function" || typeof value === "symbol") return String(value);
  if (typeof value !== "object" || value === null || value instanceof Date || ArrayBuffer.isView(value)) return value;
  if (outer.includes(value)) return "[Circular]";
  if (outer.length >= DEEPEST) return "[nested too deeply]";
  const inside = [...outer, value];
  let plain: unknown;
  try {
    if (isOpaque(value)) return Object.prototype.toString.call(value);
    plain = plainForm(value);
  } catch (error) {
    return textOf(error);
  }
  if (plain !== value) return portable(plain, inside);
  if (Array.isArray(value)) return value.map((item) => portable(item, inside));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, portable(item, inside)]));
}
