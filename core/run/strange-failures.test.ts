import { expect, test } from "vitest";
import { formatError } from "../cli/format-error.ts";
import { fromPortable, toPortable } from "../errors/portable-error.ts";
import { createSacred } from "../index.ts";
import { RunObserver } from "../public.ts";
import { memoryHost } from "../../tests/support/memory-host.ts";
import { nested, shared, sparse } from "../../tests/support/strange-values.ts";

const host = memoryHost([]);

/** Runs a command, and tells how often its end was told, and what that was. */
async function outcomeOf(
  main: () => unknown,
  logger?: object,
): Promise<{
  ends: string[];
  status: string | undefined;
  trace: unknown;
  thrown: unknown;
  result: unknown;
  text: string;
}> {
  const ends: string[] = [];
  class Ends extends RunObserver {
    override completedEvent(): void {
      ends.push("completed");
    }
    override failedEvent(): void {
      ends.push("failed");
    }
    override interruptedEvent(): void {
      ends.push("interrupted");
    }
  }
  const ex = new (createSacred(host).Experiment)("strange", { observers: [new Ends()] });
  if (logger !== undefined) ex.logger = logger;
  ex.main(main);
  const { run, finished } = ex.start(logger === undefined ? { options: { loglevel: "CRITICAL" } } : {});
  let thrown: unknown;
  await finished.catch((error: unknown) => void (thrown = error));
  return { ends, status: run.status, trace: run.failTrace, thrown, result: run.result, text: String(run) };
}

const throwing = (): never => {
  throw new Error("from a getter");
};
const withGetter = (key: string): Error => Object.defineProperty(new Error("told"), key, { get: throwing });
const hostile: ProxyHandler<object> = Object.fromEntries(
  ["get", "has", "getPrototypeOf", "ownKeys", "getOwnPropertyDescriptor"].map((trap) => [trap, throwing]),
);
const revoked = (target: object): object => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};
const cyclic = new Error("cyclic");
cyclic.cause = cyclic;
const inOneself = new AggregateError([], "in itself");
inOneself.errors.push(inOneself);

const THROWN: readonly (readonly [what: string, thrown: unknown])[] = [
  ["an object without a prototype", Object.create(null)],
  ["undefined", undefined],
  ["null", null],
  ["a symbol", Symbol("why")],
  ["a function", throwing],
  ["a bigint", 1n],
  ["an error whose message can't be read", withGetter("message")],
  ["an error whose stack can't be read", withGetter("stack")],
  ["an error whose name can't be read", withGetter("name")],
  ["an error whose cause can't be read", withGetter("cause")],
  ["an error whose name is a symbol", Object.assign(new Error("told"), { name: Symbol("name") })],
  [
    "an error whose message is an object without a prototype",
    Object.assign(new Error("x"), { message: Object.create(null) }),
  ],
  ["an error without a stack", Object.defineProperty(new Error("told"), "stack", { value: undefined })],
  ["an error whose stack is a list", Object.defineProperty(new Error("told"), "stack", { value: [1, 2] })],
  [
    "an error that can't be converted to a text",
    Object.assign(new Error("told"), { toString: throwing, [Symbol.toPrimitive]: throwing }),
  ],
  ["an object that can't be converted", { toString: throwing }],
  ["an object whose tag can't be read", Object.defineProperty({}, Symbol.toStringTag, { get: throwing })],
  ["a proxy that refuses everything", new Proxy({}, hostile)],
  ["a proxy of an error that refuses everything", new Proxy(new Error("told"), hostile)],
  ["a revoked proxy", revoked({})],
  ["a revoked proxy of a function", revoked(() => 1)],
  ["an error that is its own cause", cyclic],
  ["an error that gathers itself", inOneself],
  ["a frozen error", Object.freeze(new Error("frozen"))],
  ["an error with a message of 20 million characters", new Error("x".repeat(20_000_000))],
];

test.each(THROWN)("a command that throws %s has failed, once, with that as the reason", async (_what, thrown) => {
  const outcome = await outcomeOf(() => {
    throw thrown;
  });
  expect(outcome.ends).toEqual(["failed"]);
  expect(outcome.status).toBe("FAILED");
  expect(Object.is(outcome.thrown, thrown)).toBe(true);
  const lines = outcome.trace as readonly unknown[];
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.every((line) => typeof line === "string" && line.endsWith("\n"))).toBe(true);
  expect(outcome.text).toContain("FAILED");
});

test.each(THROWN)("%s can be printed, and sent to another realm", (_what, thrown) => {
  expect(typeof formatError(thrown, "", { debug: false, sources: host.sources })).toBe("string");
  const portable = toPortable(thrown);
  expect(() => structuredClone(portable)).not.toThrow();
  expect(() => fromPortable(structuredClone(portable))).not.toThrow();
});

test.each(["throws", "gives something else"])(
  "an Error.prepareStackTrace that %s changes nothing of that",
  async (how) => {
    const before: unknown = Reflect.get(Error, "prepareStackTrace");
    const outcome = await outcomeOf(() => {
      Reflect.set(Error, "prepareStackTrace", how === "throws" ? throwing : () => [1]);
      throw new RangeError("the reason");
    }).finally(() => Reflect.set(Error, "prepareStackTrace", before));
    expect(outcome.ends).toEqual(["failed"]);
    expect(outcome.thrown).toBeInstanceOf(RangeError);
    expect((outcome.trace as string[]).at(-1)).toBe("RangeError: the reason\n");
  },
);

test("a logger that throws hides neither a result nor a reason", async () => {
  const logger = { debug: () => undefined, info: () => undefined, warn: throwing, error: throwing };
  const failed = await outcomeOf(() => {
    throw new RangeError("the reason");
  }, logger);
  expect([failed.status, String(failed.thrown), failed.ends]).toEqual(["FAILED", "RangeError: the reason", ["failed"]]);
});

const itself: Record<string, unknown> = {};
itself["self"] = itself;

test.each([
  ["an array 30,000 deep", nested(30_000)],
  ["an object that contains itself", itself],
  ["a list of four hundred million holes", sparse],
  ["a graph that has 2^26 parts when it is written out", shared(26)],
  ["an object whose entries can't be read", Object.defineProperty({}, "x", { get: throwing, enumerable: true })],
  ["a function", throwing],
  ["a bigint", 2n ** 100n],
])("a command whose result is %s has done its work", async (_what, result) => {
  const outcome = await outcomeOf(() => result);
  expect([outcome.status, outcome.ends]).toEqual(["COMPLETED", ["completed"]]);
  expect(outcome.result).toBe(result);
});

test("what of a result or an info dictionary isn't stored is told, with its place", async () => {
  const printed: string[] = [];
  const ex = new (createSacred(memoryHost(printed)).Experiment)("deep");
  ex.main(({ _run }: { _run: { info: Record<string, unknown> } }) => {
    _run.info["graph"] = { nodes: shared(26) };
    return { weights: nested(30_000) };
  });
  await ex.run();
  const text = printed.join("\n");
  expect(text).toContain("The result isn't stored whole: weights.0.0.0.0.0.0.0… is nested more than 900 levels deep");
  expect(text).toMatch(
    /The info dictionary isn't stored whole: graph\.nodes(\.\d)* stands for more than 10,000,000 values/,
  );
});
