import { messageOf } from "../../core/errors/thrown.ts";
import { UnsupportedError } from "../../core/errors/index.ts";
import type { CaptureMode, HostLifecycle, OutputCapture, RunContext } from "../../core/host.ts";
import { NO_CAPTURE } from "../../core/run/no-capture.ts";
import type { Run } from "../../core/run/run.ts";
import { isMainThread } from "../main-thread.ts";
import type { FolderMaker } from "./capture-file.ts";
import { consoleStreams } from "./console-streams.ts";
import { StreamCapture } from "./stream-capture.ts";

/** Descriptors can be captured on POSIX only. */
export const DEFAULT_CAPTURE_MODE: CaptureMode = process.platform === "win32" ? "sys" : "fd";

/**
 * Captures in the mode that a run asks for. Where descriptors can't be captured, the streams are; where nothing can be
 * kept, nothing is: a run never fails because of its capture, unless its user asked for what can never work.
 *
 * @throws {UnsupportedError} if "fd" was chosen in a worker thread
 */
export function createCapture(context: RunContext): HostLifecycle["capture"] {
  const streams = new StreamCapture(context);
  let isWarned = false;
  const warnOnce = (run: Run, text: string): void => {
    if (!isWarned) run.runLogger.warning(text);
    isWarned = true;
  };
  return async (asked, run, isChosen) => {
    const mode = asked === "fd" && isMainThread ? withConsole(run, isChosen, warnOnce) : asked;
    if (mode === "sys" && consoleStreams() === undefined) warnOnce(run, `${FOREIGN}, and isn't captured.`);
    if (mode === "fd") {
      if (!isMainThread) {
        const reason = "File descriptors belong to the whole process and can't be captured from a worker thread";
        if (isChosen)
          throw new UnsupportedError(`${reason}: use the capture mode "sys", or start the run in the main thread.`);
        warnOnce(run, `${reason}: the capture mode "sys" is used, without what child processes print.`);
      } else {
        const capture = await captureDescriptors(run, warnOnce);
        if (capture !== undefined) return capture;
      }
    }
    return mode === "no" ? NO_CAPTURE : captureStreams(streams, run);
  };
}

const FOREIGN = "What console prints in this program doesn't pass its streams (a test runner has another console)";

/** Descriptors are no way to what another console prints. @returns the mode to use */
function withConsole(run: Run, isChosen: boolean, warnOnce: (run: Run, text: string) => void): CaptureMode {
  const streams = consoleStreams();
  if (streams?.length === 0) return "fd";
  if (isChosen || streams === undefined) {
    warnOnce(run, `${FOREIGN}, and isn't captured.`);
    return "fd";
  }
  warnOnce(run, `${FOREIGN}: the capture mode "sys" is used, without what child processes print.`);
  return "sys";
}

/** Loads what it needs at the first use; undefined, with a warning, where that can't be had. */
async function captureDescriptors(
  run: Run,
  warnOnce: (run: Run, text: string) => void,
): Promise<OutputCapture | undefined> {
  try {
    const { descriptorCapture } = await import("./descriptor-capture.ts");
    return await descriptorCapture().start(foldersOf(run), (text) => run.runLogger.warning(text));
  } catch (error) {
    warnOnce(
      run,
      `The capture mode "fd" doesn't work here: ${firstLine(error)}. The mode "sys" is used, without what child processes print. --capture sys chooses it without this warning.`,
    );
    return undefined;
  }
}

function firstLine(error: unknown): string {
  return messageOf(error).split("\n")[0] ?? "";
}

function captureStreams(streams: StreamCapture, run: Run): OutputCapture {
  try {
    return streams.start(run, foldersOf(run));
  } catch (error) {
    run.runLogger.warning(`What this run prints can't be captured: ${String(error)}`);
    return NO_CAPTURE;
  }
}

function foldersOf({ observers }: Run): FolderMaker[] {
  return observers.flatMap((observer) => observer.makeScratchFolder?.bind(observer) ?? []);
}
