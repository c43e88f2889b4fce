// A run that prints and logs, and then, if it is told to, is killed; its folder is the first argument.
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";

const [folder, then] = process.argv.slice(2);
const ex = experiment("restricted", { observers: [new FileStorageObserver(folder)] }).config({ a: 1 });
ex.main(async ({ _run }) => {
  process.stdout.write("printed\n");
  for (let step = 0; step < 1000; step++) _run.logScalar("loss", step);
  if (then === "kill") {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    process.kill(process.pid, "SIGKILL");
  }
  return 5;
});
const run = await ex.run({ options: { loglevel: "WARNING" } });
console.log(JSON.stringify({ status: run.status, output: run.capturedOut }));
