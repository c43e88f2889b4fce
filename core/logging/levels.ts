import { didYouMean, UsageError } from "../errors/index.ts";

/** Python's levels: a message is logged if its level is at least the logger's. */
export const LEVELS = { NOTSET: 0, DEBUG: 10, INFO: 20, WARNING: 30, ERROR: 40, CRITICAL: 50 } as const;

const ALIASES: Readonly<Record<string, number>> = { ...LEVELS, WARN: LEVELS.WARNING, FATAL: LEVELS.CRITICAL };

/**
 * A level by name (in any case) or number.
 *
 * @throws {UsageError} for a name that is no level
 */
export function parseLevel(level: string | number): number {
  if (typeof level === "number") return level;
  const name = level.trim().toUpperCase();
  const known = Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
  if (known !== undefined) return known;
  if (/^[+-]?\d+$/.test(name)) return Number(name);
  throw new UsageError(
    `Unknown log level ${JSON.stringify(level)}.${didYouMean(name, Object.keys(LEVELS))} Levels are a number or one of ${Object.keys(LEVELS).join(", ")}.`,
  );
}

/** The name of a level as log lines show it. */
export function levelName(level: number): string {
  for (const [name, value] of Object.entries(LEVELS)) if (value === level) return name;
  return `Level ${level}`;
}
