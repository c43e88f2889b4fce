import { SacredError } from "../../errors/index.ts";
import { LEVELS } from "../levels.ts";
import type { NativeLogging } from "../native-sink.ts";
import { hasMethods } from "./has-methods.ts";

/** What is used of winston 3 (https://github.com/winstonjs/winston). */
export interface WinstonLogger {
  level: string;
  readonly levels: Readonly<Record<string, number>>;
  child(metadata: object): WinstonLogger;
  isLevelEnabled(level: string): boolean;
  log(entry: object): unknown;
}

export function isWinston(logger: object): logger is WinstonLogger {
  return hasMethods(logger, ["child", "isLevelEnabled", "log", "configure"]) && "transports" in logger;
}

/** The levels of winston's own sets (npm, cli, syslog), and likely names of others; the first one that exists is used. */
const NAMES: readonly (readonly [level: number, names: readonly string[]])[] = [
  [LEVELS.DEBUG, ["debug", "verbose", "silly", "trace"]],
  [LEVELS.INFO, ["info", "notice"]],
  [LEVELS.WARNING, ["warn", "warning"]],
  [LEVELS.ERROR, ["error"]],
  [LEVELS.CRITICAL, ["crit", "critical", "fatal", "error"]],
];

/** @throws {SacredError} for a set of levels without one that stands for ours */
export function winstonLogging(given: WinstonLogger): NativeLogging<WinstonLogger> {
  const levelNames = new Map<number, string>();
  for (const [level, names] of NAMES) {
    const name = names.find((each) => Object.hasOwn(given.levels, each));
    if (name === undefined) {
      throw new SacredError(
        `This winston logger has the levels ${Object.keys(given.levels).join(", ")}, and none of ${names.join(", ")}. Give it one of them.`,
      );
    }
    levelNames.set(level, name);
  }
  return {
    levelNames,
    child: (logger, name) => logger.child({ logger: name }),
    write(logger, level, { text, fields, error }) {
      const stack = error === undefined ? {} : { stack: error.stack };
      logger.log({ ...fields, ...stack, level, message: text });
    },
    isEnabled: (logger, levelName) => logger.isLevelEnabled(levelName),
    // Its children have no level of their own.
    withLevel(logger, levelName) {
      logger.level = levelName;
      return logger;
    },
  };
}
