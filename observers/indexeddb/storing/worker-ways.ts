import { STORING_WORKER_NAME } from "./protocol.ts";
import type { StartWorker } from "./start-storage.ts";
import { workerOfText } from "./worker-of-text.ts";

/** The package's own file, as bundlers see it. */
function fromFile(): Worker {
  return new Worker(new URL("./storing-worker.ts", import.meta.url), { type: "module", name: "sacred-ts storage" });
}

/** Where that file isn't found beside this one: bundlers may have moved this one only. */
async function fromText(): Promise<Worker> {
  const { STORING_WORKER_SOURCE } = await import("../../generated/storing-worker.ts");
  return workerOfText(STORING_WORKER_SOURCE, STORING_WORKER_NAME);
}

/** How the storing worker is started, tried one after the other. */
export const WORKER_WAYS: readonly StartWorker[] = [fromFile, fromText];
