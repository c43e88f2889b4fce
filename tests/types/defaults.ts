// Checked by the compiler, not run: defaults that say nothing about what an update may give, `[]` and `null`.
import { experiment, ingredient } from "../../host-node/index.ts";
import { same } from "./equal.ts";

const part = ingredient("part").config({ list: [], nothing: null });
const ex = experiment("defaults", { ingredients: [part] }).config({
  empty: [],
  nothing: null,
  nested: { empty: [], nothing: null, lists: [[]], holes: [null] },
  maybe: null as string | null,
  sizes: [] as number[],
  pair: [1, 2] as [number, number],
});

export const run = (): Promise<unknown> =>
  ex.run({
    configUpdates: {
      empty: [1, "two"],
      nothing: "x",
      nested: { empty: [{ a: 1 }], nothing: { b: 2 }, lists: [[1]], holes: [3] },
      part: { list: [1], nothing: 3 },
      maybe: "text",
      sizes: [1, 2],
      pair: [3, 4],
    },
  });

const fit = ex.capture(({ empty, nothing, nested, part: { list }, maybe, sizes, pair }) => {
  same<typeof empty, readonly unknown[]>();
  same<typeof nothing, unknown>();
  same<typeof nested.lists, readonly (readonly unknown[])[]>();
  same<typeof nested.holes, readonly unknown[]>();
  same<typeof list, readonly unknown[]>();
  same<typeof maybe, string | null>();
  same<typeof sizes, readonly number[]>();
  same<typeof pair, readonly [number, number]>();
});
fit.with({ empty: [1], nothing: 5, nested: { empty: [2], nothing: "x", lists: [], holes: [] } });
export const list = part.capture(({ list: own }) => own.length).with({ list: ["a"] });

// Later scopes and named configs say what is there.
const later = ex.config({ empty: [1], nothing: "x", nested: { nothing: 3 } });
later.capture(({ empty, nothing, nested }) => {
  same<typeof empty, readonly number[]>();
  same<typeof nothing, string>();
  same<typeof nested.nothing, number>();
  same<typeof nested.empty, readonly unknown[]>();
});
ex.config(({ nothing }) => ({ empty: ["a"], nothing: nothing ?? 4, maybe: "text", sizes: [] }));
ex.namedConfig("filled", { empty: [1], nothing: "x", nested: { empty: [2] }, maybe: null });
ex.namedConfig("computed", ({ sizes }) => ({ empty: sizes, nothing: sizes.length }));
ex.namedConfig("read", {
  get nothing() {
    return this.empty.length + this.sizes.length;
  },
});
part.namedConfig("filled", { list: ["a"], nothing: "b" });
