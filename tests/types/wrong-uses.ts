// Checked by the compiler, not run: each of these mistakes is an error where it is made, and what compilers say about it has
// the words behind the arrow (messages.node.test.ts).
import { experiment, ingredient, RunObserver } from "../../host-node/index.ts";

const dataset = ingredient("dataset").config({ filename: "a.csv" });
const ex = experiment("svm", { ingredients: [dataset] }).config({
  a: 1,
  kernel: "rbf" as "rbf" | "linear",
  inner: { b: 2 },
  layers: [1, 2],
});

// @ts-expect-error -- a misspelt entry in a captured function → Property 'kernl' does not exist
ex.capture(({ kernl }) => kernl);
// @ts-expect-error -- a misspelt entry of a scope → Property 'aa' does not exist
ex.config(({ aa }) => ({ c: aa }));
ex.config({
  get c(): number {
    // @ts-expect-error -- a misspelt entry in a getter → Property 'aa' does not exist
    return this.aa;
  },
});
// @ts-expect-error -- an asynchronous scope → Promise<{ c: number; }>
ex.config(async () => ({ c: 1 }));
// @ts-expect-error -- a forgotten return → void
ex.config(() => {});
// @ts-expect-error -- a function as an entry → Type '() => number' is not assignable to type 'Entry'
ex.config({ method: () => 1 });
ex.config({
  // @ts-expect-error -- a method as an entry → Type '() => number' is not assignable to type 'Entry'
  method() {
    return 1;
  },
});
// @ts-expect-error -- a promise as an entry → Type 'Promise<number>' is not assignable to type 'Entry'
ex.config({ later: Promise.resolve(1) });
// @ts-expect-error -- a value over an ingredient → is not assignable to type '"an ingredient, whose entries its own scopes set"'
ex.config({ dataset: 5 });
// @ts-expect-error -- a special value as an entry → "the name of a special value, which can't be set"
ex.config({ _seed: 5 });
// @ts-expect-error -- another type for an entry that is there → Type 'string' is not assignable to type 'number'
ex.config({ a: "text" });
// @ts-expect-error -- the same from a function → Type 'string' is not assignable to type 'number'
ex.config(({ kernel }) => ({ a: kernel }));
// @ts-expect-error -- the same in a dictionary → Type 'string' is not assignable to type 'number'
ex.config({ inner: { b: "text" } });
// @ts-expect-error -- a value that the entry's type doesn't have → Type '"quadratic"' is not assignable to type '"
ex.namedConfig("wrong", { kernel: "quadratic" });
// @ts-expect-error -- a prefix that leads nowhere → Type '"nowhere"' is not assignable to type '"
ex.capture({ prefix: "nowhere" }, () => 1);
// @ts-expect-error -- a misspelt entry given explicitly → 'b' does not exist in type
ex.capture(({ a }) => a).with({ b: 1 });
// @ts-expect-error -- another type given explicitly → Type 'string' is not assignable to type 'number'
ex.capture(({ a }) => a).with({ a: "text" });
// @ts-expect-error -- the configuration passed by hand → Expected 1 arguments, but got 2
ex.capture(({ a }, x: number) => a + x)({ a: 1 }, 3);
// @ts-expect-error -- a change of the configuration → Property 'push' does not exist on type 'readonly number[]'
ex.capture(({ layers }) => layers.push(3));
// @ts-expect-error -- an update of the wrong type → Type 'string' is not assignable to type 'number'
export const wrong = (): Promise<unknown> => ex.run({ configUpdates: { a: "text" } });
// @ts-expect-error -- a misspelt update → 'kernl' does not exist in type
export const misspelt = (): Promise<unknown> => ex.run({ configUpdates: { kernl: "rbf" } });
// @ts-expect-error -- a misspelt option → 'observer' does not exist in type
experiment("x", { observer: [] });
// @ts-expect-error -- the class instead of an observer → Type 'typeof RunObserver' is missing the following properties from type 'RunObserver'
ex.observers.push(RunObserver);
// @ts-expect-error -- a result that isn't there → Property 'a' does not exist on type 'Promise<
export const early = ex.run().a;

// What is right stays right.
ex.config({ list: [] as string[], nothing: null as string | null });
ex.namedConfig("adds", { more: 1 });
ex.capture({ prefix: "inner" }, ({ b }) => b + 1);
