import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../../core/errors/thrown.ts";
import { isoFromMilliseconds } from "../../../core/record/iso-time.ts";
import { pythonJson } from "../../../core/record/python-json.ts";
import { markedDead, type RunEntry } from "../../../core/record/run-entry.ts";
import { writeWhole } from "../atomic-write.ts";
import { type LogSurvey, surveyMetricLog } from "../log-survey.ts";
import { removeOwner } from "../run-owner.ts";
import { attachOutput, type CapturedFile, findCapturedFile, removeCaptureNote } from "./captured-file.ts";
import { recoverNeverBegun } from "./never-begun.ts";
import { rebuildMetrics } from "./rebuild-metrics.ts";
import { readEntry } from "./run-entry.ts";
import { judge, lookForOwner, type Sighting } from "./signs-of-life.ts";
import { entryAfter, storeBeats } from "./store-unsaved.ts";
import { sweepTemporaries } from "./sweep.ts";
import { type Unsaved, UnsavedFiles } from "./unsaved.ts";

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
  /** its end could not be stored when it came, and was kept in a file that the run named: it is stored now, and the file gone */
  | { readonly kind: "restored"; readonly status: string; readonly from: string; readonly points: number }
  /** it was killed before its first record; its folder is gone */
  | { readonly kind: "removed"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string }
  /** it could not be read, or not be repaired */
  | { readonly kind: "failed"; readonly reason: string };

export interface RecoverRunOptions {
  readonly dryRun?: boolean;
  readonly deadAfterSeconds?: number | undefined;
  /** leave runs alone that are dead only by their silence */
  readonly certainOnly?: boolean;
  /** where what could not be stored is looked for, also of runs that have ended; by default of dead ones only */
  readonly unsaved?: UnsavedFiles;
}

type Recovered = RunFinding & { readonly swept: number };

/**
 * Repairs the folder of a run if the run is dead. May be done again, and by several processes at once: each step gives the
 * same file whoever takes it, files are replaced whole, and the status, which says that all is done, comes last.
 */
export function recoverRun(dir: string, options: RecoverRunOptions = {}): Recovered {
  try {
    // The process first, then the entry: what ends in between is found to have ended.
    const sighting = lookForOwner(dir);
    const entry = readEntry(dir);
    return entry === undefined
      ? recoverNeverBegun(dir, sighting, options)
      : recoverEntry(dir, sighting, entry, options);
  } catch (error) {
    // Another recovery was faster, or somebody has deleted the run.
    if (!existsSync(dir)) return { kind: "untouched", swept: 0 };
    return { kind: "failed", reason: messageOf(error), swept: 0 };
  }
}

function recoverEntry(dir: string, sighting: Sighting, entry: RunEntry, options: RecoverRunOptions): Recovered {
  const { dryRun = false, deadAfterSeconds, certainOnly = false } = options;
  if (entry.content["status"] !== "RUNNING") return recoverEnded(dir, sighting, entry, options);
  const verdict = judge(dir, entry.content, sighting, deadAfterSeconds);
  if (verdict.kind === "alive") return { kind: "untouched", swept: 0 };
  if (verdict.kind === "unknown") return { ...verdict, swept: 0 };
  if (certainOnly && !verdict.isCertain) return { kind: "untouched", swept: 0 };
  const { owner } = sighting;
  const captured = findCapturedFile(dir, owner);
  const files = options.unsaved ?? new UnsavedFiles();
  const unsaved = files.of(dir, entry.content, owner);
  // Another recovery takes away both when it is done. Without them the end, or the last sign of life, would be another.
  const since = readEntry(dir);
  if (since !== undefined && since.content["status"] !== "RUNNING") return recoverEnded(dir, sighting, since, options);
  const strict = owner?.strictJson === true;
  const log = dryRun ? surveyMetricLog(join(dir, "metrics.log")) : rebuildMetrics(dir, owner, files);
  const outputBytes = dryRun ? missingBytes(dir, captured) : attachOutput(dir, captured);
  const stopTime = lastSign(entry, log?.lastTime, captured?.lastWrite);
  const dead = { ...entry.content, status: "DEAD", stop_time: stopTime };
  const found: RunFinding =
    unsaved === undefined
      ? { kind: "dead", reason: verdict.reason, stopTime, points: log?.points ?? 0, outputBytes }
      : restored(unsaved, dead, log);
  if (!dryRun) {
    if (unsaved === undefined) writeWhole(join(dir, "run.json"), markedDead(entry, stopTime));
    else storeUnsaved(dir, dead, unsaved, strict);
    removeCaptureNote(dir);
    removeOwner(dir);
  }
  const swept = sweepTemporaries(dir, { gone: owner?.pid, isRecursive: true, dryRun });
  return { ...found, swept };
}

/** The end of a run takes its owner away when all is stored: else the log may know more than metrics.json. */
function recoverEnded(dir: string, sighting: Sighting, entry: RunEntry, options: RecoverRunOptions): Recovered {
  const { owner, state } = sighting;
  const { dryRun = false } = options;
  const swept = sweepTemporaries(dir, { gone: state === "gone" ? owner?.pid : undefined, dryRun });
  const unsaved = state === "alive" ? undefined : options.unsaved?.of(dir, entry.content, owner);
  if (state !== "gone" && unsaved === undefined) return { kind: "untouched", swept };
  const strict = owner?.strictJson === true;
  // Another recovery is about to take the owner away, or was killed before it could.
  const isDead = entry.content["status"] === "DEAD";
  const log =
    dryRun || isDead ? surveyMetricLog(join(dir, "metrics.log")) : rebuildMetrics(dir, owner, options.unsaved);
  if (!dryRun) {
    if (unsaved !== undefined) storeUnsaved(dir, entry.content, unsaved, strict);
    if (isDead) removeCaptureNote(dir);
    removeOwner(dir);
  }
  if (unsaved !== undefined) return { ...restored(unsaved, entry.content, log), swept };
  return isDead ? { kind: "untouched", swept } : { kind: "completed", points: log?.points ?? 0, swept };
}

function restored(unsaved: Unsaved, before: RunEntry["content"], log: LogSurvey | undefined): RunFinding {
  const status = String(entryAfter(before, unsaved.events)["status"]);
  return { kind: "restored", status, from: unsaved.path, points: log?.points ?? 0 };
}

/** What was kept elsewhere goes where it belongs, the status last; then nobody needs the file any more. */
function storeUnsaved(dir: string, before: RunEntry["content"], { path, events }: Unsaved, strict: boolean): void {
  storeBeats(dir, events, strict);
  writeWhole(join(dir, "run.json"), pythonJson(entryAfter(before, events), { strict }));
  rmSync(path, { force: true });
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
