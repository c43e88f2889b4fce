import { experiment } from "sacred-ts";

const ex = experiment("points").config({ count: 5_000_000 });
ex.command("nothing", () => undefined);
ex.command("endless", ({ _run }) => {
  for (;;) _run.logScalar("loss", Math.random());
});
ex.main(({ count, _run }) => {
  const started = performance.timeOrigin + performance.now();
  for (let step = 0; step < count; step++) _run.logScalar("loss", step);
  return started;
});
