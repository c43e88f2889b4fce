import { compareCodePoints } from "../config/code-points.ts";
import { isDict, type Value } from "../values.ts";

const WIDTH = 80;

/** A value as JSON, with NaN and the infinities as JSON5 writes them: it can be pasted back after `with`. */
export function valueText(value: Value): string {
  const line = inline(value);
  return line.length <= WIDTH || typeof value !== "object" ? line : broken(value, "");
}

function inline(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (isDict(value))
    return `{${entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`)
      .join(", ")}}`;
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
}

/** What is too long for a line: each item on its own. */
function broken(value: Value, indent: string): string {
  const line = inline(value);
  if (line.length + indent.length <= WIDTH || typeof value !== "object" || value === null) return line;
  const inner = `${indent} `;
  if (Array.isArray(value)) return `[${value.map((item) => broken(item, inner)).join(`,\n${inner}`)}]`;
  const parts = isDict(value)
    ? entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${broken(item, inner)}`)
    : [];
  return `{${parts.join(`,\n${inner}`)}}`;
}

function entries(value: { readonly [key: string]: Value }): [string, Value][] {
  return Object.entries(value).sort(([a], [b]) => compareCodePoints(a, b));
}
