// How fast points are accepted, how fast they are in the kernel, and what adding some costs with a long history.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";
import { row, told } from "./measure.mjs";

const folder = mkdtempSync(join(tmpdir(), "sacred-bench-"));
const ex = experiment("bench", { interactive: true, observers: [new FileStorageObserver(folder)] });
const options = { loglevel: "ERROR" };

async function measure(main) {
  ex.main({ name: "main" }, main);
  return (await ex.run({ options })).result;
}

const unobserved = experiment("bench_unobserved", { interactive: true });
unobserved.main(({ _run }) => {
  for (let i = 0; i < 1e6; i++) _run.logScalar("loss", i);
  const start = performance.now();
  for (let i = 0; i < 5e6; i++) _run.logScalar("loss", i);
  return 5e6 / ((performance.now() - start) / 1000);
});
const { result: accepted } = await unobserved.run({ options: { ...options, unobserved: true } });
row("points accepted", `${(accepted / 1e6).toFixed(1)} M/s`, "limit 10 M/s");

const count = 2e6;
const started = performance.now();
let loggedAt = 0;
const stored = await measure(({ _run }) => {
  const start = performance.now();
  for (let i = 0; i < count; i++) _run.logScalar("loss", Math.sin(i));
  loggedAt = performance.now();
  const log = join(folder, String(_run.id), "metrics.log");
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let before = -1; statSync(log).size !== before || before < count * 8; Atomics.wait(pause, 0, 0, 20))
    before = statSync(log).size;
  return {
    readable: count / ((performance.now() - start - 20) / 1000),
    bytes: statSync(log).size / count,
  };
});
row("points readable in the kernel, storing included", `${(stored.readable / 1e6).toFixed(1)} M/s`, "limit 3 M/s");
row("bytes a point in the log", stored.bytes.toFixed(1), "limit 24");
row(
  "the run's end after its last point (metrics.json)",
  `${(performance.now() - loggedAt).toFixed(0)} ms`,
  `of ${(performance.now() - started).toFixed(0)} ms`,
);

const costs = await measure(({ _run }) => {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const add = () => {
    const flushes = [];
    for (let round = 0; round < 20; round++) {
      const start = performance.now();
      for (let i = 0; i < 1000; i++) _run.logScalar("loss", i);
      flushes.push(performance.now() - start);
      Atomics.wait(pause, 0, 0, 10);
    }
    return { sum: flushes.reduce((a, b) => a + b, 0), max: Math.max(...flushes) };
  };
  for (let i = 0; i < 1e4; i++) _run.logScalar("loss", i);
  const young = add();
  for (let i = 0; i < 1e6; i++) _run.logScalar("loss", i);
  return { young, old: add() };
});
row(
  "adding 1,000 points at 10 thousand points of history",
  `${(costs.young.sum / 20).toFixed(3)} ms`,
  `at most ${costs.young.max.toFixed(2)} ms`,
);
row(
  "… at a million",
  `${(costs.old.sum / 20).toFixed(3)} ms`,
  `at most ${costs.old.max.toFixed(2)} ms, ${(costs.old.sum / costs.young.sum).toFixed(2)}×`,
);

// Each kills itself when all points are logged: the end of the run is another matter.
for (const [what, metrics, points] of [
  ["10 million points of a metric", "1", "1e7"],
  ["18 million of 6,000 metrics", "6000", "18e6"],
]) {
  const [{ grown, most, seconds }] = told("many-points.mjs", join(folder, what), metrics, points, "kill");
  const remark = `limit 10 MB; at most ${most.toFixed(0)} MB, in ${seconds.toFixed(0)} s`;
  row(`growth from a quarter of ${what} on`, `${grown.toFixed(1)} MB`, remark);
}
rmSync(folder, { recursive: true, force: true });
