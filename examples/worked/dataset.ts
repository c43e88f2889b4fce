// An ingredient, and another one nested in it.
import { ingredient } from "sacred-ts";

export const paths = ingredient("dataset.paths").config({ base: "/data" }); // nested in `dataset`, seen there as `paths`

export const dataset = ingredient("dataset", { ingredients: [paths] }).config({
  filename: "my_dataset.npy", // dataset filename
  normalize: true,
  get full(): string {
    return `${this.paths.base}/${this.filename}`;
  },
});

export const loadData = dataset.capture(
  { name: "load_data" },
  ({ full, normalize, _log }, limit: number = Infinity) => {
    _log.debug(`loading ${full}`);
    return [3, 1, 2].slice(0, limit).map((x) => (normalize ? x / 3 : x));
  },
);

dataset.command("stats", { doc: "Print statistics of the dataset", unobserved: true }, ({ filename }) => {
  console.log(`stats of ${filename}`);
});
