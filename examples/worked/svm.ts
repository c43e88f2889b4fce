// An experiment with everything: scopes of each kind, descriptions, an ingredient, files, a schema, named configs, captured
// functions, commands, hooks, options of its own.
//
//   npx tsx svm.ts print_config with variant1 a=23 foo.bar=baobab 'layers=[1, 2,]'
//   npx tsx svm.ts -F my_runs -c "first try" with seed=42
//   npx tsx svm.ts dataset.stats
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { doc, experiment } from "sacred-ts";
import { z } from "zod";
import { dataset, loadData } from "./dataset.ts";

export const ex = experiment("svm", { ingredients: [dataset], doc: "This is my demo experiment" })
  .config({
    a: 10, // some integer
    kernel: "rbf" as "rbf" | "linear",
    layers: [32, 64],
    // a dictionary
    foo: {
      get aSquared(): number {
        return this.a ** 2; // in a getter, nested or not, `this` is the whole configuration
      },
      get bar(): string {
        return `my_string${this.a}`;
      },
    },
    get e(): number | undefined {
      return this.a > 8 ? this.a / 2 : undefined; // undefined: the entry is absent
    },
    lr: doc(0.1, "learning rate"), // an explicit description survives bundlers
  })
  .config(({ a, dataset: { full }, layers }) => ({
    c: a * 2,
    a: -1, // foo.aSquared stays as it is: scopes run one after another
    depth: layers.length,
    out: full.replace(".npy", ".out"),
    ...(a > 8 && { big: true }),
  }))
  .scope((c) => {
    c.steps = 100; // comments are read here, too
    if (c.depth > 1) c.warmup = c.steps / 10;
  })
  .validate(z.looseObject({ lr: z.number().positive() }))
  .declare<{ tag?: string; message?: string }>();

ex.addConfig(new URL("conf.yaml", import.meta.url));
ex.namedConfig("variant1", {
  a: 100,
  kernel: "linear",
  get lr(): number {
    return this.a / 1000;
  },
});
ex.addNamedConfig("fast", new URL("fast.json", import.meta.url));

const fit = ex.capture(
  { name: "fit" },
  ({ lr, kernel, tag = "none", _rnd, _seed }, xs: number[], epochs: number = 2) => ({
    lr,
    kernel,
    tag,
    n: xs.length,
    noise: Array.from({ length: epochs }, () => _rnd.random()),
    seed: _seed,
  }),
);
const inFoo = ex.capture({ prefix: "foo", name: "in_foo" }, ({ aSquared, bar }) => `${aSquared}/${bar}`);

ex.command("scream", { doc: "scream, and shout" }, ({ a, message = "AAAA" }) => console.log(message, a));
ex.preRunHook({ name: "prepare" }, ({ _run }) => {
  _run.info["prepared"] = true;
});
ex.postRunHook({ name: "report" }, ({ _run, _log }) => _log.debug("done", _run.result));
ex.configHook((_config, commandName) => ({ started_by: commandName }));
ex.optionHook((options) => {
  options["--comment"] ??= "no comment";
});
ex.cliOption("-o, --own-flag MESSAGE", "My own flag", (message, run) => {
  run.info["some"] = message;
});

ex.automain(async function train({ a, c, out, _run }) {
  const data = loadData(); // filled in from the configuration
  const two = loadData.with({ normalize: false })(2); // explicit > configuration > default
  ex.logScalar("training.loss", 0.25, 3);
  const model = join(tmpdir(), `sacred-worked-${process.pid}.bin`);
  writeFileSync(model, "weights");
  await _run.addArtifact(model, { name: "model.bin" });
  console.log(JSON.stringify({ a, c, out, foo: inFoo(), data, two, fit: fit.with({ lr: 9 })(two, 1) }));
  return fit(data).lr + fit.with({ lr: 9 })(two, 1).lr;
});
