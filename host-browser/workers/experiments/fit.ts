import { experiment } from "../../index.ts";

const ex = experiment("fit").config({ c: 1, kernel: "rbf", points: 3 });
ex.namedConfig("linear", { kernel: "linear" });

ex.command("endless", ({ _run }) => {
  console.log("begun");
  for (;;) _run.logScalar("loss", 1);
});

ex.command("closing", async ({ _run }) => {
  for (let step = 0; step < 1000; step++) _run.logScalar("loss", step);
  await _run.heartbeat();
  close();
  await new Promise(() => undefined);
});

ex.command("waiting", async ({ _run }) => {
  _run.info["step"] = "waiting";
  await new Promise(() => undefined);
});

class FitError extends RangeError {
  override name = "FitError";
}

ex.command("failing", () => {
  throw new FitError("no fit", { cause: new TypeError("singular") });
});

ex.command("uncloneable", () => ({ fn: () => 1, n: 2 }));

ex.command("many", ({ _run, points }) => {
  for (let step = 0; step < points; step++) _run.logScalar("loss", step);
  return points;
});

ex.automain(async function fit({ c, kernel, points, _run, _rnd }) {
  for (let step = 0; step < points; step++) _run.logScalar("loss", c / (step + 1));
  console.log(`fitted ${kernel}`);
  _run.info["support"] = [1, 2];
  await Promise.resolve();
  return { c, draw: _rnd.random() };
});
