import { expect, test } from "vitest";
import { resolveScopes } from "../../tests/support/resolve.ts";
import { sacredInMemory } from "../../tests/support/memory-host.ts";
import { ConfigError, ConfigScopeError } from "../errors/index.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- drafts and `this` are untyped here
type Any = any;

async function refusalOf(resolved: Promise<unknown>): Promise<ConfigError> {
  const error: unknown = await resolved.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ConfigError) return error;
  throw new Error(`No mistake was found, but ${String(error)}.`);
}

const failing = new RangeError("no more");

function mistaken(): object {
  return {
    good: 1,
    f: () => 1,
    inner: { list: [1, Symbol("s")], e: new Error("no value") },
    get computed() {
      throw failing;
    },
    get user() {
      return (this as Any).computed + 1;
    },
    [Symbol("key")]: 1,
  };
}

test("all that is wrong with a scope is told at once, each with its path", async () => {
  for (const scope of [mistaken(), () => mistaken()]) {
    const error = await refusalOf(resolveScopes([scope]));
    expect([...error.conflictingConfigs].sort()).toEqual(["computed", "f", "inner.e", "inner.list.1"]);
    expect(error.message.match(/RangeError: no more/g)).toHaveLength(1);
    expect(error.message).toContain("Symbol(key)");
    expect(error.cause).toBe(failing);
  }
});

test("all that is wrong with the assignments of a statement scope is told at once", async () => {
  const { Experiment } = sacredInMemory();
  const ex = new Experiment("test");
  ex.scope((c: Any) => {
    c.f = () => 1;
    c.inner = { s: Symbol("s") };
  });
  ex.main(() => undefined);
  const error = await refusalOf(ex.resolveConfig({}));
  expect([...error.conflictingConfigs].sort()).toEqual(["f", "inner.s"]);
});

test("all that is wrong with dictionaries and updates is told at once", async () => {
  const { Experiment } = sacredInMemory();
  const wrong = { f: () => 1, inner: { s: Symbol("s"), p: Promise.resolve() } };
  const ex = new Experiment("test");
  ex.main(() => undefined);
  const updating = await refusalOf(ex.resolveConfig({ configUpdates: wrong }));
  expect(updating.conflictingConfigs).toEqual(["f", "inner.s", "inner.p"]);
  expect(() => ex.addConfig(wrong)).toThrow(/"f" of the configuration holds the function f[^]*"inner\.s"/);
});

test("a single mistake is itself", async () => {
  const own = new ConfigScopeError("mine");
  const scope = {
    get a() {
      throw own;
    },
  };
  await expect(resolveScopes([scope])).rejects.toBe(own);
});

test("a value that contains itself is the only mistake that is told", async () => {
  const circle: Any = { f: () => 1 };
  circle.inner = { a: circle, b: circle };
  await expect(resolveScopes([circle])).rejects.toThrow("contains itself");
  await expect(resolveScopes([() => ({ circle: [circle] })])).rejects.toThrow("contains itself");
});

test("a getter that fails is run once", async () => {
  let calls = 0;
  const scope = {
    get a() {
      calls++;
      throw failing;
    },
    get b() {
      return (this as Any).a;
    },
    get c() {
      return (this as Any).a;
    },
  };
  expect((await refusalOf(resolveScopes([scope]))).conflictingConfigs).toEqual(["a"]);
  expect(calls).toBe(1);
});
