// A program that isn't written in JavaScript (here in AssemblyScript, see wasi/estimate.ts) as an experiment's work: what it
// prints is captured, what it writes are artifacts, and its random numbers come from the run's seed.
//
//   node wasi_program.mjs with seed=7 points=2000
//   node wasi_program.mjs -F my_runs
import { experiment } from "sacred-ts";
import { runWasi } from "sacred-ts/wasi";

const ex = experiment("wasi_program").config({
  points: 10000, // how many are drawn
});

ex.automain(async function main({ points }) {
  const program = new URL("wasi/estimate.wasm", import.meta.url);
  const { exitCode, files } = await runWasi(program, { args: [String(points)] });
  const [[name, bytes]] = Object.entries(files);
  const pi = new TextDecoder().decode(bytes).trim();
  console.log(`\nexit code ${exitCode}, and the program has written ${name}: ${pi}`);
  return Number(pi);
});
