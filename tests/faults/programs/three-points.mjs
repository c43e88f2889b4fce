// Logs three points and then keeps the thread busy until it is killed: in the first run of the program, or after some short
// ones, whose helper thread serves that run, too.
import { writeSync } from "node:fs";
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";

let before = Number(process.argv[3] ?? 0);
const ex = experiment("three_points", { observers: [new FileStorageObserver(process.argv[2])] });
ex.main(function main({ _run }) {
  for (const value of [1, 0.5, 0.25]) _run.logScalar("loss", value);
  if (before-- > 0) return;
  writeSync(1, "logged\n");
  for (const end = Date.now() + 60_000; Date.now() < end;);
});
while (true) await ex.run({ options: { loglevel: "ERROR" } });
