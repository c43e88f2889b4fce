// What the scenarios of failing storage have in common: a run in FOLDER that prints, logs and beats around a fault.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";

/** Logs a round of points of two metrics, prints a line, and sends a heartbeat. */
export async function round(run, from, count) {
  for (let step = from; step < from + count; step++) {
    run.logScalar("loss", step / 2);
    if (step % 3 === 0) run.logScalar("accuracy", -step);
  }
  run.info.steps = from + count;
  console.log(`round from ${from}: ä`);
  await run.heartbeat();
}

/** Waits until the metric log has a size that satisfies `isEnough`: the helper thread writes it when it can. */
export async function untilLog(folder, isEnough) {
  const path = join(folder, "1", "metrics.log");
  const size = () => {
    try {
      return readFileSync(path).length;
    } catch {
      return 0;
    }
  };
  while (!isEnough(size())) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Runs `main({ _run })` stored in a folder; prints what became of it as the last line. */
export async function runIn(folder, main, options = {}) {
  const ex = experiment("scenario", { observers: [new FileStorageObserver(folder)] }).config({ lr: 1 });
  ex.main({ name: "main" }, main);
  try {
    const run = await ex.run({ options: { loglevel: "WARNING", "--beat-interval": 0, ...options } });
    console.log(JSON.stringify({ status: run.status, result: run.result }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.name, message: error.message }));
  }
}
