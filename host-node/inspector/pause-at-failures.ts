import { once } from "node:events";
import { isMainThread, Worker } from "node:worker_threads";
import { UnsupportedError } from "../../core/errors/index.ts";
import type { Run } from "../../core/run/run.ts";
import { PAUSE_THREAD_SOURCE } from "../generated/pause-thread.ts";
import { ownFolders } from "../own-frames.ts";
import { HOLD, type PauseMessage, type PauseSetup } from "./pause-protocol.ts";

const ARM: PauseMessage = "arm";
let thread: Worker | undefined;

/**
 * Opens the inspector, waits until a debugger has attached, and lets the run pause where an exception is thrown that the
 * user's code doesn't catch.
 *
 * @throws {UnsupportedError} outside of the main thread, or where Node has no inspector
 */
export function pauseAtFailures(run: Run): void {
  if (!isMainThread)
    throw new UnsupportedError("-D works in the main thread only: start the program without a worker.");
  waitForDebugger();
  run.pdb = true;
  // What is thrown and caught while the run is set up is of no interest. And many debuggers turn pauses off as they attach.
  run.preRunHooks = [arm, ...run.preRunHooks];
}

/** Resolves when the next failure will pause. */
async function arm(): Promise<void> {
  thread ??= startThread();
  thread.ref();
  thread.postMessage(ARM);
  const [answer]: unknown[] = await once(thread, "message");
  thread.unref();
  if (answer !== "armed") throw new UnsupportedError(`-D can't pause at failures here: ${String(answer)}.`);
}

/** Where Node was started with --inspect or by a debugger, the inspector is open, and the debugger may be there already. */
function waitForDebugger(): void {
  const inspector: typeof import("node:inspector") | undefined = process.getBuiltinModule("node:inspector");
  if (inspector === undefined)
    throw new UnsupportedError("-D needs the inspector, which this build of Node is without.");
  if (inspector.url() !== undefined) return;
  try {
    // Prints the address on standard error.
    inspector.open(0, "127.0.0.1");
  } catch (cause) {
    throw new UnsupportedError("-D can't open the inspector: Node must be allowed to listen on 127.0.0.1.", { cause });
  }
  process.stderr.write(
    "Waiting for a debugger, which pauses where the command fails: chrome://inspect, an editor, or " +
      `node inspect ${new URL(inspector.url() ?? "").host}. Ctrl-C ends the program.\n`,
  );
  inspector.waitForDebugger();
}

function startThread(): Worker {
  const workerData: PauseSetup = { ownFolders: ownFolders() };
  const worker = new Worker(PAUSE_THREAD_SOURCE, { eval: true, workerData, stdin: false, execArgv: [] });
  Object.defineProperty(globalThis, Symbol.for(HOLD), { value: () => hold(worker), configurable: true });
  return worker;
}

/**
 * Called when a pause begins. Signals that a program listens to wait for its event loop, which doesn't turn now: without
 * listeners Ctrl-C ends the program at once. The microtask runs first of all when the program goes on, and asks the thread
 * to wait for the next failure; until it does, nothing of less interest may pause.
 */
function hold(worker: Worker): void {
  const listeners = process.rawListeners("SIGINT");
  process.removeAllListeners("SIGINT");
  queueMicrotask(() => {
    pauseNoMore();
    for (const listener of listeners) process.on("SIGINT", listener as NodeJS.SignalsListener);
    worker.postMessage(ARM);
  });
}

function pauseNoMore(): void {
  const { Session } = process.getBuiltinModule("node:inspector");
  const session = new Session();
  session.connect();
  session.post("Debugger.enable");
  session.post("Debugger.setPauseOnExceptions", { state: "none" });
  session.disconnect();
}
