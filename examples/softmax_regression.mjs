// The model of 07_magic and 08_less_magic: a softmax regression on clouds of points in the plane. Nothing in it knows of
// experiments; what is random is drawn from a generator that it is given.

/** Points around each center, labelled by it; each with a leading 1 for the bias. */
export function makeClouds({ centers, points, spread }, random) {
  return centers.flatMap(([x, y], label) =>
    Array.from({ length: points }, () => ({ x: [1, random.gauss(x, spread), random.gauss(y, spread)], label })),
  );
}

function softmax(scores) {
  const exponents = scores.map((score) => Math.exp(score - Math.max(...scores)));
  const sum = exponents.reduce((a, b) => a + b, 0);
  return exponents.map((e) => e / sum);
}

/** The probabilities of the labels. */
export function predict(weights, x) {
  return softmax(weights.map((row) => row.reduce((sum, w, i) => sum + w * x[i], 0)));
}

/** Goes through the data once in random order, changing the weights. Returns the mean loss. */
export function trainEpoch(weights, data, learningRate, random) {
  const order = [...data];
  random.shuffle(order);
  let loss = 0;
  for (const { x, label } of order) {
    const p = predict(weights, x);
    loss -= Math.log(p[label]) / data.length;
    weights.forEach((row, k) => {
      const slope = learningRate * ((k === label ? 1 : 0) - p[k]) * 0.1;
      x.forEach((xi, i) => (row[i] += slope * xi));
    });
  }
  return loss;
}

/** The share of the data that is labelled right. */
export function accuracy(weights, data) {
  const right = data.filter(({ x, label }) => {
    const p = predict(weights, x);
    return p.indexOf(Math.max(...p)) === label;
  });
  return right.length / data.length;
}
