// The helper thread that pauses the main thread where a command fails. It is a second debugger beside the user's: it asks for
// pauses, lets those go on at once that are of no interest, and leaves all others to the user's debugger.

import { type Debugger, Session } from "node:inspector";
import { parentPort, workerData } from "node:worker_threads";
import { FailureFilter } from "./failure-filter.ts";
import { HOLD, type PauseMessage, type PauseSetup } from "./pause-protocol.ts";

const { ownFolders }: PauseSetup = workerData;
const ASYNC_FRAMES = 32;
const session = new Session();
const filter = new FailureFilter(ownFolders, (scriptId) => {
  return new Promise((resolve) => {
    session.post("Debugger.getScriptSource", { scriptId }, (error, answer) =>
      resolve(error === null ? answer.scriptSource : ""),
    );
  });
});

session.on("Debugger.scriptParsed", ({ params }) => filter.note(params.scriptId, params.url));
session.on("Debugger.paused", ({ params }) => {
  // Breakpoints and steps are the user's own.
  if (params.reason === "exception" || params.reason === "promiseRejection") void decide(params);
});
// This also keeps the thread alive.
parentPort?.on("message", (message: PauseMessage) => {
  if (message === "arm") arm();
});

async function decide(pause: Debugger.PausedEventDataType): Promise<void> {
  if (!(await filter.isFailure(pause))) session.post("Debugger.resume");
  // Without this session the pause lasts as long as the user's debugger wants, and no longer than it is there.
  else session.post("Runtime.evaluate", { expression: `globalThis[Symbol.for("${HOLD}")]()`, silent: true }, leave);
}

function leave(): void {
  session.disconnect();
}

function arm(): void {
  try {
    session.connectToMainThread();
  } catch {
    // It is connected still.
  }
  session.post("Debugger.enable");
  session.post("Debugger.setAsyncCallStackDepth", { maxDepth: ASYNC_FRAMES });
  // "all", because a rejection that is handed on by `return promise` counts as caught in V8 (until 12 at least).
  session.post("Debugger.setPauseOnExceptions", { state: "all" }, (error) =>
    parentPort?.postMessage(error === null ? "armed" : error.message),
  );
}
