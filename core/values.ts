/** A configuration value: what JSON can say, plus NaN, the infinities, and integers beyond 2^53 as bigint. */
export type Value = null | boolean | number | string | bigint | readonly Value[] | Dict;

/** A dictionary of configuration entries. */
export interface Dict {
  [key: string]: Value;
}

/** How the type of a value is named in messages. JavaScript has one number type, so int ↔ float is no change. */
export type TypeName = "number" | "string" | "boolean" | "null" | "array" | "object";

export function isDict(value: unknown): value is Dict {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
