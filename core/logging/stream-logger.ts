import { isError, readText, textOf } from "../errors/thrown.ts";
import { plainForm } from "../values/plain-form.ts";
import { levelName, LEVELS } from "./levels.ts";
import type { Logger } from "./logger.ts";
import { SinkLogger } from "./sink-logger.ts";

/** The stock logger: lines like `INFO - svm - Started` (Sacred's create_basic_stream_logger). */
export function createStreamLogger(write: (text: string, level: number) => void): Logger {
  return new SinkLogger({
    level: LEVELS.INFO,
    log(level, name, message, rest) {
      write(`${levelName(level)} - ${name} - ${[message, ...rest].map(showForLog).join(" ")}\n`, level);
    },
  });
}

/** Text as it is, errors with their stack, everything else as JSON where possible. */
export function showForLog(value: unknown): string {
  if (typeof value === "string") return value;
  if (isError(value)) return readText(value, "stack") || textOf(value);
  if (typeof value !== "object" || value === null) return textOf(value);
  try {
    return JSON.stringify(value, showPlainly) ?? textOf(value);
  } catch {
    return textOf(value);
  }
}

/** JSON.stringify has called toJSON before it asks: `this` still holds the value itself. */
function showPlainly(this: object, key: string, shown: unknown): unknown {
  const value: unknown = Reflect.get(this, key);
  if (typeof value === "bigint") return value.toString();
  return typeof value === "object" && value !== null && !(value instanceof Date) ? plainForm(value) : shown;
}
