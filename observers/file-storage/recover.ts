import type { RecoveryOptions, RecoveryReport } from "./recovery/recover-runs.ts";

export type { RecoveredRun, RecoveryOptions, RecoveryReport } from "./recovery/recover-runs.ts";

/**
 * Repairs what dead processes have left in a folder of runs: metrics.json is completed from the metric log, cout.txt from
 * what was captured, the status becomes DEAD, left-over temporaries go. Runs that go on, have ended or are queued are
 * never touched. May be repeated, and done by several processes at once.
 *
 * @throws {ObserverError} if the folder can't be read
 *
 * @example
 * ```ts
 * const { runs } = await recoverRuns("my_runs", { dryRun: true });
 * ```
 */
export async function recoverRuns(folder: string, options: RecoveryOptions = {}): Promise<RecoveryReport> {
  const { recoverAll } = await import("./recovery/recover-runs.ts");
  return recoverAll(folder, options);
}
