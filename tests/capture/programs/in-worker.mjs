import { once } from "node:events";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { experiment, RunObserver } from "sacred-ts";
import { answer } from "./capturing.mjs";

if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) });
  const [message] = await once(worker, "message");
  answer(message);
} else {
  const ex = experiment("in_worker", { observers: [new RunObserver()] });
  ex.main(() => console.log("printed"));
  const options = { loglevel: "WARNING" };
  const { capturedOut } = await ex.run({ options });
  const refusal = await ex
    .run({ options: { ...options, capture: "fd" } })
    .catch(({ name, message }) => `${name}: ${message}`);
  parentPort.postMessage({ capturedOut, refusal });
}
