// Checked by the compiler, not run: each of these mistakes is an error where it is made.
import { experiment, ingredient } from "../../host-node/index.ts";

const dataset = ingredient("dataset").config({ filename: "a.csv" });
const ex = experiment("svm", { ingredients: [dataset] }).config({
  a: 1,
  kernel: "rbf" as "rbf" | "linear",
  inner: { b: 2 },
});

// @ts-expect-error -- a misspelt entry in a captured function
ex.capture(({ kernl }) => kernl);

// @ts-expect-error -- a misspelt entry of a scope
ex.config(({ aa }) => ({ c: aa }));

ex.config({
  get c(): number {
    // @ts-expect-error -- a misspelt entry in a getter
    return this.aa;
  },
});

// @ts-expect-error -- an asynchronous scope
ex.config(async () => ({ c: 1 }));

// @ts-expect-error -- a forgotten return
ex.config(() => {});

// @ts-expect-error -- a method as an entry
ex.config({ method: () => 1 });

// @ts-expect-error -- a value over an ingredient
ex.config({ dataset: 5 });

// @ts-expect-error -- a special value as an entry
ex.config({ _seed: 5 });

// @ts-expect-error -- another type for an entry that is there
ex.config({ a: "text" });

// @ts-expect-error -- a value that the entry's type doesn't have
ex.namedConfig("wrong", { kernel: "quadratic" });

// @ts-expect-error -- a prefix that leads nowhere
ex.capture({ prefix: "nowhere" }, () => 1);

// @ts-expect-error -- a misspelt entry given explicitly
ex.capture(({ a }) => a).with({ b: 1 });

// @ts-expect-error -- an update of the wrong type
export const run = (): Promise<unknown> => ex.run({ configUpdates: { a: "text" } });

// What is right stays right.
ex.config({ list: [] as string[], nothing: null as string | null });
ex.namedConfig("adds", { more: 1 });
ex.capture({ prefix: "inner" }, ({ b }) => b + 1);
