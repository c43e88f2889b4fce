// The same in TypeScript: entries carry their types into every scope and every captured function.
//
//   npx tsx typed_svm.ts print_config with variant1 a=23     (or node typed_svm.ts from Node 22.18 on)
import { doc, experiment, ingredient } from "sacred-ts";

const dataset = ingredient("dataset").config({
  filename: "my_dataset.csv", // dataset filename
  normalize: true,
});

const loadData = dataset.capture(({ filename, normalize }, limit: number = Infinity) =>
  [3, 1, 2].slice(0, limit).map((x) => (normalize ? x / filename.length : x)),
);

const ex = experiment("svm", { ingredients: [dataset], doc: "This is my demo experiment" })
  .config({
    a: 10, // some integer
    kernel: "rbf" as "rbf" | "linear",
    foo: {
      get aSquared(): number {
        return this.a ** 2; // in nested getters, too, `this` is the whole configuration
      },
    },
    lr: doc(0.1, "learning rate"),
  })
  .config(({ a, dataset: { filename } }) => ({ c: a * 2, out: filename.replace(".csv", ".out") }));

ex.namedConfig("variant1", { a: 100, kernel: "linear" });

const fit = ex.capture(({ lr, kernel, _rnd }, xs: number[]) => ({ kernel, n: xs.length, noise: _rnd.random() * lr }));

ex.automain(function main({ a, c, out }) {
  const { kernel, n } = fit(loadData());
  console.log(`${kernel} ${n} ${a} ${c} ${out}`);
});
