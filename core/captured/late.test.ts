import { expect, test } from "vitest";
import { sacredInMemory } from "../../tests/support/memory-host.ts";

// Functions that are captured when the run has begun, as by a module that its command imports.
// oxlint-disable typescript/no-explicit-any -- untyped configurations

const QUIET = { options: { loglevel: "CRITICAL" } };
const seeded = (seed: number, more: object = {}): object => ({ configUpdates: { seed, ...more }, ...QUIET });

function withParts() {
  const { Experiment, Ingredient, settings } = sacredInMemory();
  const inner = new Ingredient("part.inner").config({ w: 3 });
  const part = new Ingredient("part", { ingredients: [inner] }).config({ v: 2 });
  const other = new Ingredient("other").config({ u: 4 });
  inner.capture(({ _seed }: any) => _seed);
  part.capture(({ _seed }: any) => _seed);
  const ex = new Experiment("late", { ingredients: [part, other] }).config({ a: 1, foo: { b: 5 } });
  return { ex, part, inner, other, settings };
}

test("a function that is captured during a run has the run's configuration", async () => {
  const { ex, part } = withParts();
  ex.main(async () => {
    await Promise.resolve();
    const late = ex.capture(({ a, part: { v }, _run }: any, x: number) => [a, v, _run.status, x]);
    const ofPart = part.capture(({ v, inner: { w }, _config }: any) => [v, w, _config.v]);
    const inFoo = ex.capture({ prefix: "foo" }, ({ b }: any) => b);
    return [late(9), late.with({ a: 7 })(9), ofPart(), inFoo()];
  });
  const { result } = await ex.run({ configUpdates: { a: 10, part: { v: 20 } }, ...QUIET });
  expect(result).toEqual([[10, 20, "RUNNING", 9], [7, 20, "RUNNING", 9], [20, 3, 20], 5]);
});

test.each(["python", "numpy", "numpy-legacy"] as const)(
  "it has the seed that it would have had before the run, and changes nobody's (%s)",
  async (backend) => {
    const seedsOf = async (isLate: boolean): Promise<unknown> => {
      const { ex, part, inner, other, settings } = withParts();
      settings.config.randomBackend = backend;
      const early = [ex, part, inner, other].map((each) => each.capture(({ _seed }: any) => _seed));
      const define = () => [ex, part, ex, inner, other].map((each) => each.capture(({ _seed }: any) => _seed));
      const main = (late: readonly ((...args: any[]) => unknown)[]): unknown =>
        [...early, ...late, ...early].map((call) => call());
      let late: readonly ((...args: any[]) => unknown)[] = [];
      ex.main(() => main(isLate ? define() : late));
      if (!isLate) late = define();
      return (await ex.run(seeded(5))).result;
    };
    const late = await seedsOf(true);
    expect(late).toEqual(await seedsOf(false));
    expect(new Set(late as unknown[]).size).toBeGreaterThan(8);
  },
);

test("an update that only such a function takes is refused as long as nobody knows the function", async () => {
  const { ex } = withParts();
  ex.main(() => ex.capture(({ extra = 0 }: any) => extra)());
  await expect(ex.run(seeded(1, { extra: 3 }))).rejects.toThrow("no function captured so far takes any of that");
  expect((await ex.run({ configUpdates: { extra: 3 }, options: { loglevel: "CRITICAL", force: true } })).result).toBe(
    3,
  );
  expect((await ex.run(seeded(1, { extra: 4 }))).result).toBe(4);
});

test("a function of an ingredient that the run doesn't use says so", async () => {
  const { Ingredient, Experiment } = sacredInMemory();
  const stray = new Ingredient("stray").config({ a: 1 });
  const ex = new Experiment("late");
  ex.main(() => stray.capture({ name: "fit" }, ({ a }: any) => a)());
  await expect(ex.run(QUIET)).rejects.toThrow("The captured function fit only works during a run");
});
