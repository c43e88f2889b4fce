import { redactCredentials } from "../cli/redact.ts";
import { RunError, SacredInterrupt } from "../errors/index.ts";
import { readText } from "../errors/thrown.ts";
import { NESTING_LIMIT } from "../record/python-json.ts";
import { findExcess } from "../values/extent.ts";
import { showForLog } from "../logging/stream-logger.ts";
import { formatElapsed } from "./elapsed.ts";
import { failTrace } from "./fail-trace.ts";
import type { FinalEvent } from "./observer.ts";
import type { Run } from "./run.ts";
import type { RunLog } from "./run-log.ts";

const SHOWN_LEVELS = 8;

// Each way in which a run ends: marks the run, says so, and gives what observers are told.

/** The command has returned. The run is only marked as completed once everything else that it has to tell is stored. */
export function noteResult(run: Run, log: RunLog): Date {
  const stopTime = new Date();
  run.stopTime = stopTime;
  const { result } = run;
  const isWhole = tellOfExcess(log, "result", result);
  if (isWhole && result !== null && result !== undefined) log.info(`Result: ${showForLog(result)}`);
  tellOfExcess(log, "info dictionary", run.info);
  log.info(`Completed after ${elapsed(run)}`);
  return stopTime;
}

export function completed(run: Run, stopTime: Date): FinalEvent {
  run.status = "COMPLETED";
  return ["completedEvent", { stopTime, result: run.result }];
}

export function interrupted(run: Run, log: RunLog, reason: SacredInterrupt): FinalEvent {
  const interruptTime = new Date();
  run.status = readText(reason, "status") || SacredInterrupt.STATUS;
  run.stopTime = interruptTime;
  log.warning(`Aborted after ${elapsed(run)}!`);
  return ["interruptedEvent", { interruptTime, status: run.status }];
}

export function failed(run: Run, log: RunLog, error: unknown): FinalEvent {
  const failTime = new Date();
  run.status = "FAILED";
  run.stopTime = failTime;
  log.error(`Failed after ${elapsed(run)}!`);
  run.failTrace = failTrace(error).map(redactCredentials);
  return ["failedEvent", { failTime, failTrace: run.failTrace }];
}

/**
 * The process or the page ends in the middle of the run.
 *
 * @param what "The process was ended"
 * @param how "with exit code 1"
 */
export function cutOff(run: Run, log: RunLog, what: string, how: string): FinalEvent {
  const failTime = new Date();
  run.status = "FAILED";
  run.stopTime = failTime;
  log.error(`${what} ${how} after ${elapsed(run)}, before its run was!`);
  run.failTrace = failTrace(new RunError(`${what} in the middle of the run, ${how}.`));
  return ["failedEvent", { failTime, failTrace: run.failTrace, isExiting: true }];
}

/** Warns of what observers leave out. @returns whether there is nothing of that kind */
function tellOfExcess(log: RunLog, what: string, value: unknown): boolean {
  const [excess] = findExcess(value, NESTING_LIMIT);
  if (excess !== undefined) log.warning(`The ${what} isn't stored whole: ${placeOf(excess.path)} ${excess.problem}.`);
  return excess === undefined;
}

/** Where something stands, shortened: it may be a thousand levels deep. */
function placeOf(path: readonly string[]): string {
  if (path.length === 0) return "it";
  return `${path.slice(0, SHOWN_LEVELS).join(".")}${path.length > SHOWN_LEVELS ? "…" : ""}`;
}

function elapsed({ startTime, stopTime }: Run): string {
  // A run that failed before it could start took no time.
  if (startTime === undefined || stopTime === undefined) return formatElapsed(0);
  return formatElapsed((stopTime.getTime() - startTime.getTime()) / 1000);
}
