import { LEVELS } from "../levels.ts";

/** The names that pino and LogTape both have for Python's levels. */
export const UP_TO_FATAL: ReadonlyMap<number, string> = new Map([
  [LEVELS.DEBUG, "debug"],
  [LEVELS.INFO, "info"],
  [LEVELS.WARNING, "warn"],
  [LEVELS.ERROR, "error"],
  [LEVELS.CRITICAL, "fatal"],
]);
