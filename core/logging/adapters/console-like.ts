import { SacredError } from "../../errors/index.ts";
import { LEVELS } from "../levels.ts";
import { type LogSink, ROOT } from "../logger.ts";
import { nearest } from "../native-sink.ts";

type Method = (...args: readonly unknown[]) => void;

/** The names under which such loggers offer a level; the first one wins. */
const METHODS: readonly (readonly [level: number, names: readonly string[]])[] = [
  [LEVELS.DEBUG, ["debug", "trace", "log", "info"]],
  [LEVELS.INFO, ["info", "log"]],
  [LEVELS.WARNING, ["warning", "warn"]],
  [LEVELS.ERROR, ["error"]],
  [LEVELS.CRITICAL, ["critical", "fatal", "error"]],
];

/**
 * Anything with a method a level, as console has: the name of the child logger comes first, all arguments stay what they are.
 *
 * @throws {SacredError} if a level has no method
 */
export function consoleSink(logger: object): LogSink {
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
  return {
    // The console has no levels: it would show when each captured function begins and ends.
    level: logger === Reflect.get(globalThis, "console") ? LEVELS.INFO : LEVELS.NOTSET,
    log(level, name, message, rest) {
      const args =
        name === ROOT ? [message] : typeof message === "string" ? [`${name} - ${message}`] : [`${name} -`, message];
      nearest(methods, level)(...args, ...rest);
    },
  };
}

function isMethod(value: unknown): value is Method {
  return typeof value === "function";
}
