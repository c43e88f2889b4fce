import { consoleSink } from "./adapters/console-like.ts";
import { hasMethods } from "./adapters/has-methods.ts";
import { isLogTape, LOGTAPE } from "./adapters/logtape.ts";
import { isPino, PINO } from "./adapters/pino.ts";
import { isWinston, winstonLogging } from "./adapters/winston.ts";
import type { Logger, LogSink } from "./logger.ts";
import { nativeSink } from "./native-sink.ts";
import { SinkLogger } from "./sink-logger.ts";

/**
 * Any logger as one of ours: pino's, winston's, LogTape's, or one with methods like console's. Which levels are shown is its
 * own matter, unless a run sets a level.
 *
 * @throws {SacredError} if it has no methods for the levels
 */
export function adaptLogger(logger: object): Logger {
  return isLogger(logger) ? logger : new SinkLogger(sinkOf(logger));
}

function sinkOf(logger: object): LogSink {
  if (isLogTape(logger)) return nativeSink(logger, LOGTAPE);
  if (isWinston(logger)) return nativeSink(logger, winstonLogging(logger));
  if (isPino(logger)) return nativeSink(logger, PINO);
  return consoleSink(logger);
}

/** Has it children, levels and all? Then it is used as it is. */
function isLogger(logger: object): logger is Logger {
  return hasMethods(logger, ["debug", "info", "warning", "error", "critical", "child", "setLevel", "isEnabledFor"]);
}
