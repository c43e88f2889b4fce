import type { NativeLogging } from "../native-sink.ts";
import { hasMethods } from "./has-methods.ts";
import { UP_TO_FATAL } from "./up-to-fatal.ts";

/** What is used of LogTape (https://logtape.org). */
export interface LogTapeLogger {
  getChild(subcategory: string | readonly [string, ...string[]]): LogTapeLogger;
  /** since LogTape 1.1 */
  isEnabledFor?(level: string): boolean;
}

export function isLogTape(logger: object): logger is LogTapeLogger {
  return hasMethods(logger, ["getChild", "with", "fatal"]) && "category" in logger && Array.isArray(logger.category);
}

/** The parts of a child's name are categories below the given logger's. Levels are a matter of LogTape's configure(). */
export const LOGTAPE: NativeLogging<LogTapeLogger> = {
  levelNames: UP_TO_FATAL,
  child(logger, name) {
    const [first = name, ...others] = name.split(".");
    return logger.getChild([first, ...others]);
  },
  write(logger, levelName, { text, fields, error }) {
    // Braces in a text would be placeholders.
    const template = text.replaceAll(/[{}]/g, "$&$&");
    const properties = error === undefined ? fields : { ...fields, error };
    Reflect.apply(Reflect.get(logger, levelName), logger, [template, properties]);
  },
  isEnabled: (logger, levelName) => logger.isEnabledFor?.(levelName === "warn" ? "warning" : levelName) ?? true,
};
