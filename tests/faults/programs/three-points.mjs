// Logs three points and then keeps the thread busy until it is killed.
import { writeSync } from "node:fs";
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";

const ex = experiment("three_points", { observers: [new FileStorageObserver(process.argv[2])] });
ex.main(function main({ _run }) {
  for (const value of [1, 0.5, 0.25]) _run.logScalar("loss", value);
  writeSync(1, "logged\n");
  for (const end = Date.now() + 60_000; Date.now() < end;);
});
await ex.run({ options: { loglevel: "ERROR" } });
