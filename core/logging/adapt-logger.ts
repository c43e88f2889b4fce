import { consoleSink } from "./adapters/console-like.ts";
import { hasMethods } from "./adapters/has-methods.ts";
import { isLogTape, LOGTAPE } from "./adapters/logtape.ts";
import type { Logger, LogSink } from "./logger.ts";
import { nativeSink } from "./native-sink.ts";
import { SinkLogger } from "./sink-logger.ts";

/** Gives a sink for the loggers of some package; undefined for any other one. */
export type LoggerAdapter = (logger: object) => LogSink | undefined;

/**
 * Any logger as one of ours: LogTape's, one that the host knows (`adapters`), or one with methods like console's. Which levels
 * are shown is its own matter, unless a run sets a level.
 *
 * @throws {SacredError} if it has no methods for the levels
 */
export function adaptLogger(logger: object, adapters: readonly LoggerAdapter[]): Logger {
  return isLogger(logger) ? logger : new SinkLogger(sinkOf(logger, adapters));
}

function sinkOf(logger: object, adapters: readonly LoggerAdapter[]): LogSink {
  if (isLogTape(logger)) return nativeSink(logger, LOGTAPE);
  for (const adapter of adapters) {
    const sink = adapter(logger);
    if (sink !== undefined) return sink;
  }
  return consoleSink(logger);
}

/** Has it children, levels and all? Then it is used as it is. */
function isLogger(logger: object): logger is Logger {
  return hasMethods(logger, ["debug", "info", "warning", "error", "critical", "child", "setLevel", "isEnabledFor"]);
}
