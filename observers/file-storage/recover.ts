import { ObserverError } from "../../core/errors/index.ts";
import { unknownNames } from "../../core/errors/unknown-names.ts";
import type { RecoveryOptions, RecoveryReport } from "./recovery/recover-runs.ts";

export type { RecoveredRun, RecoveryOptions, RecoveryReport } from "./recovery/recover-runs.ts";

/**
 * Repairs what dead processes have left in a folder of runs: metrics.json is completed from the metric log, cout.txt from
 * what was captured, the status becomes DEAD, left-over temporaries go. Runs that go on, have ended or are queued are
 * never touched. May be repeated, and done by several processes at once.
 *
 * @throws {ObserverError} if the folder can't be read, or an option is unknown
 *
 * @example
 * ```ts
 * const { runs } = await recoverRuns("my_runs", { dryRun: true });
 * ```
 */
export async function recoverRuns(folder: string, options: RecoveryOptions = {}): Promise<RecoveryReport> {
  // A misspelt dryRun would repair.
  const mistake = unknownNames("recoverRuns", options, ["dryRun", "deadAfterSeconds", "onRun", "onProgress"]);
  if (mistake !== undefined) throw new ObserverError(mistake);
  const { recoverAll } = await import("./recovery/recover-runs.ts");
  return recoverAll(folder, options);
}
