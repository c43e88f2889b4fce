import { isPlainObject } from "../config/plain-object.ts";
import { showForLog } from "./stream-logger.ts";

/** A log line in the terms of loggers that keep fields beside the text. */
export interface StructuredEntry {
  readonly text: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** the first error that was logged, whose message is in the text */
  readonly error: Error | undefined;
}

/** What was logged, parted: a dictionary that comes first or last is fields, all else is text, one after another. */
export function structuredEntry(message: unknown, rest: readonly unknown[]): StructuredEntry {
  const parts = [message, ...rest];
  const error = parts.find((part) => part instanceof Error);
  const fields = [message, rest.at(-1)].filter(isPlainObject);
  const texts = parts
    .filter((part) => !fields.some((each) => each === part))
    .map((part) => (part === error && error !== undefined ? error.message : showForLog(part)));
  return { text: texts.join(" "), fields: Object.assign({}, ...fields), error };
}
