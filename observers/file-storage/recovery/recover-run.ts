import { statSync } from "node:fs";
import { join } from "node:path";
import { isoFromMilliseconds } from "../../../core/record/iso-time.ts";
import { markedDead, type RunEntry } from "../../../core/record/run-entry.ts";
import { writeWhole } from "../atomic-write.ts";
import { surveyMetricLog } from "../log-survey.ts";
import { removeOwner } from "../run-owner.ts";
import { attachOutput, type CapturedFile, findCapturedFile, removeCaptureNote } from "./captured-file.ts";
import { rebuildMetrics } from "./rebuild-metrics.ts";
import { readEntry } from "./run-entry.ts";
import { judge, lookForOwner, type Sighting } from "./signs-of-life.ts";
import { sweepTemporaries } from "./sweep.ts";

/** What was found about one run's folder, and what was done. */
export type RunFinding =
  /** the run has ended, is queued, or goes on */
  | { readonly kind: "untouched" }
  | {
      readonly kind: "dead";
      /** why it is dead */
      readonly reason: string;
      /** its last sign of life, as Sacred writes times */
      readonly stopTime: string;
      /** points in metrics.json now */
      readonly points: number;
      /** bytes of output that the run's own heartbeats had not stored yet */
      readonly outputBytes: number;
    }
  /** it has ended, but its last metrics could be stored in the log only, and are in metrics.json now */
  | { readonly kind: "completed"; readonly points: number }
  | { readonly kind: "unknown"; readonly reason: string }
  /** it could not be read, or not be repaired */
  | { readonly kind: "failed"; readonly reason: string };

export interface RecoverRunOptions {
  readonly dryRun?: boolean;
  readonly deadAfterSeconds?: number | undefined;
  /** leave runs alone that are dead only by their silence */
  readonly certainOnly?: boolean;
}

/**
 * Repairs the folder of a run if the run is dead. May be done again, and by several processes at once: each step gives the
 * same file whoever takes it, files are replaced whole, and the status, which says that all is done, comes last.
 */
export function recoverRun(dir: string, options: RecoverRunOptions = {}): RunFinding & { readonly swept: number } {
  try {
    // The process first, then the entry: what ends in between is found to have ended.
    const sighting = lookForOwner(dir);
    const entry = readEntry(dir);
    return entry === undefined ? beforeTheEntry(dir, sighting, options) : recoverEntry(dir, sighting, entry, options);
  } catch (error) {
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error), swept: 0 };
  }
}

/** Killed between mkdir and its first file, a run has nothing to repair but its left-overs. */
function beforeTheEntry(
  dir: string,
  { owner, state }: Sighting,
  { dryRun = false }: RecoverRunOptions,
): RunFinding & { readonly swept: number } {
  if (state !== "gone") return { kind: "untouched", swept: 0 };
  return { kind: "untouched", swept: sweepTemporaries(dir, { gone: owner?.pid, dryRun }) };
}

function recoverEntry(
  dir: string,
  sighting: Sighting,
  entry: RunEntry,
  { dryRun = false, deadAfterSeconds, certainOnly = false }: RecoverRunOptions,
): RunFinding & { readonly swept: number } {
  if (entry.content["status"] !== "RUNNING") return recoverEnded(dir, sighting, entry, dryRun);
  const verdict = judge(dir, entry.content, sighting, deadAfterSeconds);
  if (verdict.kind === "alive") return { kind: "untouched", swept: 0 };
  if (verdict.kind === "unknown") return { ...verdict, swept: 0 };
  if (certainOnly && !verdict.isCertain) return { kind: "untouched", swept: 0 };
  const { owner } = sighting;
  const captured = findCapturedFile(dir, owner);
  // Another recovery takes the note of the capture away when it is done. Without that the last sign of life would be another.
  const since = readEntry(dir);
  if (since !== undefined && since.content["status"] !== "RUNNING") return recoverEnded(dir, sighting, since, dryRun);
  const log = dryRun ? surveyMetricLog(join(dir, "metrics.log")) : rebuildMetrics(dir, owner?.strictJson === true);
  const outputBytes = dryRun ? missingBytes(dir, captured) : attachOutput(dir, captured);
  const stopTime = lastSign(entry, log?.lastTime, captured?.lastWrite);
  if (!dryRun) {
    writeWhole(join(dir, "run.json"), markedDead(entry, stopTime));
    removeCaptureNote(dir);
    removeOwner(dir);
  }
  const swept = sweepTemporaries(dir, { gone: owner?.pid, isRecursive: true, dryRun });
  return { kind: "dead", reason: verdict.reason, stopTime, points: log?.points ?? 0, outputBytes, swept };
}

/** The end of a run takes its owner away when all is stored: else the log may know more than metrics.json. */
function recoverEnded(
  dir: string,
  { owner, state }: Sighting,
  entry: RunEntry,
  dryRun: boolean,
): RunFinding & { readonly swept: number } {
  const swept = sweepTemporaries(dir, { gone: state === "gone" ? owner?.pid : undefined, dryRun });
  if (state !== "gone") return { kind: "untouched", swept };
  // Another recovery is about to take the owner away, or was killed before it could.
  const isDead = entry.content["status"] === "DEAD";
  const log =
    dryRun || isDead ? surveyMetricLog(join(dir, "metrics.log")) : rebuildMetrics(dir, owner?.strictJson === true);
  if (!dryRun) {
    if (isDead) removeCaptureNote(dir);
    removeOwner(dir);
  }
  return isDead ? { kind: "untouched", swept } : { kind: "completed", points: log?.points ?? 0, swept };
}

/** How much a recovery would add: what the capture has beyond the stored output. */
function missingBytes(dir: string, captured: CapturedFile | undefined): number {
  if (captured === undefined) return 0;
  const [whole, stored] = [captured.path, join(dir, "cout.txt")].map(
    (path) => statSync(path, { throwIfNoEntry: false })?.size ?? 0,
  );
  return Math.max(0, (whole ?? 0) - captured.offset - (stored ?? 0));
}

/** The latest of what the run itself has noted. ISO times compare as texts. */
function lastSign({ content }: RunEntry, ...others: readonly (number | undefined)[]): string {
  const told = [content["start_time"], content["heartbeat"]].filter((time) => typeof time === "string");
  const rest = others.flatMap((time) =>
    time !== undefined && Number.isFinite(time) ? [isoFromMilliseconds(time)] : [],
  );
  return [...told, ...rest].sort().at(-1) ?? isoFromMilliseconds(Date.now());
}
