import type { Logger } from "../core/logging/logger.ts";
import { Writable } from "node:stream";
import { configure, getLogger, type LogRecord, reset } from "@logtape/logtape";
import pino from "pino";
import { afterEach, describe, expect, test, vi } from "vitest";
import winston from "winston";
import { SacredError } from "../core/errors/index.ts";
import { adaptLogger as adaptLoggerOf } from "../core/logging/adapt-logger.ts";
import { experiment, ingredient } from "./index.ts";
import { loggers } from "./loggers.ts";

const adaptLogger = (logger: object): Logger => adaptLoggerOf(logger, loggers);

/** A line as every logger is expected to have taken it. */
interface Line {
  readonly level: string;
  readonly logger: string | undefined;
  readonly text: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

interface Sink {
  readonly logger: object;
  readonly lines: () => readonly Line[];
}

function lineOf({ level, logger, text, ...fields }: Record<string, unknown>): Line {
  return { level: String(level), logger: typeof logger === "string" ? logger : undefined, text: String(text), fields };
}

function pinoSink(level: string, options: object = {}): Sink {
  const lines: Line[] = [];
  const names: Readonly<Record<number, string>> = pino.levels.labels;
  const logger = pino(
    { level, base: null, timestamp: false, ...options },
    {
      write(text: string) {
        const { level: number, msg, ...rest }: { level: number; msg: string } = JSON.parse(text);
        lines.push(lineOf({ ...rest, level: names[number], text: msg }));
      },
    },
  );
  return { logger, lines: () => lines };
}

function winstonSink(level: string, options: winston.LoggerOptions = {}): Sink {
  const lines: Line[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      const { message, ...rest }: { message: string } = JSON.parse(String(chunk));
      lines.push(lineOf({ ...rest, text: message }));
      done();
    },
  });
  const logger = winston.createLogger({ level, transports: [new winston.transports.Stream({ stream })], ...options });
  return { logger, lines: () => lines };
}

async function logTapeSink(level: "debug" | "info"): Promise<Sink> {
  const records: LogRecord[] = [];
  await configure({
    reset: true,
    sinks: { memory: (record) => void records.push(record) },
    loggers: [
      { category: ["app"], sinks: ["memory"], lowestLevel: level },
      { category: ["logtape", "meta"], lowestLevel: "error" },
    ],
  });
  const lines = (): Line[] =>
    records.map(({ level: name, category, message, properties }) => {
      const own = category.slice(1).join(".");
      return lineOf({ ...properties, level: name, ...(own === "" ? {} : { logger: own }), text: message.join("") });
    });
  return { logger: getLogger(["app"]), lines };
}

afterEach(() => reset());

const KINDS: Readonly<
  Record<string, { make: (level: "debug" | "info") => Sink | Promise<Sink>; warning: string; critical: string }>
> = {
  pino: { make: pinoSink, warning: "warn", critical: "fatal" },
  winston: { make: winstonSink, warning: "warn", critical: "error" },
  LogTape: { make: logTapeSink, warning: "warning", critical: "fatal" },
};

const dataset = ingredient("dataset", { interactive: true }).config({ size: 3 });
const load = dataset.capture({ name: "load" }, ({ size, _log }) => {
  _log.debug("loading");
  _log.warning("small", { size });
  return size;
});

function logging(logger: object) {
  const ex = experiment("svm", { interactive: true, ingredients: [dataset] }).config({ a: 1 });
  ex.logger = logger;
  ex.main(({ _log }) => {
    _log.info("training", 5, [1]);
    _log.critical("out of disk");
    return load();
  });
  return ex;
}

describe.each(Object.entries(KINDS))("%s", (_name, { make, warning, critical }) => {
  test("takes the lines of a run, each with the name of its logger and its fields", async () => {
    const { logger, lines } = await make("info");
    await logging(logger).run();
    expect(lines()).toEqual([
      { level: warning, logger: "svm", text: "No observers have been added to this run", fields: {} },
      { level: "info", logger: "svm", text: "Running command 'main'", fields: {} },
      { level: "info", logger: "svm", text: "Started", fields: {} },
      { level: "info", logger: "main", text: "training 5 [1]", fields: {} },
      { level: critical, logger: "main", text: "out of disk", fields: {} },
      { level: warning, logger: "dataset.load", text: "small", fields: { size: 3 } },
      { level: "info", logger: "svm", text: "Result: 3", fields: {} },
      { level: "info", logger: "svm", text: expect.stringMatching(/^Completed after 0:00:0/), fields: {} },
    ]);
  });

  test("a run's level hides lines", async () => {
    const { logger, lines } = await make("info");
    await logging(logger).runCommandline(["svm", "-l", "WARNING"]);
    expect(lines().map(({ text }) => text)).toEqual([
      "No observers have been added to this run",
      "out of disk",
      "small",
    ]);
  });

  test("texts are no templates", async () => {
    const { logger, lines } = await make("info");
    const log = adaptLogger(logger);
    log.info('Result: {"a":1} {b} {{c}} 100% %s %d %o');
    log.info("100%", "%s {x}", { x: 1 });
    expect(lines()).toEqual([
      { level: "info", logger: undefined, text: 'Result: {"a":1} {b} {{c}} 100% %s %d %o', fields: {} },
      { level: "info", logger: undefined, text: "100% %s {x}", fields: { x: 1 } },
    ]);
  });

  test("an error keeps its stack, a dictionary alone is fields", async () => {
    const { logger, lines } = await make("info");
    const log = adaptLogger(logger).child("part");
    log.error(new TypeError("broken"));
    log.error("failed:", new TypeError("again"));
    log.info({ loss: 0.5 });
    const [alone, behind, fields] = lines();
    expect(alone).toMatchObject({ level: "error", logger: "part", text: "broken" });
    expect(behind).toMatchObject({ level: "error", text: "failed: again" });
    const { stack, err, error }: { stack?: string; err?: Error; error?: Error } = behind?.fields ?? {};
    expect(stack ?? err?.stack ?? error?.stack).toMatch(/TypeError: again\n\s+at .*logging\.node\.test/);
    expect(fields).toEqual({ level: "info", logger: "part", text: "", fields: { loss: 0.5 } });
  });

  test("captured functions aren't told of where nobody would see it", async () => {
    const { logger } = await make("info");
    expect(adaptLogger(logger).isEnabledFor(10)).toBe(false);
    expect(adaptLogger(logger).isEnabledFor(20)).toBe(true);
    const { logger: talkative, lines } = await make("debug");
    expect(adaptLogger(talkative).isEnabledFor(10)).toBe(true);
    await logging(talkative).run();
    expect(lines()).toContainEqual({ level: "debug", logger: "dataset.load", text: "loading", fields: {} });
    expect(lines()).toContainEqual({ level: "debug", logger: "dataset.load", text: "Started", fields: {} });
  });
});

describe.each([
  ["pino", pinoSink],
  ["winston", winstonSink],
])("%s", (_name, make) => {
  test("-l shows more than the logger does by itself", async () => {
    const { logger, lines } = make("error");
    await logging(logger).runCommandline(["svm", "-l", "DEBUG"]);
    expect(lines()).toContainEqual({ level: "debug", logger: "dataset.load", text: "loading", fields: {} });
    expect(lines()).toContainEqual({ level: "info", logger: "main", text: "training 5 [1]", fields: {} });
  });
});

test("pino: the given logger keeps its level, its name and its bindings", async () => {
  const lines: string[] = [];
  const root = pino({ level: "info", name: "app", timestamp: false }, { write: (text) => void lines.push(text) });
  const given = root.child({ request: 7 });
  adaptLogger(given).setLevel("DEBUG");
  expect(given.level).toBe("info");
  adaptLogger(given).child("svm.train").info("x");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ name: "app", request: 7, logger: "svm.train", msg: "x" });
});

test("winston: the levels of syslog, and a set without any of ours", () => {
  const { logger, lines } = winstonSink("debug", { levels: winston.config.syslog.levels });
  const log = adaptLogger(logger);
  for (const level of ["debug", "info", "warning", "error", "critical"] as const) log[level](level);
  expect(lines().map(({ level }) => level)).toEqual(["debug", "info", "warning", "error", "crit"]);
  expect(() => adaptLogger(winstonSink("loud", { levels: { loud: 0 } }).logger)).toThrow(SacredError);
  expect(() => adaptLogger(winstonSink("loud", { levels: { loud: 0 } }).logger)).toThrow(
    "has the levels loud, and none of",
  );
});

test("winston: splat and error formats change nothing", () => {
  const { splat, errors, json, combine } = winston.format;
  const { logger, lines } = winstonSink("info", { format: combine(errors({ stack: true }), splat(), json()) });
  adaptLogger(logger).info("100% %s", "%d", { a: 1 });
  expect(lines()).toEqual([{ level: "info", logger: undefined, text: "100% %s %d", fields: { a: 1 } }]);
});

test("console: names come first, and debug waits to be asked for", async () => {
  const calls: unknown[][] = [];
  for (const method of ["debug", "info", "warn", "error"] as const) {
    vi.spyOn(console, method).mockImplementation((...args) => void calls.push([method, ...args]));
  }
  const log = adaptLogger(console);
  log.child("svm").debug("hidden");
  log.child("svm").info("shown", { a: 1 });
  log.child("svm").warning({ b: 2 });
  log.critical("worst");
  log.setLevel("DEBUG");
  log.child("svm").debug("asked for");
  vi.restoreAllMocks();
  expect(calls).toEqual([
    ["info", "svm - shown", { a: 1 }],
    ["warn", "svm -", { b: 2 }],
    ["error", "worst"],
    ["debug", "svm - asked for"],
  ]);
});

test("a logger without methods for the levels is refused with what it lacks", async () => {
  const ex = experiment("refused", { interactive: true });
  ex.logger = { info() {} };
  ex.main(() => undefined);
  await expect(ex.run()).rejects.toThrow("this one has no warning or warn");
});

test.each(["debug", "Warning", "ERROR", "25", "warn", "fatal", "NOTSET"])("-l %s is a level", async (level) => {
  const { logger } = pinoSink("info");
  expect((await logging(logger).runCommandline(["svm", "-l", level]))?.status).toBe("COMPLETED");
});
