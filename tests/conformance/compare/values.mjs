import { note } from "./transcript.mjs";

/** Numbers and tagged numbers of the vectors as JavaScript values. */
export function untag(value) {
  if (Array.isArray(value)) return value.map(untag);
  if (typeof value !== "object" || value === null) return value;
  if ("float" in value && "hex" in value) return value.float;
  if ("int" in value && Object.keys(value).length === 1) return BigInt(value.int);
  // What a double can't hold exactly is kept as text.
  if ("$int" in value) {
    const number = Number(value.$int);
    return Number.isFinite(number) && BigInt(number) === BigInt(value.$int) ? number : String(value.$int);
  }
  if ("$float" in value) return { inf: Infinity, "-inf": -Infinity, nan: NaN }[value.$float] ?? Number(value.$float);
  if ("$tuple" in value) return value.$tuple.map(untag);
  if ("$set" in value) return value.$set.map(untag);
  if ("$dict" in value) return Object.fromEntries(value.$dict.map(([key, item]) => [keyText(key), untag(item)]));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, untag(item)]));
}

function keyText(key) {
  if (key === null) return "null";
  return String(untag(key));
}

export function equal(actual, expected) {
  return same(plain(actual), plain(expected));
}

function same(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

/** -0 is 0, as in JSON; prototypes don't matter. */
function plain(value) {
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, plain(item)]),
  );
}

/** A difference to be shown, or undefined. */
export function difference(what, actual, expected) {
  note(what, actual);
  return equal(actual, expected) ? undefined : `${what}: expected ${show(expected)}, got ${show(actual)}`;
}

export function show(value) {
  return JSON.stringify(value, (_key, item) =>
    typeof item === "bigint" ? `${item}n` : typeof item === "number" && !Number.isFinite(item) ? String(item) : item,
  );
}
