// A support vector machine for two half moons. `node svm.js with c=10 kernel=linear` trains it, and so does a worker of page.js.
import { experiment } from "sacred-ts";

export const ex = experiment("svm").config({
  c: 1, // the price of a point on the wrong side
  kernel: "rbf", // or "linear"
  gamma: 2, // of rbf: how fast likeness fades with the distance
  points: 500,
  noise: 0.3,
  epochs: 100,
});

const KERNELS = {
  linear: ([a, b], [x, y]) => a * x + b * y,
  rbf: ([a, b], [x, y], gamma) => Math.exp(-gamma * ((a - x) ** 2 + (b - y) ** 2)),
};

const halfMoons = ex.capture(({ points, noise, _rnd }) =>
  Array.from({ length: points }, (_, index) => {
    const label = index % 2 === 0 ? 1 : -1;
    const angle = Math.PI * _rnd.random();
    const at = [Math.cos(angle) * label + (1 - label) / 2, Math.sin(angle) * label + (1 - label) / 4];
    return { at: at.map((x) => x + _rnd.gauss(0, noise)), label };
  }),
);

ex.automain(function train({ c, kernel, gamma, epochs, _run }) {
  const likeness = KERNELS[kernel];
  if (likeness === undefined) throw new RangeError(`There is no kernel "${kernel}"; there are rbf and linear.`);
  const [known, unknown] = [halfMoons(), halfMoons()];
  // The constant 1 takes the place of a bias.
  const compare = (moons) => moons.map(({ at }) => known.map((other) => likeness(at, other.at, gamma) + 1));
  const [withKnown, withUnknown] = [compare(known), compare(unknown)];
  const weights = known.map(() => 0);
  const score = (row) => row.reduce((sum, like, i) => sum + like * weights[i] * known[i].label, 0);

  let accuracy = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    // Dual coordinate descent: each weight in turn goes where its own point wants it, between 0 and c.
    known.forEach(({ label }, i) => {
      const wanted = weights[i] + (1 - label * score(withKnown[i])) / withKnown[i][i];
      weights[i] = Math.min(c, Math.max(0, wanted));
    });
    const losses = known.map(({ label }, i) => Math.max(0, 1 - label * score(withKnown[i])));
    accuracy = unknown.filter(({ label }, i) => label * score(withUnknown[i]) > 0).length / unknown.length;
    _run.logScalar("training.loss", losses.reduce((a, b) => a + b) / losses.length, epoch);
    _run.logScalar("accuracy", accuracy, epoch);
    if (epoch % 10 === 0) console.log(`epoch ${epoch}: ${(accuracy * 100).toFixed(1)} % of unknown points are right`);
  }
  return { accuracy, supportVectors: weights.filter((weight) => weight > 1e-6).length };
});
