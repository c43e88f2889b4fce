// Checked by the compiler, not run: the worked example of the documentation, with the types that users see.
import { doc, experiment, ingredient } from "../../host-node/index.ts";
import { same } from "./equal.ts";

const paths = ingredient("dataset.paths").config({ base: "/data" });
const dataset = ingredient("dataset", { ingredients: [paths] }).config({
  filename: "my_dataset.npy",
  normalize: true,
  get full() {
    return `${this.paths.base}/${this.filename}`;
  },
});
export const loadData = dataset.capture(({ full, normalize, _log }, limit: number = Infinity) => {
  same<typeof full, string>();
  _log.debug(`loading ${full}`);
  return [3, 1, 2].slice(0, limit).map((x) => (normalize ? x / 3 : x));
});
same<ReturnType<typeof loadData>, number[]>();
dataset.command("stats", { doc: "Print statistics of the dataset", unobserved: true }, ({ filename }) => {
  same<typeof filename, string>();
});

export const ex = experiment("svm", { ingredients: [dataset], doc: "This is my demo experiment" })
  .config({
    a: 10,
    kernel: "rbf" as "rbf" | "linear",
    layers: [32, 64],
    foo: {
      bar: "x",
      depth: 2,
      get aSquared() {
        return this.a ** 2;
      },
    },
    get e() {
      return this.a > 8 ? this.a / 2 : undefined;
    },
    lr: doc(0.1, "learning rate"),
  })
  .config(({ a, dataset: { full }, layers }) => ({
    c: a * 2,
    a: -1,
    depth: layers.length,
    out: full.replace(".npy", ".out"),
    ...(a > 8 && { big: true }),
  }))
  .scope((c) => {
    c.steps = 100;
  })
  .declare<{ tag?: string; message?: string }>();

ex.namedConfig("variant1", {
  a: 100,
  kernel: "linear",
  get lr() {
    return this.a / 1000;
  },
});
ex.namedConfig("more", () => ({ extra: 1 }));

const fit = ex.capture(({ lr, kernel, tag = "none", _rnd, _seed }, xs: number[], epochs: number = 2) => {
  same<typeof kernel, "rbf" | "linear">();
  same<typeof _seed, number>();
  return { lr, kernel, tag, n: xs.length, noise: Array.from({ length: epochs }, () => _rnd.random()) };
});
export const inFoo = ex.capture({ prefix: "foo" }, ({ bar, depth }) => `${bar}/${depth}`);
ex.command("scream", { doc: "scream, and shout" }, ({ a, message = "AAAA" }) => console.log(message, a));
ex.preRunHook(({ _run }) => {
  _run.info["prepared"] = true;
});
ex.configHook(() => ({ hook: true }));
ex.optionHook((options) => {
  options["loglevel"] ??= "INFO";
});

ex.main(({ a, c, out }) => {
  same<typeof a, number>();
  same<typeof c, number>();
  const two = loadData.with({ normalize: false })(2);
  return `${fit(two).lr + fit.with({ lr: 9 })(two, 1).lr} ${out}`;
});

export async function use(): Promise<void> {
  const run = await ex.run({
    configUpdates: { foo: { bar: "baobab" }, "dataset.filename": "b" },
    namedConfigs: ["variant1"],
  });
  same<typeof run.config.foo.bar, string>();
  const { config } = await ex.resolveConfig({ configUpdates: { a: 1, seed: 3n } });
  same<typeof config.dataset.filename, string>();
}
