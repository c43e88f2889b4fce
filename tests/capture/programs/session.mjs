// A training as users write it: the evaluation is a program of its own, a bar shows the progress, and it takes too long.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { applyBackspacesAndLinefeeds, experiment } from "sacred-ts";
import { ARGS } from "./capturing.mjs";

const EPOCHS = 100;
const STEPS = 10_000;

const ex = experiment("session").config({ lr: 0.1 });
ex.capturedOutFilter = applyBackspacesAndLinefeeds;

const trainEpoch = ex.capture({ name: "trainEpoch" }, ({ lr, _rnd, _run }) => {
  for (let step = 0; step < STEPS; step++) _run.logScalar("loss", lr * _rnd.random());
});

ex.main({ name: "train" }, async ({ _run }) => {
  for (let epoch = 1; epoch <= EPOCHS; epoch++) {
    trainEpoch();
    process.stdout.write(`\r[${"#".repeat(epoch / 5).padEnd(20, ".")}] ${epoch} %`);
    await setTimeout(0);
  }
  console.log();
  await once(spawn("sh", ["-c", "echo evaluated by $PPID >&2"], { stdio: "inherit" }), "exit");
  writeFileSync("weights.bin", new Float32Array([1, 2, 3]));
  await _run.addArtifact("weights.bin");
  _run.info.parent = process.pid;
  console.log("waiting for somebody who loses patience");
  await setTimeout(3_600_000);
});

await ex.runCommandline([process.argv[1], ...ARGS]);
