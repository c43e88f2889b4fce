import { expect, test } from "vitest";
import { sacredInMemory } from "../../tests/support/memory-host.ts";
import { configOf, resolveScopes } from "../../tests/support/resolve.ts";
import { doc } from "./doc.ts";

// Objects in scopes are untyped here: what is tested is what happens at run time.
interface Any {
  // oxlint-disable-next-line typescript/no-explicit-any -- the untyped mode
  [name: string]: any;
}
const scope = (entries: Any & ThisType<Any>): object => entries;

test("plain properties are entries", async () => {
  expect(await configOf([scope({ a: 1, b: "x", c: [1, { d: null }], e: { f: true } })])).toEqual({
    a: 1,
    b: "x",
    c: [1, { d: null }],
    e: { f: true },
  });
});

test("a getter sees the other entries, in whatever order they stand", async () => {
  const entries = scope({
    get last() {
      return this["middle"] + 1;
    },
    get middle() {
      return this["first"] + 1;
    },
    first: 1,
  });
  expect(await configOf([entries])).toEqual({ first: 1, middle: 2, last: 3 });
});

test("each getter runs exactly once", async () => {
  let calls = 0;
  const entries = scope({
    get a() {
      calls++;
      return 1;
    },
    get b() {
      return this["a"] + this["a"];
    },
  });
  expect(await configOf([entries])).toEqual({ a: 1, b: 2 });
  expect(calls).toBe(1);
});

test("a getter that is fixed runs once, too, and only feeds the marks", async () => {
  let calls = 0;
  const entries = scope({
    get a() {
      calls++;
      return 1;
    },
    get b() {
      return this["a"] * 10;
    },
  });
  const { config, modifications } = await resolveScopes([entries], { a: 5 });
  expect(config).toEqual({ a: 5, b: 50 });
  expect(calls).toBe(1);
  expect(modifications.modified).toContain("a");
});

test("in nested getters `this` is the whole configuration", async () => {
  const entries = scope({
    a: 3,
    foo: {
      get squared() {
        return (this as Any)["a"] ** 2;
      },
      deeper: {
        get again() {
          return (this as Any)["foo"].squared + 1;
        },
      },
    },
  });
  expect(await configOf([entries])).toEqual({ a: 3, foo: { squared: 9, deeper: { again: 10 } } });
});

test("an update of a nested entry feeds what is computed from it", async () => {
  const entries = scope({
    foo: { bar: 1, other: 2 },
    get sum() {
      return this["foo"].bar + this["foo"].other;
    },
  });
  expect(await configOf([entries], { "foo.bar": 10 })).toEqual({ foo: { bar: 10, other: 2 }, sum: 12 });
});

test("an update may add to a dictionary, and getters see it there", async () => {
  const entries = scope({
    foo: { bar: 1 },
    get keys() {
      return Object.keys(this["foo"]).join();
    },
  });
  const { config, modifications } = await resolveScopes([entries], { foo: { extra: 2 } });
  expect(config).toEqual({ foo: { bar: 1, extra: 2 }, keys: "bar,extra" });
  expect([...modifications.added]).toEqual(["foo.extra"]);
});

test("a change of a getter's type is marked", async () => {
  const entries = scope({
    get a() {
      return 1;
    },
    b: { c: true },
  });
  const { modifications } = await resolveScopes([entries], { a: "text", "b.c": [1] });
  expect(Object.fromEntries(modifications.typechanged)).toEqual({
    a: ["number", "string"],
    "b.c": ["boolean", "array"],
  });
});

test("from null there is no change of type", async () => {
  const { modifications } = await resolveScopes([scope({ a: null })], { a: 5 });
  expect(modifications.typechanged.size).toBe(0);
  expect(modifications.modified).toContain("a");
});

test("a scalar over a dictionary replaces it, and a dictionary over a scalar, too", async () => {
  const { config, modifications } = await resolveScopes([scope({ a: { b: 1 }, c: 2 })], { a: 5, c: { d: 1 } });
  expect(config).toEqual({ a: 5, c: { d: 1 } });
  expect([...modifications.typechanged.keys()].sort()).toEqual(["a", "c"]);
});

test("a computed dictionary merges with an update of one of its entries", async () => {
  const entries = scope({
    get foo() {
      return { bar: 1, other: 2 };
    },
    get bar() {
      return this["foo"].bar;
    },
  });
  expect(await configOf([entries], { "foo.bar": 7 })).toEqual({ foo: { bar: 7, other: 2 }, bar: 7 });
});

test("an update to the same value changes nothing", async () => {
  const { modifications } = await resolveScopes([scope({ a: 1, l: [1, { x: 1 }] })], { a: 1, l: [1, { x: 1 }] });
  expect([...modifications.modified]).toEqual(["seed"]);
});

test.each([
  [
    "a → a",
    {
      get a(): unknown {
        return (this as Any)["a"];
      },
    },
  ],
  [
    "a → b → a",
    {
      get a(): unknown {
        return (this as Any)["b"];
      },
      get b(): unknown {
        return (this as Any)["a"];
      },
    },
  ],
  [
    "n.x → y → n.x",
    {
      n: {
        get x(): unknown {
          return (this as Any)["y"];
        },
      },
      get y(): unknown {
        return (this as Any)["n"].x;
      },
    },
  ],
])("a circle is an error that shows it: %s", async (circle, entries) => {
  await expect(configOf([entries])).rejects.toThrow(`in a circle: ${circle}.`);
});

test("an update can cut a circle", async () => {
  const entries = scope({
    get a() {
      return this["b"];
    },
    get b() {
      return this["a"];
    },
  });
  expect(await configOf([entries], { a: 1 })).toEqual({ a: 1, b: 1 });
});

test("undefined means that an entry isn't set", async () => {
  const entries = scope({
    a: 1,
    get e() {
      return this["a"] > 8 ? 1 : undefined;
    },
    nested: { nothing: undefined },
  });
  expect(await configOf([entries])).toEqual({ a: 1, nested: {} });
  const { config, modifications } = await resolveScopes([entries], { e: 3 });
  expect(config).toMatchObject({ e: 3 });
  expect([...modifications.added]).toEqual(["e"]);
});

test("an entry that one scope leaves unset keeps what an earlier one gave", async () => {
  const later = scope({
    a: undefined,
    get seen() {
      return this["a"];
    },
  });
  expect(await configOf([{ a: 1 }, later])).toEqual({ a: 1, seen: 1 });
});

test("`in` asks whether an entry is there, and allows to read it", async () => {
  const entries = scope({
    get has() {
      return "nowhere" in this ? 1 : 0;
    },
    get value() {
      return "nowhere" in this ? this["nowhere"] : "none";
    },
    get own() {
      return "has" in this;
    },
  });
  expect(await configOf([entries])).toEqual({ has: 0, value: "none", own: true });
});

test("asking for an entry that isn't there suggests what may be meant", async () => {
  const entries = scope({
    learning_rate: 1,
    get x() {
      return this["lerning_rate"];
    },
  });
  await expect(configOf([entries])).rejects.toThrow('Did you mean "learning_rate"?');
});

test("Object.keys(this) lists everything and evaluates nothing", async () => {
  const entries = scope({
    get names() {
      return Object.keys(this)
        .filter((name) => name !== "seed")
        .sort()
        .join();
    },
    get boom() {
      return this["names"].length;
    },
  });
  expect(await configOf([{ earlier: 1 }, entries])).toEqual({ earlier: 1, names: "boom,earlier,names", boom: 18 });
});

test("a dictionary can be spread, with updates in place", async () => {
  const entries = scope({
    base: { a: 1, b: 2 },
    get copy() {
      return { ...this["base"], c: 3 };
    },
  });
  expect(await configOf([entries], { "base.a": 9 })).toMatchObject({ copy: { a: 9, b: 2, c: 3 } });
});

test("spreading `this` in a getter is a circle", async () => {
  const entries = scope({
    get copy() {
      return { ...this };
    },
  });
  await expect(configOf([entries])).rejects.toThrow("copy → copy");
});

test.each([
  ["assigning", (c: Any): unknown => (c["b"] = 2)],
  ["deleting", (c: Any): unknown => delete c["b"]],
  ["defining", (c: Any): unknown => Object.defineProperty(c, "z", { value: 1 })],
  ["assigning inside", (c: Any): unknown => (c["d"].x = 2)],
  ["changing a list", (c: Any): unknown => c["l"].push(1)],
])("a scope can't change what it reads: %s", async (_what, change) => {
  const entries = scope({
    b: 1,
    d: { x: 1 },
    l: [1],
    get a() {
      change(this);
      return 1;
    },
  });
  await expect(configOf([entries])).rejects.toThrow(/read-only|not extensible|could not be computed/);
});

test.each([
  ["a function", { f: { g: () => 1 } }, '"f.g"'],
  ["a method", { f() {} }, '"f"'],
  ["a symbol", { s: [Symbol("x")] }, '"s.0"'],
  [
    "a promise",
    {
      get p() {
        return Promise.resolve(1);
      },
    },
    '"p"',
  ],
  ["an expression", { r: /x/ }, '"r"'],
])("%s can't be an entry, and the message names its path", async (_what, entries, path) => {
  await expect(configOf([entries])).rejects.toThrow(path);
});

test("a symbol can't be a key", async () => {
  await expect(configOf([{ [Symbol("x")]: 1 }])).rejects.toThrow("the symbol Symbol(x)");
});

test("what JSON can't say becomes what one expects", async () => {
  const entries = {
    typed: new Float32Array([1, 2]),
    map: new Map([["a", 1]]),
    set: new Set([1, 2]),
    date: new Date(0),
    small: 5n,
    large: 12345678901234567890n,
  };
  expect(await configOf([entries])).toEqual({
    typed: [1, 2],
    map: { a: 1 },
    set: [1, 2],
    date: "1970-01-01T00:00:00.000Z",
    small: 5,
    large: "12345678901234567890",
  });
});

test.each([
  ["a.b", "MongoCompatible"],
  ["$a", "MongoCompatible"],
  ["a=b", "NoEquals"],
  ["py/object", "JsonpickleCompatible"],
  ["__proto__", "prototype"],
])("the key %j is refused at any depth", async (key, reason) => {
  const inner = Object.defineProperty({}, key, { value: 1, enumerable: true });
  await expect(configOf([{ list: [{ x: inner }] }])).rejects.toThrow(reason);
});

test("`constructor` and `prototype` are ordinary names", async () => {
  expect(await configOf([{ constructor: 1, prototype: { toString: 2 } }])).toEqual({
    constructor: 1,
    prototype: { toString: 2 },
  });
});

test("NaN, the infinities and -0 stay what they are", async () => {
  const { values } = await configOf([{ values: [Number.NaN, Infinity, -Infinity, -0, 3e9] }]);
  expect(values).toEqual([Number.NaN, Infinity, -Infinity, -0, 3e9]);
});

test("descriptions by doc() don't show in the values", async () => {
  const { config, modifications } = await resolveScopes([
    { lr: doc(0.1, "learning rate"), n: { m: doc([1], "inner") } },
  ]);
  expect(config).toEqual({ lr: 0.1, n: { m: [1] } });
  expect(modifications.docs.get("lr")).toBe("learning rate");
  expect(modifications.docs.get("n.m")).toBe("inner");
});

test("later scopes see earlier ones and may change them; nothing is evaluated again", async () => {
  const first = scope({
    a: 10,
    get double() {
      return this["a"] * 2;
    },
  });
  expect(await configOf([first, { a: -1 }])).toEqual({ a: -1, double: 20 });
});

test("dictionaries of several scopes merge, the later one winning", async () => {
  expect(await configOf([{ m: { x: 1, y: { z: 1 } } }, { m: { y: { w: 2 }, x: 5 } }])).toEqual({
    m: { x: 5, y: { z: 1, w: 2 } },
  });
});

test("a function scope destructures what is there, with defaults for what may be missing", async () => {
  const second = ({ a, missing = 7 }: Any): object => ({ b: a + missing });
  expect(await configOf([{ a: 1 }, second])).toEqual({ a: 1, b: 8 });
  await expect(configOf([{ a: 1 }, ({ aa }: Any): object => ({ b: aa })])).rejects.toThrow('Did you mean "a"?');
});

test.each([
  ["an asynchronous function", async (): Promise<object> => ({ a: 1 }), "async function"],
  [
    "a generator",
    function* (): Generator<object> {
      yield { a: 1 };
    },
    "generator",
  ],
  ["a function that returns nothing", (): void => undefined, "returned nothing"],
  ["a function that returns a list", (): object => [1], "an array"],
  ["a function that returns a promise", (): object => Promise.resolve({}), "synchronous"],
])("%s is no scope", async (_what, fn, message) => {
  await expect(configOf([fn]).catch((error: unknown) => Promise.reject(error))).rejects.toThrow(message);
});

test("a scope that throws keeps the cause", async () => {
  const cause = new RangeError("inner");
  const entries = scope({
    get a() {
      throw cause;
    },
  });
  await expect(configOf([entries])).rejects.toMatchObject({
    name: "ConfigScopeError",
    cause,
    conflictingConfigs: ["a"],
  });
});

test("a configuration of 10,000 entries with an update in it is whole", async () => {
  const entries: Record<string, number> = {};
  for (let i = 0; i < 10_000; i++) entries[`entry${i}`] = i;
  const config = await configOf([entries], { entry77: -1 });
  expect(Object.keys(config).length).toBe(10_000);
  expect(config["entry77"]).toBe(-1);
  expect(config["entry9999"]).toBe(9999);
});

test("what would silently be lost is refused: a setter alone, bytes, a buffer", async () => {
  const setter = {
    set a(_value: number) {
      throw new Error("never called");
    },
  };
  await expect(configOf([setter])).rejects.toThrow('Entry "a" is a setter');
  await expect(configOf([{ a: new ArrayBuffer(2) }])).rejects.toThrow("ArrayBuffer");
});

test("what is nested too deeply, or holds itself, is an error", async () => {
  let deep: object = {};
  for (let i = 0; i < 300; i++) deep = { deep };
  await expect(configOf([{ deep }])).rejects.toThrow("256 levels");
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;
  await expect(configOf([{ circle }])).rejects.toThrow("contains itself");
});

test("a named config that asks for a plain entry is told that named configs come first", async () => {
  const { Experiment } = sacredInMemory();
  const ex = new Experiment("test");
  ex.config({ lr: 1 });
  ex.namedConfig("fn", ({ lr }: Any) => ({ slow: lr / 10 }));
  ex.namedConfig("object", {
    get slow() {
      return (this as Any)["lr"] / 10;
    },
  });
  ex.namedScope("statements", (c: Any) => {
    c["slow"] = c["lr"] / 10;
  });
  ex.main(() => undefined);
  for (const name of ["fn", "object", "statements"]) {
    await expect(ex.resolveConfig({ namedConfigs: [name] })).rejects.toThrow(
      /asked for the entry "lr"[^]* Named configs come first/,
    );
  }
  await expect(configOf([({ lr }: Any): object => ({ slow: lr })])).rejects.not.toThrow("plain configuration");
});
