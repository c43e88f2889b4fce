// The same kind of experiment with less magic: a plain dictionary as configuration, `_config` instead of injected entries,
// and an explicit run() instead of automain.
import { experiment } from "sacred-ts";

const ex = experiment("less_magic", { interactive: true });
ex.addConfig({ slope: 2, noise: 0.1, points: 100 });

ex.main(function main({ _config, _rnd, _run }) {
  const { slope, noise, points } = _config;
  const xs = Array.from({ length: points }, (_, i) => i / points);
  const ys = xs.map((x) => slope * x + noise * (_rnd.random() - 0.5));
  const estimate = xs.reduce((sum, x, i) => sum + x * ys[i], 0) / xs.reduce((sum, x) => sum + x * x, 0);
  _run.info.estimate = estimate;
  return Math.round(estimate * 10) / 10;
});

const run = await ex.run({ configUpdates: { slope: 3, seed: 1 }, options: { loglevel: "ERROR" } });
console.log(`${run.status}: slope ${run.result}`);
