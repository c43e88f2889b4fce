import { SacredError } from "../errors/index.ts";
import { LEVELS } from "./levels.ts";
import type { Logger } from "./logger.ts";
import { SinkLogger } from "./sink-logger.ts";

type Method = (...args: readonly unknown[]) => void;

/** The names under which loggers of other packages (console, pino, winston, LogTape) offer a level; the first one wins. */
const METHODS: readonly (readonly [level: number, names: readonly string[]])[] = [
  [LEVELS.DEBUG, ["debug", "trace", "log", "info"]],
  [LEVELS.INFO, ["info", "log"]],
  [LEVELS.WARNING, ["warning", "warn"]],
  [LEVELS.ERROR, ["error"]],
  [LEVELS.CRITICAL, ["critical", "fatal", "error"]],
];

/**
 * Any logger as one of ours. Which levels are shown is then its own matter, unless a run sets a level.
 *
 * @throws {SacredError} if there is no `info` or `log` method
 */
export function adaptLogger(logger: object): Logger {
  if (isLogger(logger)) return logger;
  const methods = new Map<number, Method>();
  for (const [level, names] of METHODS) {
    const method = names.map((name): unknown => Reflect.get(logger, name)).find(isMethod);
    if (method === undefined) {
      throw new SacredError(
        `A logger has methods like debug, info, warn and error; this one has no ${names.join(" or ")}.`,
      );
    }
    methods.set(level, (...args) => Reflect.apply(method, logger, args));
  }
  return new SinkLogger({
    level: LEVELS.NOTSET,
    log(level, name, message, rest) {
      const known = [...methods.keys()].filter((candidate) => candidate <= level);
      const method = methods.get(Math.max(LEVELS.DEBUG, ...known));
      method?.(typeof message === "string" && name !== "root" ? `${name} - ${message}` : message, ...rest);
    },
  });
}

function isMethod(value: unknown): value is Method {
  return typeof value === "function";
}

/** Has it children, levels and all? Then it is used as it is. */
function isLogger(logger: object): logger is Logger {
  const names = ["debug", "info", "warning", "error", "critical", "child", "setLevel", "isEnabledFor"];
  return names.every((name) => isMethod(Reflect.get(logger, name)));
}
