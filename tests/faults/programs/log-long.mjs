// Logs millions of points at once, so that it takes seconds to write metrics.json, then one each 10 ms; tells when which was accepted.
import { writeSync } from "node:fs";
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";

const ex = experiment("log_long", { observers: [new FileStorageObserver(process.argv[2])] });
ex.main(function main({ _run }) {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let step = 0; step < 8_000_000; step++) _run.logScalar("fast", Math.sin(step));
  for (let step = 0; step < 6000; step++) {
    _run.logScalar("slow", step);
    writeSync(1, `${step} ${Date.now()}\n`);
    Atomics.wait(pause, 0, 0, 10);
  }
});
await ex.run({ options: { loglevel: "ERROR" } }).catch(console.error);
