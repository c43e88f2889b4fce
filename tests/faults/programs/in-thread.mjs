// For a worker thread: a run that logs three points, says so, and then ends as it is told to.
import { once } from "node:events";
import { parentPort } from "node:worker_threads";
import { experiment } from "sacred-ts";
import { FileStorageObserver } from "sacred-ts/observers/file-storage";

const ex = experiment("in_thread", { observers: [new FileStorageObserver(process.argv[2])] });
ex.main(async function main({ _run }) {
  for (const value of [1, 0.5, 0.25]) _run.logScalar("loss", value);
  const told = once(parentPort, "message");
  parentPort.postMessage("logged");
  const [how] = await told;
  if (how === "exit") process.exit(3);
  if (how === "throw") {
    setImmediate(() => {
      throw new Error("uncaught");
    });
    await new Promise(() => undefined);
  }
  while (how === "loop");
});
await ex.run({ options: { loglevel: "ERROR" } }).finally(() => parentPort.close());
