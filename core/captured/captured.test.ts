import jsTokens from "js-tokens";
import { expect, test } from "vitest";
import { sacredInMemory } from "../../tests/support/memory-host.ts";
import { parseParameters, readParameters } from "./parameters.ts";

const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

function experimentWith(config: object) {
  const sacred = sacredInMemory();
  const ex = new sacred.Experiment("test");
  ex.logger = QUIET;
  ex.config(config);
  return { ex, settings: sacred.settings };
}

const shapes = {
  method({ a, b = 2 }: { a: number; b?: number }) {
    return a + b;
  },
  async asynchronous({ a }: { a: number }) {
    return a;
  },
  *generator({ a }: { a: number }) {
    yield a;
  },
  ["computed" + "Name"]({ a: renamed, "b-c": d }: { a: number; "b-c": number }) {
    return renamed + d;
  },
};

// oxlint-disable typescript/no-explicit-any -- shapes of functions are what is tested
test.each([
  ["an arrow", ({ a, b }: any) => a + b, ["a", "b"], true],
  [
    "defaults, nested patterns and renames",
    ({ a = 1, foo: { bar = 2 }, c: d }: any, n = 3) => a + bar + d + n,
    ["a", "foo", "c"],
    true,
  ],
  [
    "defaults that hold brackets and functions",
    ({ l = [1, { x: "}" }], f = (x: any) => `${x}}` }: any) => [l, f],
    ["l", "f"],
    true,
  ],
  [
    "a default for the whole",
    function ({ a }: any = {}) {
      return a;
    },
    ["a"],
    true,
  ],
  [
    "plain defaults and renames",
    ({ a: x = "p, q", b: y = -1.5, c = null }: any, n: any) => [x, y, c, n],
    ["a", "b", "c"],
    true,
  ],
  ["no parameters", () => 1, [], true],
  ["a rest element", ({ a, ...rest }: any) => [a, rest], ["a"], false],
  ["the object whole", (c: any) => c, [], false],
  ["a method", shapes.method, ["a", "b"], true],
  ["an asynchronous method", shapes.asynchronous, ["a"], true],
  ["a generator", shapes.generator, ["a"], true],
  ["a computed name", shapes["computedName"] as (...args: any[]) => unknown, ["a", "b-c"], true],
  ["a bound function", shapes.method.bind(shapes), [], false],
  ["a native function", Math.max, [], false],
  ["a class", class {}, [], false],
])("parameters of %s", (_what, fn, names, known) => {
  const parameters = parseParameters(fn, jsTokens);
  expect(parameters).toMatchObject({ known, ...(known && { entries: names.map((name) => ({ name })) }) });
});

test.each([
  "({ a, b = 1, c: d }, x, y) => a",
  "async ({ a = `t`, }) => a",
  "function name({a,b}){}",
  "function* ({ _seed: s = null }) {}",
  "()=>1",
  "function(){}",
])("%s is read without tokens, and as tokens would be", (source) => {
  const plain = readParameters(source, () => {
    throw new Error("tokens were needed");
  });
  // A comment in front keeps the plain way from being taken.
  const { known, entries } = readParameters(`/**/${source}`, jsTokens);
  expect({ known: plain.known, entries: plain.entries }).toEqual({ known, entries });
});

test("explicit values beat the configuration, which beats defaults", async () => {
  const { ex } = experimentWith({ a: 1, b: 2 });
  const f = ex.capture(({ a, b = 20, c = 30 }: any, x: number) => [a, b, c, x]);
  ex.main(() => [f(5), f.with({ a: 10, c: 11 })(6)]);
  expect((await ex.run()).result).toEqual([
    [1, 2, 30, 5],
    [10, 2, 11, 6],
  ]);
});

test("unknown names in with() throw at once", () => {
  const { ex } = experimentWith({ a: 1 });
  const f = ex.capture({ name: "fit" }, ({ a }: any) => a);
  expect(() => f.with({ aa: 1 })).toThrow('fit takes no aa. Did you mean "a"?');
});

test("a missing value is an error at the call that names the nearest entry", async () => {
  const { ex } = experimentWith({ learning_rate: 1 });
  const f = ex.capture({ name: "fit" }, ({ learnig_rate }: any) => learnig_rate);
  ex.main(() => f());
  await expect(ex.run()).rejects.toThrow('fit is missing value(s): learnig_rate. Did you mean "learning_rate"?');
  await expect(ex.run()).rejects.toThrow(/\n {2}in fit of Experiment "test"/);
  ex.main({ name: "other" }, () => f.with({ learnig_rate: 3 })());
  expect((await ex.run()).result).toBe(3);
});

test("a prefix gives just that part, and none that leads nowhere", async () => {
  const { ex } = experimentWith({ a: 1, foo: { bar: { x: 2 } } });
  const inner = ex.capture({ prefix: "foo.bar" }, ({ x, _config }: any) => [x, _config]);
  const nowhere = ex.capture({ prefix: "no.where" }, ({ _config }: any) => _config);
  ex.main(() => [inner(), nowhere()]);
  expect((await ex.run()).result).toEqual([[2, { x: 2 }], {}]);
});

test("the configuration is frozen, deep down", async () => {
  const { ex } = experimentWith({ a: 1, l: [1], d: { x: { y: 1 } } });
  const attempts: ((c: any) => unknown)[] = [
    (c) => (c.a = 2),
    (c) => c.l.push(2),
    (c) => (c.d.x.y = 2),
    (c) => (c._config.a = 2),
    (c) => delete c._config.d,
  ];
  ex.main(({ a, l, d, _config }: any) => {
    for (const attempt of attempts.slice(1)) expect(() => attempt({ l, d, _config })).toThrow(TypeError);
    return a;
  });
  expect((await ex.run()).result).toBe(1);
});

test("readOnlyConfig = false gives each function a copy of its own", async () => {
  const { ex, settings } = experimentWith({ l: [1] });
  settings.config.readOnlyConfig = false;
  const other = ex.capture(({ l }: any) => l.length);
  ex.main(({ l }: any) => {
    l.push(2, 3);
    return [l.length, other()];
  });
  const run = await ex.run();
  expect(run.result).toEqual([3, 1]);
  expect(run.config["l"]).toEqual([1]);
});

test("a function that takes the object whole can list, spread and draw from it", async () => {
  const { ex } = experimentWith({ a: 1, b: 2 });
  const whole = ex.capture({ name: "whole" }, (c: any) => [Object.keys(c).sort(), { ...c }, c._seed === c._seed]);
  ex.main(() => whole());
  const run = await ex.run({ configUpdates: { seed: 3 } });
  expect(run.result).toEqual([["a", "b", "seed"], { a: 1, b: 2, seed: 3 }, true]);
});

test("_seed differs from call to call, and _rnd is made from it", async () => {
  const { ex } = experimentWith({});
  const draw = ex.capture(({ _seed, _rnd }: any) => [_seed, _rnd.random()]);
  ex.main(() => [draw(), draw()]);
  const once = await ex.run({ configUpdates: { seed: 9 } });
  const again = await ex.run({ configUpdates: { seed: 9 } });
  expect(again.result).toEqual(once.result);
  const [first, second]: unknown[] = Array.isArray(once.result) ? once.result : [];
  expect(first).not.toEqual(second);
});

test("explicit values leave _seed and _rnd as they are without them", async () => {
  for (const backend of ["python", "numpy", "numpy-legacy"] as const) {
    const { ex, settings } = experimentWith({ lr: 1 });
    settings.config.randomBackend = backend;
    const plain = ex.capture(({ lr, _rnd, _seed }) => [lr, _seed, _rnd.random === undefined, typeof _rnd]);
    const draws = ex.capture(({ lr, _rnd }) => [lr, backend === "numpy-legacy" ? _rnd.random_sample() : _rnd.random()]);
    ex.main(() => [plain.with({ lr: 9 })(), draws.with({ lr: 9 })(), draws.with({ lr: 9 })()]);
    const first = (await ex.run({ configUpdates: { seed: 1 } })).result;
    ex.main(() => [plain(), draws(), draws()]);
    const second = (await ex.run({ configUpdates: { seed: 1 } })).result;
    expect(JSON.stringify(first).replaceAll("[9,", "[1,")).toBe(JSON.stringify(second));
  }
});

test("randomBackend chooses what _rnd is", async () => {
  const { ex, settings } = experimentWith({});
  ex.main(({ _rnd }: any) => _rnd.constructor.name);
  const names: unknown[] = [];
  for (const backend of ["python", "numpy", "numpy-legacy"] as const) {
    settings.config.randomBackend = backend;
    names.push((await ex.run({ configUpdates: { seed: 1 } })).result);
  }
  expect(new Set(names).size).toBe(3);
});

test("the rules for keys follow the settings", async () => {
  const { ex, settings } = experimentWith({ "a b": 1, "x=y": 2, $z: 3 });
  ex.main(() => undefined);
  settings.config.enforceKeysNoEquals = false;
  settings.config.enforceKeysMongoCompatible = false;
  expect((await ex.resolveConfig()).config["x=y"]).toBe(2);
  settings.config.enforceValidPythonIdentifierKeys = true;
  await expect(ex.resolveConfig()).rejects.toThrow("no Python identifier");
});

test("outside of any run a captured function says what to do", () => {
  const { ex } = experimentWith({ a: 1 });
  const f = ex.capture({ name: "fit" }, ({ a }: any) => a);
  expect(() => f()).toThrow("only works during a run");
  expect(() => ex.info).toThrow("_run");
});

test("with all its values a function works outside of any run", () => {
  const { ex } = experimentWith({ a: 1 });
  const f = ex.capture({ name: "fit" }, ({ a, b = 2, _rnd }: any, x: number) => [a, b, _rnd.random(), x]);
  expect(f.with({ a: 5, _rnd: { random: () => 0.5 } })(7)).toEqual([5, 2, 0.5, 7]);
  expect(f.original({ a: 1, b: 3, _rnd: { random: () => 0.25 } }, 8)).toEqual([1, 3, 0.25, 8]);
  expect(() => f.with({ b: 1 })(7)).toThrow("only works during a run");
  const whole = ex.capture({ name: "whole" }, (c: any) => c.a);
  expect(() => whole.with({ a: 1 })()).toThrow("only works during a run");
});

test("what is given outside of a run can't be changed by the function, and undefined is not given", () => {
  const { ex } = experimentWith({});
  const f = ex.capture(function ({ a, b = 2 }: any) {
    return [a, b];
  });
  const held = f.with({ a: [1], b: undefined });
  expect([held(), held()]).toEqual([
    [[1], 2],
    [[1], 2],
  ]);
});

test("a captured method knows its object", async () => {
  const { ex } = experimentWith({ a: 2 });
  class Model {
    declare step: (x: number) => number;
    declare slowly: (x: number) => Promise<number>;
    declare fixed: (x: number) => number;
    readonly k: number;
    constructor(k: number) {
      this.k = k;
    }
  }
  const step = ex.capture(function step(this: Model, { a, _seed }: any, x: number) {
    return _seed > 0 ? this.k * a * x : 0;
  });
  Model.prototype.step = step;
  Model.prototype.fixed = step.with({ a: 100 });
  Model.prototype.slowly = ex.capture(async function (this: Model, { a }: any, x: number) {
    await Promise.resolve();
    return this.k * a * x;
  });
  const three = new Model(3);
  ex.main(async () => [three.step(5), await three.slowly(5), three.fixed(5), step.with({ a: 10 }).call(three, 5)]);
  expect((await ex.run()).result).toEqual([30, 30, 1500, 150]);
  // Where calls are logged, too.
  ex.logger = undefined;
  expect((await ex.run({ options: { loglevel: "DEBUG" } })).result).toEqual([30, 30, 1500, 150]);
  expect(step.with({ a: 1, _seed: 1 }).call(three, 1)).toBe(3);
});

test("the command and hooks get no object", async () => {
  const { ex } = experimentWith({});
  const seen: unknown[] = [];
  ex.preRunHook(function (this: unknown) {
    seen.push(this);
  });
  ex.main(function main(this: unknown) {
    seen.push(this);
  });
  await ex.run();
  expect(seen).toEqual([undefined, undefined]);
});

test("after a run its functions can still be called", async () => {
  const { ex } = experimentWith({ a: 4 });
  const f = ex.capture(({ a }: any) => a);
  ex.main(() => undefined);
  await ex.run();
  expect(f()).toBe(4);
});
