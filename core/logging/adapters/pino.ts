import { withinMoment } from "./within-moment.ts";
import type { NativeLogging } from "../native-sink.ts";
import { hasMethods } from "./has-methods.ts";
import { UP_TO_FATAL } from "./up-to-fatal.ts";

/** What is used of pino (https://getpino.io). */
export interface PinoLogger {
  child(bindings: object, options?: { level?: string }): PinoLogger;
  isLevelEnabled(level: string): boolean;
  flush(callback: () => void): void;
}

export function isPino(logger: object): logger is PinoLogger {
  return hasMethods(logger, [
    "child",
    "isLevelEnabled",
    "bindings",
    "flush",
    "debug",
    "info",
    "warn",
    "error",
    "fatal",
  ]);
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
  flush: (logger) => flushed(logger),
};

/** What is used of pino's usual destination, sonic-boom. */
interface Destination {
  readonly sync: false;
  write(text: string): unknown;
  once(event: "drain", listener: () => void): unknown;
}

async function flushed(logger: PinoLogger): Promise<void> {
  await withinMoment((done) => logger.flush(done));
  const destination = destinationOf(logger);
  // One that holds nothing back calls back at once, while it still writes. An empty text comes after all others.
  if (destination === undefined) return;
  await withinMoment((done) => {
    destination.once("drain", done);
    destination.write("");
  });
}

/** The logger's destination, if it is one that writes at once, but asynchronously. Its symbol is one of `pino.symbols`. */
function destinationOf(logger: PinoLogger): Destination | undefined {
  for (
    let owner: unknown = logger;
    typeof owner === "object" && owner !== null;
    owner = Reflect.getPrototypeOf(owner)
  ) {
    const symbol = Object.getOwnPropertySymbols(owner).find(({ description }) => description === "pino.stream");
    if (symbol === undefined) continue;
    const stream: unknown = Reflect.get(owner, symbol);
    return isAsynchronous(stream) ? stream : undefined;
  }
  return undefined;
}

function isAsynchronous(stream: unknown): stream is Destination {
  return (
    typeof stream === "object" &&
    stream !== null &&
    "sync" in stream &&
    stream.sync === false &&
    "minLength" in stream &&
    stream.minLength === 0 &&
    hasMethods(stream, ["write", "once"])
  );
}
