// Ingredients that use ingredients: configurations are composed, and each part sees those that it uses.
//
//   node modular.mjs print_config
//   node modular.mjs with data.paths.base=/tmp
import { experiment, ingredient } from "sacred-ts";

const paths = ingredient("data.paths").config({ base: "/home/sacred" });

const data = ingredient("data", { ingredients: [paths] }).config(({ paths: { base } }) => ({
  basepath: `${base}/data`,
  filename: "foo.csv",
}));

const loadData = data.capture({ name: "load_data" }, ({ basepath, filename }) => `${basepath}/${filename}`);

const model = ingredient("model", { ingredients: [data] })
  .config(({ data: { filename } }) => ({ name: `model-of-${filename}`, layers: 2 }))
  .config(({ layers }) => ({ units: layers * 10 }));

const describeModel = model.capture({ name: "describe_model" }, ({ name, units }) => `${name} with ${units} units`);

const ex = experiment("modular_example", { ingredients: [data, model] }).config({ epochs: 3 });

ex.automain(function main({ epochs }) {
  console.log(`file: ${loadData()}`);
  console.log(`model: ${describeModel()}`);
  console.log(`epochs: ${epochs}`);
});
