// The helper thread of runs' folders, one run after another. It stores metrics and keeps the heartbeat alive while the main
// thread is busy in a synchronous loop, so it never waits for anything that the main thread would have to do.

import { parentPort, workerData } from "node:worker_threads";
import { FolderService } from "./folder-service.ts";
import type { ThreadAnswer, ThreadSetup } from "./thread-protocol.ts";

function serve(setup: ThreadSetup): void {
  const service = new FolderService(setup, (answer: ThreadAnswer) => parentPort?.postMessage(answer));
  while (service.step());
}

// While a run is served, messages of the event loop wait: the next run comes when this one is over.
parentPort?.on("message", serve);
serve(workerData);
