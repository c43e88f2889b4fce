// A small classifier with everything that sacred-ts offers: a computed configuration, a named config, an ingredient, captured
// functions, seeds, metrics.
//
//   node 07_magic.mjs with seed=42
//   node 07_magic.mjs with seed=42 quick
import { experiment, ingredient } from "sacred-ts";
import { accuracy, makeClouds, trainEpoch } from "./softmax_regression.mjs";

const clouds = ingredient("clouds").config({
  points: 60, // in each cloud
  spread: 0.6, // standard deviation of a cloud
  centers: [
    [0, 0],
    [3, 0],
    [0, 3],
  ],
});

const makeData = clouds.capture({ name: "make_data" }, ({ points, spread, centers, _rnd }) =>
  makeClouds({ centers, points, spread }, _rnd),
);

const ex = experiment("magic", { ingredients: [clouds] }).config({
  epochs: 40,
  learning_rate: 0.5,
  get decay() {
    return this.learning_rate / this.epochs / 2;
  },
});

ex.namedConfig("quick", { epochs: 5 }, { doc: "A few epochs only." });

const train = ex.capture({ name: "train" }, ({ epochs, learning_rate, decay, _rnd, _run }, data) => {
  const weights = Array.from({ length: 3 }, () => [0, 0, 0]);
  for (let epoch = 0; epoch < epochs; epoch++) {
    _run.logScalar("training.loss", trainEpoch(weights, data, learning_rate - decay * epoch, _rnd), epoch);
  }
  return weights;
});

ex.automain(function main() {
  const data = makeData();
  const share = accuracy(train(data), data);
  console.log(`accuracy above 90 %: ${share > 0.9}`);
  return share;
});
