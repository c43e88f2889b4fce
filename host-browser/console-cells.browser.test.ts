import { expect, test } from "vitest";
import { Experiment } from "./index.ts";

/** As a console or a notebook evaluates it: all code stands in <anonymous>. */
async function evaluate(code: string, ex: InstanceType<typeof Experiment>): Promise<void> {
  // oxlint-disable-next-line typescript/no-implied-eval -- that is what they do
  new Function("ex", code)(ex);
  await Promise.resolve();
}

test("cells without names: each adds its scopes, and the same ones again take their places", async () => {
  const ex = new Experiment("console", { interactive: true });
  ex.main(() => 1);
  const configOf = async (): Promise<unknown> => (await ex.resolveConfig({ configUpdates: { seed: 1 } })).config;
  await evaluate("ex.config({ a: 1 })", ex);
  await evaluate("ex.config({ b: 2 })", ex);
  await evaluate("ex.config(({ a }) => ({ c: 10 * a }))", ex);
  expect(await configOf()).toEqual({ a: 1, b: 2, c: 10, seed: 1 });
  await evaluate("ex.config({ a: 5 })", ex);
  await evaluate("ex.config(({ a }) => ({ c: 10 * a }))", ex);
  expect(ex.configurations).toHaveLength(3);
  expect(await configOf()).toEqual({ a: 5, b: 2, c: 50, seed: 1 });
});

test("cells that their source URL names: one that is run again loses what it had defined", async () => {
  const ex = new Experiment("notebook", { interactive: true });
  ex.main(() => 1);
  await evaluate("ex.config({ a: 1, gone: true });\nex.config({ b: 2 });\n//# sourceURL=cell-1.js?1", ex);
  await evaluate("ex.config(({ a }) => ({ c: 10 * a }));\n//# sourceURL=cell-2.js?2", ex);
  await evaluate("\n\nex.config({ a: 5 });\n//# sourceURL=cell-1.js?3", ex);
  expect((await ex.resolveConfig({ configUpdates: { seed: 1 } })).config).toEqual({ a: 5, c: 50, seed: 1 });
});
