import { RunError, type SacredInterrupt } from "../errors/index.ts";
import { showForLog } from "../logging/stream-logger.ts";
import { formatElapsed } from "./elapsed.ts";
import { failTrace } from "./fail-trace.ts";
import type { FinalEvent } from "./observer.ts";
import type { Run } from "./run.ts";

// Each way in which a run ends: marks the run, says so, and gives what observers are told.

/** The command has returned. The run is only marked as completed once everything else that it has to tell is stored. */
export function noteResult(run: Run): Date {
  const stopTime = new Date();
  run.stopTime = stopTime;
  const { result } = run;
  if (result !== null && result !== undefined) run.runLogger.info(`Result: ${showForLog(result)}`);
  run.runLogger.info(`Completed after ${elapsed(run)}`);
  return stopTime;
}

export function completed(run: Run, stopTime: Date): FinalEvent {
  run.status = "COMPLETED";
  return ["completedEvent", { stopTime, result: run.result }];
}

export function interrupted(run: Run, reason: SacredInterrupt): FinalEvent {
  const interruptTime = new Date();
  run.status = reason.status;
  run.stopTime = interruptTime;
  run.runLogger.warning(`Aborted after ${elapsed(run)}!`);
  return ["interruptedEvent", { interruptTime, status: run.status }];
}

export function failed(run: Run, error: unknown): FinalEvent {
  const failTime = new Date();
  run.status = "FAILED";
  run.stopTime = failTime;
  run.runLogger.error(`Failed after ${elapsed(run)}!`);
  run.failTrace = failTrace(error);
  return ["failedEvent", { failTime, failTrace: run.failTrace }];
}

/**
 * The process or the page ends in the middle of the run.
 *
 * @param what "The process was ended"
 * @param how "with exit code 1"
 */
export function cutOff(run: Run, what: string, how: string): FinalEvent {
  const failTime = new Date();
  run.status = "FAILED";
  run.stopTime = failTime;
  run.runLogger.error(`${what} ${how} after ${elapsed(run)}, before its run was!`);
  run.failTrace = failTrace(new RunError(`${what} in the middle of the run, ${how}.`));
  return ["failedEvent", { failTime, failTrace: run.failTrace, isExiting: true }];
}

function elapsed({ startTime, stopTime }: Run): string {
  // A run that failed before it could start took no time.
  if (startTime === undefined || stopTime === undefined) return formatElapsed(0);
  return formatElapsed((stopTime.getTime() - startTime.getTime()) / 1000);
}
