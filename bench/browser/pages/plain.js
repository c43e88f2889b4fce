// The same points without the package: as columns, and one record a point.
addEventListener("message", ({ data: { count, batch } }) => {
  if (count === 0) return postMessage("ready");
  if (batch === 1) {
    for (let step = 0; step < count; step++) postMessage({ name: "loss", step, value: step, time: Date.now() });
    return;
  }
  for (let from = 0; from < count; from += batch) {
    const columns = [0, 1, 2].map(() => new Float64Array(batch));
    for (let i = 0; i < batch; i++) {
      columns[0][i] = from + i;
      columns[1][i] = from + i;
      columns[2][i] = Date.now();
    }
    postMessage(
      columns,
      columns.map(({ buffer }) => buffer),
    );
  }
});
