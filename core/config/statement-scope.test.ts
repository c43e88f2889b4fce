import { expect, test } from "vitest";
import { sacredInMemory } from "../../tests/support/memory-host.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- drafts are untyped
type Draft = any;

async function resolve(statements: readonly ((c: Draft) => void)[], configUpdates: object = {}) {
  const { Experiment } = sacredInMemory();
  const ex = new Experiment("test");
  for (const scope of statements) ex.scope(scope);
  ex.main((c: object) => c);
  ex.logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const { config, modifications } = await ex.resolveConfig({ configUpdates: { seed: 1, ...configUpdates } });
  const { seed: _seed, ...rest } = config;
  return { config: rest, modifications };
}

test("assignments define entries, one after another", async () => {
  const { config } = await resolve([
    (c) => {
      c.a = 1;
      c.b = c.a + 1;
      if (c.b > 1) c.big = true;
      else c.small = true;
    },
  ]);
  expect(config).toEqual({ a: 1, b: 2, big: true });
});

test("a fixed entry keeps its value, and what follows sees that", async () => {
  const { config, modifications } = await resolve(
    [
      (c) => {
        c.a = 1;
        c.a = 2;
        c.b = c.a * 10;
      },
    ],
    { a: 7 },
  );
  expect(config).toEqual({ a: 7, b: 70 });
  expect(modifications.modified).toContain("a");
});

test("dictionaries merge key by key, and stay merged when they are assigned again", async () => {
  const { config } = await resolve(
    [
      (c) => {
        c.foo = { x: 1 };
        c.foo = { y: 2 };
      },
    ],
    { foo: { a: 5 } },
  );
  expect(config).toEqual({ foo: { x: 1, y: 2, a: 5 } });
});

test("an assignment inside of a fixed dictionary keeps what is fixed there", async () => {
  const { config } = await resolve(
    [
      (c) => {
        c.model = { x: {} };
        c.model.x.y = {};
        c.model.x.y.z = 1;
        c.model.x.w = 2;
      },
    ],
    { "model.x.y.z": "u" },
  );
  expect(config).toEqual({ model: { x: { y: { z: "u" }, w: 2 } } });
});

test("a fixed list ignores changes and gives nothing away", async () => {
  const { config } = await resolve(
    [
      (c) => {
        c.layers = [1, 2, 3];
        c.layers.push(4);
        c.layers.reverse();
        c.layers[0] = 9;
        c.first = c.layers[0];
      },
    ],
    { layers: [7, 8] },
  );
  expect(config).toEqual({ layers: [7, 8], first: 7 });
  for (const method of ["pop", "shift", "splice"]) {
    const taking = (c: Draft): void => {
      c.layers = [1];
      c.layers[method](0);
    };
    await expect(resolve([taking], { layers: [1] })).rejects.toThrow(`${method}()`);
  }
});

test("a free list is an ordinary list", async () => {
  const { config } = await resolve([
    (c) => {
      c.layers = [1, 2];
      c.layers.push(3);
      c.last = c.layers.pop();
    },
  ]);
  expect(config).toEqual({ layers: [1, 2], last: 3 });
});

test("delete works on free entries, and does nothing to fixed ones", async () => {
  const { config } = await resolve(
    [
      (c) => {
        c.a = 1;
        c.b = 2;
        delete c.a;
        delete c.b;
      },
    ],
    { b: 5 },
  );
  expect(config).toEqual({ b: 5 });
});

test("an earlier entry that is changed in place is changed", async () => {
  const { config } = await resolve([(c) => void (c.layers = [1]), (c) => void c.layers.push(2)]);
  expect(config).toEqual({ layers: [1, 2] });
});

test("an ingredient can be read, and what is written into it stays in the scope", async () => {
  const { Experiment, Ingredient } = sacredInMemory();
  const dataset = new Ingredient("dataset");
  dataset.config({ depth: 3 });
  const ex = new Experiment("test", { ingredients: [dataset] });
  ex.scope((c) => {
    c.dataset.depth = 99;
    c.dataset.mine = 5;
    c.lr = c.dataset.depth + c.dataset.mine;
  });
  ex.main(() => undefined);
  const { config } = await ex.resolveConfig({ configUpdates: { seed: 1 } });
  expect(config).toEqual({ dataset: { depth: 3 }, lr: 8, seed: 1 });
});

test("a misspelt entry is an error with a suggestion, and so is one of an ingredient", async () => {
  const misspelt = (c: Draft): void => {
    c.learning_rate = 1;
    c.x = c.learning_rat;
  };
  await expect(resolve([misspelt])).rejects.toThrow('Did you mean "learning_rate"?');
});

test("functions, getters and returned values have no place in statements", async () => {
  await expect(resolve([(c) => void (c.f = () => 1)])).rejects.toThrow('"f"');
  await expect(resolve([(c) => void Object.defineProperty(c, "g", { get: () => 1 })])).rejects.toThrow("getter");
  await expect(resolve([() => ({ a: 1 })])).rejects.toThrow("use .config");
  await expect(resolve([(c) => void (c.__proto__ = { a: 1 })])).rejects.toThrow("__proto__");
});
