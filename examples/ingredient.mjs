// An ingredient: a reusable part with a configuration, functions and commands of its own.
//
//   node ingredient.mjs with dataset.filename=other.csv
//   node ingredient.mjs dataset.stats
import { experiment, ingredient } from "sacred-ts";

const dataset = ingredient("dataset").config({
  filename: "my_dataset.csv",
  normalize: true,
});

const loadData = dataset.capture({ name: "load_data" }, ({ filename, normalize }) => {
  console.log(`loading dataset from '${filename}'`);
  const data = [1, 2, 3, 4];
  return normalize ? data.map((x) => x / Math.max(...data)) : data;
});

dataset.command("stats", { doc: "Print statistics of the dataset." }, ({ filename }) => {
  console.log(`Statistics for dataset "${filename}":`);
  console.log("mean = 42.23");
});

const ex = experiment("my_experiment", { ingredients: [dataset] }).config({ a: 12, b: 42 });

ex.automain(function run({ a, b, dataset: { filename } }) {
  const data = loadData();
  console.log(`a = ${a}, b = ${b}, ${data.length} numbers from ${filename}: ${data.join(" ")}`);
});
