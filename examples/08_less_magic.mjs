// The same classifier with less magic: a plain dictionary as configuration, its entries taken from `_config`, one function, and
// runs that the program starts itself.
//
//   node 08_less_magic.mjs
import { Experiment } from "sacred-ts";
import { accuracy, makeClouds, trainEpoch } from "./softmax_regression.mjs";

const ex = new Experiment("less_magic");

ex.addConfig({
  clouds: {
    points: 60,
    spread: 0.6,
    centers: [
      [0, 0],
      [3, 0],
      [0, 3],
    ],
  },
  epochs: 40,
  learning_rate: 0.5,
});

ex.main(function run({ _config, _rnd, _run }) {
  const data = makeClouds(_config.clouds, _rnd);
  const weights = _config.clouds.centers.map(() => [0, 0, 0]);
  for (let epoch = 0; epoch < _config.epochs; epoch++) {
    _run.logScalar("training.loss", trainEpoch(weights, data, _config.learning_rate, _rnd), epoch);
  }
  return accuracy(weights, data);
});

for (const spread of [0.6, 3]) {
  const run = await ex.run({ configUpdates: { clouds: { spread }, seed: 42 }, options: { loglevel: "ERROR" } });
  console.log(`${run.status} with a spread of ${spread}: ${run.result > 0.9 ? "separated" : "mixed up"}`);
}
