// Logs points as fast as it can, in a synchronous loop, and tells on standard output how many were accepted and when.
import { writeSync } from "node:fs";
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";

const ex = experiment("log_forever", { observers: [new FileStorageObserver(process.argv[2])] });
ex.main(function main({ _run }) {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let step = 0; ; step++) {
    _run.logScalar("loss", step / 2);
    if (step % 3 === 0) _run.logScalar("accuracy", -step);
    if (step % 20 === 0) writeSync(1, `${step} ${Date.now()}\n`);
    Atomics.wait(pause, 0, 0, 1);
  }
});
await ex.run({ options: { loglevel: "ERROR", "--beat-interval": 1 } }).catch(console.error);
