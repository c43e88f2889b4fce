// What a captured call costs over a plain call, and an await loop inside of a run over one outside.
import { execFileSync } from "node:child_process";
import { experiment } from "sacred-ts";
import { nanoseconds, row } from "./measure.mjs";

const ex = experiment("bench", { interactive: true }).config({ a: 1, b: 2 });
const plain = ({ a, b }, x) => a + b + x;
const captured = ex.capture(plain);
const seeded = ex.capture(({ a, _seed }, x) => a + _seed + x);
const drawing = ex.capture(({ a, _rnd }, x) => a + _rnd.random() + x);
const held = captured.with({ a: 5 });
let sink = 0;

const settled = Promise.resolve();

async function awaits(count) {
  for (let i = 0; i < count; i++) await settled;
}

ex.main(async () => {
  const view = { a: 1, b: 2 };
  const base = nanoseconds(5e6, (i) => (sink += plain(view, i)));
  const rows = [
    ["a captured call, over a plain one", nanoseconds(5e6, (i) => (sink += captured(i))) - base, 30],
    ["… with _seed", nanoseconds(2e6, (i) => (sink += seeded(i))) - base, 100],
    ["… with _rnd and one draw", nanoseconds(2e5, (i) => (sink += drawing(i))) - base, undefined],
    ["… of a held f.with(…)", nanoseconds(1e6, (i) => (sink += held(i))) - base, undefined],
  ];
  for (const [what, cost, limit] of rows)
    row(what, `${cost.toFixed(1)} ns`, limit === undefined ? "" : `limit ${limit} ns`);
  const python = pythonCall();
  if (python !== undefined)
    row(
      "Python's Sacred, a captured call",
      `${python.toFixed(0)} ns`,
      `${(python / Math.max(rows[0][1], 0.1)).toFixed(0)}× ours`,
    );
  await awaits(1e5);
  const start = performance.now();
  await awaits(1e6);
  return performance.now() - start;
});

await awaits(1e5);
const start = performance.now();
await awaits(1e6);
const outside = performance.now() - start;
const { result: inside } = await ex.run({ options: { loglevel: "ERROR", unobserved: true } });
row(
  "an await inside of a run",
  `${inside.toFixed(0)} ns`,
  `${(inside / outside).toFixed(2)}× outside (Node ${process.versions.node})`,
);
if (sink === 0) console.log(sink);

function pythonCall() {
  const python = process.env.SACRED_PYTHON;
  if (python === undefined) return undefined;
  const program = `
import logging, timeit
from sacred import Experiment
ex = Experiment("bench", interactive=True)
ex.add_config(a=1, b=2)
@ex.capture
def f(a, b, x): return a + b + x
@ex.main
def main():
    f(x=1)
    print(min(timeit.repeat(lambda: f(x=1), number=20000, repeat=3)) / 20000 * 1e9)
ex.logger = logging.getLogger("quiet"); ex.logger.setLevel(50)
ex.run()
`;
  return Number(execFileSync(python, ["-c", program], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
}
