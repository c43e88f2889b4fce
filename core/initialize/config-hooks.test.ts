import { expect, test } from "vitest";
import { sacredInMemory } from "../../tests/support/memory-host.ts";
import { ConfigKeyError, ConfigValueError } from "../errors/index.ts";

function resolveWith(hook: () => unknown): Promise<{ config: object }> {
  const { Experiment } = sacredInMemory();
  const ex = new Experiment("test");
  ex.config({ a: 1, inner: { b: 2 } });
  ex.configHook(hook as () => object);
  ex.main((c: object) => c);
  return ex.resolveConfig({ configUpdates: { seed: 1 } });
}

test("what a hook returns is checked like all keys, and the error names hook and keys", async () => {
  const hook = function addThreads(): object {
    return { "a.b": 1, $x: 2, inner: { "c=d": 1, list: [{ "py/object": "os.system" }, { "": 0 }] } };
  };
  await expect(resolveWith(hook)).rejects.toThrow(ConfigKeyError);
  await expect(resolveWith(hook)).rejects.toMatchObject({
    conflictingConfigs: ["a.b", "$x", "inner.c=d", "inner.list.0.py/object", "inner.list.1."],
    message: expect.stringMatching(/Invalid key "\$x": [^]*in what config hook addThreads returned$/),
  });
});

test.each([
  [() => JSON.parse('{ "__proto__": { "polluted": 1 } }'), "__proto__"],
  [() => JSON.parse('{ "inner": { "__proto__": { "polluted": 1 } } }'), "inner.__proto__"],
  [() => ({ "$a.b": 1 }), "$a.b"],
  [() => ({ "a.b=c": 1 }), "a.b=c"],
])("%s is refused", async (hook, path) => {
  await expect(resolveWith(hook)).rejects.toMatchObject({ conflictingConfigs: [path] });
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

test("a dot alone makes no key of a hook's wrong, as in Sacred", async () => {
  const { config } = await resolveWith(() => ({ "inner.b": 3 }));
  expect(config).toEqual({ a: 1, inner: { b: 2 }, "inner.b": 3, seed: 1 });
});

test("values that no configuration holds are refused together, and name the hook", async () => {
  const hook = (): object => ({ f: () => 1, inner: { s: Symbol("s") } });
  await expect(resolveWith(hook)).rejects.toMatchObject({ conflictingConfigs: ["f", "inner.s"] });
  await expect(resolveWith(hook)).rejects.toThrow(/config hook hook returned/);
  await expect(resolveWith(() => Promise.resolve({ a: 1 }))).rejects.toThrow(ConfigValueError);
  await expect(resolveWith(() => [1])).rejects.toThrow("It is no dictionary, but an array");
});
