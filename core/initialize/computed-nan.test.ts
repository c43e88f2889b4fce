import { expect, test } from "vitest";
import { sacredInMemory } from "../../tests/support/memory-host.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- drafts and `this` are untyped here
type Any = any;

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

async function warningsOf(define: (ex: Any, Ingredient: Any) => void, request: object = {}): Promise<string[]> {
  const { Experiment, Ingredient } = sacredInMemory();
  const ex: Any = new Experiment("test");
  ex.logger = silent;
  define(ex, Ingredient);
  ex.main((c: object) => c);
  return (await ex.resolveConfig(request)).warnings;
}

test("a NaN that a getter has computed is warned about, also inside of what it gives", async () => {
  const warnings = await warningsOf((ex) =>
    ex.config({
      size: 0,
      get ratio() {
        return (this as Any).size / 0;
      },
      inner: {
        get list() {
          return [1, { x: Number("much") }];
        },
      },
    }),
  );
  expect(warnings).toEqual([
    'The entry "ratio" is NaN by its getter.',
    'The entry "inner.list.1.x" is NaN by its getter.',
  ]);
});

test("so is one of what a function returns, of a named config, and of an ingredient", async () => {
  const computed = (): object => ({
    get n() {
      return 0 / 0;
    },
  });
  const warnings = await warningsOf(
    (ex, Ingredient) => {
      ex.config({ a: 0 });
      ex.config(({ a }: Any) => ({
        get b() {
          return a / 0;
        },
      }));
      ex.namedConfig("named", computed());
      const part = new Ingredient("part");
      part.config(computed());
      ex.ingredients.push(part);
    },
    { namedConfigs: ["named"] },
  );
  expect(warnings.flatMap((text) => /"(.*)" is NaN/.exec(text)?.[1] ?? []).sort()).toEqual(["b", "n", "part.n"]);
});

test("a NaN that somebody has written is meant: in an object, a function, an update, a dictionary", async () => {
  const warnings = await warningsOf(
    (ex) => {
      ex.config({ a: NaN, b: { c: [NaN] }, u: 1 });
      ex.config(() => ({ d: NaN }));
      ex.config(({ a }: Any) => ({ same: a }));
      ex.scope((c: Any) => {
        c.e = NaN;
      });
      ex.scope((c: Any) => {
        c.f = c.a;
      });
      ex.addConfig({ g: NaN });
    },
    { configUpdates: { u: NaN } },
  );
  expect(warnings).toEqual([]);
});

test("a NaN of a getter whose entry is fixed isn't warned about", async () => {
  const define = (ex: Any): void =>
    ex.config({
      get fixed() {
        return 0 / 0;
      },
    });
  expect(await warningsOf(define, { configUpdates: { fixed: 2 } })).toEqual([]);
  expect(await warningsOf(define, { configUpdates: { fixed: NaN } })).toEqual([]);
});
