// A small classifier with everything that sacred-ts offers: a computed configuration, a named config, captured functions,
// seeds, metrics. The data are three clouds of points; the model is a softmax regression.
//
//   node 07_magic.mjs with seed=42
//   node 07_magic.mjs with seed=42 quick
import { experiment, ingredient } from "sacred-ts";

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
  centers.flatMap(([x, y], label) =>
    Array.from({ length: points }, () => ({ x: [1, _rnd.gauss(x, spread), _rnd.gauss(y, spread)], label })),
  ),
);

const ex = experiment("magic", { ingredients: [clouds] }).config({
  epochs: 40,
  learning_rate: 0.5,
  get decay() {
    return this.learning_rate / this.epochs / 2;
  },
});

ex.namedConfig("quick", { epochs: 5 }, { doc: "A few epochs only." });

function softmax(scores) {
  const exponents = scores.map((score) => Math.exp(score - Math.max(...scores)));
  const sum = exponents.reduce((a, b) => a + b, 0);
  return exponents.map((e) => e / sum);
}

const predict = (weights, x) => softmax(weights.map((row) => row.reduce((sum, w, i) => sum + w * x[i], 0)));

const train = ex.capture({ name: "train" }, ({ epochs, learning_rate, decay, _rnd, _run }, data) => {
  const weights = Array.from({ length: 3 }, () => [0, 0, 0]);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = [...data];
    _rnd.shuffle(order);
    let loss = 0;
    for (const { x, label } of order) {
      const p = predict(weights, x);
      loss -= Math.log(p[label]) / data.length;
      weights.forEach((row, k) => {
        const slope = (learning_rate - decay * epoch) * ((k === label ? 1 : 0) - p[k]) * 0.1;
        x.forEach((xi, i) => (row[i] += slope * xi));
      });
    }
    _run.logScalar("training.loss", loss, epoch);
  }
  return weights;
});

ex.automain(function main() {
  const data = makeData();
  const weights = train(data);
  const right = data.filter(({ x, label }) => predict(weights, x).indexOf(Math.max(...predict(weights, x))) === label);
  const accuracy = right.length / data.length;
  console.log(`accuracy above 90 %: ${accuracy > 0.9}`);
  return accuracy;
});
