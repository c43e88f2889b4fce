import { isError, messageOf, readProperty, readText } from "./thrown.ts";

/** So many errors and causes of one failure are told of. */
const MOST_PARTS = 100;

/** What was thrown, then the errors that it gathers and its causes, each once and titled by what it is to the one before. */
export function withCauses(thrown: unknown): (readonly [title: string, part: unknown])[] {
  const parts: (readonly [string, unknown])[] = [];
  const seen = new Set<unknown>();
  const waiting: (readonly [string, unknown])[] = [["", thrown]];
  for (let next = waiting.pop(); next !== undefined && parts.length < MOST_PARTS; next = waiting.pop()) {
    const [, part] = next;
    if (seen.has(part)) continue;
    seen.add(part);
    parts.push(next);
    if (!isError(part)) continue;
    const cause = readProperty(part, "cause");
    if (cause !== undefined) waiting.push(["Caused by", cause]);
    waiting.push(...gatheredBy(part).toReversed());
  }
  return parts;
}

/** The errors of an AggregateError. */
function gatheredBy(error: Error): (readonly [string, unknown])[] {
  const errors = readProperty(error, "errors");
  if (!Array.isArray(errors)) return [];
  return errors.slice(0, MOST_PARTS).map((inner, index) => [`Error ${index + 1} of ${errors.length}`, inner] as const);
}

/** `RangeError: no such kernel`, or what was thrown instead of an error. */
export function headerOf(thrown: unknown): string {
  const message = messageOf(thrown);
  if (!isError(thrown)) return message;
  const name = readText(thrown, "name") || "Error";
  return message === "" ? name : `${name}: ${message}`;
}

/** undefined: that can't be found out. */
export function isThenable(value: unknown): boolean | undefined {
  try {
    return typeof Reflect.get(Object(value), "then") === "function";
  } catch {
    return undefined;
  }
}
