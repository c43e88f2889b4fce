import type { NativeLogging } from "../native-sink.ts";
import { hasMethods } from "./has-methods.ts";
import { UP_TO_FATAL } from "./up-to-fatal.ts";

/** What is used of pino (https://getpino.io). */
export interface PinoLogger {
  child(bindings: object, options?: { level?: string }): PinoLogger;
  isLevelEnabled(level: string): boolean;
}

export function isPino(logger: object): logger is PinoLogger {
  return hasMethods(logger, ["child", "isLevelEnabled", "bindings", "debug", "info", "warn", "error", "fatal"]);
}

/** Children carry their name in the field `logger`, as `name` is pino's own. */
export const PINO: NativeLogging<PinoLogger> = {
  levelNames: UP_TO_FATAL,
  child: (logger, name) => logger.child({ logger: name }),
  write(logger, levelName, { text, fields, error }) {
    const merged = error === undefined ? fields : { ...fields, err: error };
    // Without further arguments, a % in the text is no placeholder.
    Reflect.apply(Reflect.get(logger, levelName), logger, [merged, text]);
  },
  isEnabled: (logger, levelName) => logger.isLevelEnabled(levelName),
  // A child's, so that the given logger stays as it is.
  withLevel: (logger, levelName) => logger.child({}, { level: levelName }),
};
