import type { LoggerAdapter } from "../core/logging/adapt-logger.ts";
import { isPino, PINO } from "../core/logging/adapters/pino.ts";
import { isWinston, winstonLogging } from "../core/logging/adapters/winston.ts";
import { nativeSink } from "../core/logging/native-sink.ts";

/** Loggers that programs on Node use. In browsers pino logs to the console, and is like it. */
export const loggers: readonly LoggerAdapter[] = [
  (logger) => (isWinston(logger) ? nativeSink(logger, winstonLogging(logger)) : undefined),
  (logger) => (isPino(logger) ? nativeSink(logger, PINO) : undefined),
];
