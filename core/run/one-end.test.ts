import { expect, test } from "vitest";
import { formatError } from "../cli/format-error.ts";
import { createSacred } from "../index.ts";
import { RunObserver } from "../public.ts";
import { memoryHost } from "../../tests/support/memory-host.ts";
import { failTrace } from "./fail-trace.ts";
import type { Run } from "./run.ts";

/** Notes how runs end. */
class Ends extends RunObserver {
  readonly ends: string[] = [];
  override forRun(_run?: Run): RunObserver {
    return this;
  }
  override completedEvent(): void {
    this.ends.push("completed");
  }
  override failedEvent(): void {
    this.ends.push("failed");
  }
}

/** How a run of `main` goes, and what it says. */
async function ended(main: (run: Run) => unknown, adjust: (host: ReturnType<typeof memoryHost>) => void = () => {}) {
  const printed: string[] = [];
  const host = memoryHost(printed);
  adjust(host);
  const observer = new Ends();
  const ex = new (createSacred(host).Experiment)("demo", { observers: [observer] });
  ex.main(({ _run }: { _run: Run }) => main(_run));
  const { run, finished } = ex.start();
  const thrown: unknown = await finished.then(
    () => undefined,
    (error: unknown) => error,
  );
  return { run, thrown, ends: observer.ends, text: printed.join("") };
}

const boom = new Error("boom");
const throwing = (): never => {
  throw boom;
};

test("an observer that fails when it meets the run is the run's failure", async () => {
  class Refusing extends RunObserver {
    override forRun = throwing;
  }
  const ex = new (createSacred(memoryHost()).Experiment)("demo", { observers: [new Refusing()] });
  ex.main(() => 1);
  const { run, finished } = ex.start();
  await expect(finished).rejects.toBe(boom);
  expect(run.status).toBe("FAILED");
  expect(run.failTrace?.at(-1)).toBe("Error: boom\n");
});

test.each([
  ["can't be read back", "news"],
  ["can't be stopped", "stop"],
  ["can't be released", "release"],
])("output that %s ends no run otherwise", async (_what, method) => {
  const { run, ends, thrown, text } = await ended(
    () => 5,
    (host) => {
      const { capture } = host.lifecycle;
      host.lifecycle.capture = async (...args) => ({ ...(await capture(...args)), [method]: throwing });
    },
  );
  expect([run.status, ends, thrown]).toEqual(["COMPLETED", ["completed"], undefined]);
  expect(text).toContain("Error: boom");
});

test("a file for what an observer could not store that can't be written, either, ends no run otherwise", async () => {
  class Lost extends RunObserver {
    override completedEvent = throwing;
  }
  const host = memoryHost();
  host.files.rescue = throwing;
  const ex = new (createSacred(host).Experiment)("demo", { observers: [new Lost()] });
  ex.main(() => 5);
  expect((await ex.run({ options: { loglevel: "CRITICAL" } })).status).toBe("COMPLETED");
});

test("an observer without a text of its own that can be read is warned about, too", async () => {
  class Silent extends RunObserver {
    override toString = throwing;
    override heartbeatEvent = throwing;
  }
  const printed: string[] = [];
  const ex = new (createSacred(memoryHost(printed)).Experiment)("demo", { observers: [new Silent()] });
  ex.main(() => 5);
  expect((await ex.run()).status).toBe("COMPLETED");
  expect(printed.join("")).toContain("could not store everything of the run");
});

test("a logger that fails is told of once, and ends no run otherwise", async () => {
  const printed: string[] = [];
  const ex = new (createSacred(memoryHost(printed)).Experiment)("demo");
  const quiet = (): undefined => undefined;
  let calls = 0;
  // Not before the command has begun.
  const info = (): void => void (calls++ > 2 && throwing());
  ex.logger = { debug: quiet, info, warn: throwing, error: throwing };
  ex.observers.push(new Ends());
  ex.main(() => 5);
  const run = await ex.run();
  expect([run.status, run.result]).toEqual(["COMPLETED", 5]);
  expect(printed.join("").match(/The logger failed/g)).toHaveLength(1);
});

test("a promise that is set as the result is waited for by nobody", async () => {
  const never = new Promise(() => undefined);
  const { run, ends } = await ended((live) => void (live.result = never));
  expect([run.status, ends, run.result]).toEqual(["COMPLETED", ["completed"], never]);
});

test("a result that can't be awaited is a result", async () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const { run, ends } = await ended(() => proxy);
  expect([run.status, ends]).toEqual(["COMPLETED", ["completed"]]);
  expect(run.result).toBe(proxy);
});

test.each([
  ["V8", "Cannot add property 2, object is not extensible"],
  ["V8 of an entry", "Cannot assign to read only property 'a' of object '#<Object>'"],
  ["SpiderMonkey", '"a" is read-only'],
  ["JavaScriptCore", "Attempted to assign to readonly property."],
])("a change of the frozen configuration is explained where it is printed, as %s says it", (_engine, message) => {
  const { sources } = memoryHost();
  const shown = (error: Error): string => formatError(error, "", { debug: false, sources });
  const error = new Error("my own", { cause: new TypeError(message) });
  expect(shown(error)).toContain("The configuration is frozen in captured functions. Make a copy: [...list, item]");
  expect(shown(boom)).not.toContain("frozen");
});

test("a trace tells of the errors that an error gathers, and of a hundred at most", () => {
  const gathered = new AggregateError([new RangeError("first"), new TypeError("second")], "both", { cause: boom });
  const headers = failTrace(gathered).filter((line) => !line.startsWith("  ") && !line.startsWith("Stack"));
  expect(headers).toEqual([
    "AggregateError: both\n",
    "Error 1 of 2:\n",
    "RangeError: first\n",
    "Error 2 of 2:\n",
    "TypeError: second\n",
    "Caused by:\n",
    "Error: boom\n",
  ]);
  let deep: Error = boom;
  for (let level = 0; level < 100_000; level++) deep = new Error(`level ${level}`, { cause: deep });
  expect(failTrace(deep).filter((line) => line === "Caused by:\n")).toHaveLength(99);
});
