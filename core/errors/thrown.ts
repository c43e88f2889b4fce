// Whatever was thrown can be told of: nothing here throws, whatever getters, proxies and conversions do.

/** An error, of this realm or of another one. */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error || /(Error|DOMException)\]$/.test(Object.prototype.toString.call(value));
  } catch {
    return false;
  }
}

/** A value as text. */
export function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return `${typeof value} that can't be shown`;
  }
}

/** A property; undefined where it can't be read. */
export function readProperty(value: object, key: PropertyKey): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return undefined;
  }
}

/** The same as text, which is all that some properties of errors may be; "" where there is none. */
export function readText(value: object, key: PropertyKey): string {
  const text = readProperty(value, key);
  return text === undefined ? "" : textOf(text);
}

/** What an error says, or what was thrown instead of one. */
export function messageOf(thrown: unknown): string {
  return isError(thrown) ? readText(thrown, "message") : textOf(thrown);
}
