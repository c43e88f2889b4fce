// Runs with a bit of everything in a folder: completed, failed, interrupted, queued, one with a name of its own.
import { writeFileSync } from "node:fs";
import { experiment, ingredient, SacredInterrupt } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";

const [folder = "runs"] = process.argv.slice(2);
writeFileSync("data.csv", "a,b\n1,2\n");
writeFileSync(
  "image.bin",
  Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256),
);

const data = ingredient("data").config({ file: "data.csv", normalize: true });
const ex = experiment("kept", { ingredients: [data] }).config({
  lr: 0.5,
  layers: [1, 2.5, null],
  text: "é ∞ \u2028 😀",
  way: "completed",
});
ex.observers.push(new FileStorageObserver(folder));
ex.main(async ({ way, _run, _rnd }) => {
  console.log(`the way: ${way} é`);
  for (let step = 0; step < 2000; step++) _run.logScalar("loss", _rnd.random());
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-7, 1e22])
    _run.logScalar("odd", value);
  _run.info["nested"] = { list: [1, "two", { three: 3 }], when: new Date(0) };
  await (await _run.openResource("data.csv")).close();
  await _run.addArtifact("image.bin", { name: "image of the run.bin", metadata: { of: "this" } });
  if (way === "failed") throw new TypeError("This is how it fails.");
  if (way === "interrupted") throw new SacredInterrupt("enough");
  process.stdout.write("a last line without an end");
  return { accuracy: 0.75, way };
});

const quiet = { loglevel: "CRITICAL" };
for (const way of ["completed", "failed", "interrupted"])
  await ex.run({ configUpdates: { seed: 5, way }, options: quiet }).catch(() => undefined);
await ex.run({ options: { ...quiet, queue: true } });
await ex.run({ options: { ...quiet, id: "a run of its own" } });
