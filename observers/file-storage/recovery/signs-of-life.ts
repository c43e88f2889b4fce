import { statSync } from "node:fs";
import { join } from "node:path";
import { millisecondsOf } from "../../../core/record/iso-time.ts";
import { type OwnerState, ownerState, readOwner, type RunOwner } from "../run-owner.ts";

/** Without a process to look at, a run is dead when it has been silent for this long, and for ten of its heartbeats. */
export const DEFAULT_DEAD_AFTER_SECONDS: number = 600;
const MISSED_BEATS = 10;
/** Sacred's default, for runs that don't say */
const DEFAULT_BEAT_SECONDS = 10;

/** Files that a run in progress writes. */
const WRITTEN_FILES: readonly string[] = ["run.json", "cout.txt", "metrics.log"];

/** What is known about a run's process before its entry is read: in this order a run that ends meanwhile isn't taken for dead. */
export interface Sighting {
  readonly owner: RunOwner | undefined;
  readonly state: OwnerState;
}

export function lookForOwner(dir: string): Sighting {
  const owner = readOwner(dir);
  return { owner, state: owner === undefined ? "unseen" : ownerState(owner) };
}

/** Is a run dead that its entry says is running? `certain` is what its process shows, the rest follows from its silence. */
export type Verdict =
  | { readonly kind: "alive" }
  | { readonly kind: "dead"; readonly isCertain: boolean; readonly reason: string }
  /** it sends no heartbeats, and its process can't be seen from here */
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * Judges a run by its process where that can be seen from here, else by its last sign of life.
 *
 * @param deadAfterSeconds how long a run has to be silent; undefined: see DEFAULT_DEAD_AFTER_SECONDS
 */
export function judge(
  dir: string,
  entry: Readonly<Record<string, unknown>>,
  { owner, state }: Sighting,
  deadAfterSeconds?: number,
): Verdict {
  if (state === "alive") return { kind: "alive" };
  if (state === "gone") {
    const who = owner?.thread === undefined ? "its" : "its worker thread of the";
    return { kind: "dead", isCertain: true, reason: `${who} process ${owner?.pid} is gone` };
  }
  const beat = owner?.beatIntervalSeconds ?? storedBeatSeconds(entry);
  if (beat <= 0 && deadAfterSeconds === undefined) {
    return { kind: "unknown", reason: "it sends no heartbeats, and its process can't be seen from here" };
  }
  const limit = deadAfterSeconds ?? Math.max(DEFAULT_DEAD_AFTER_SECONDS, MISSED_BEATS * beat);
  const silence = (Date.now() - lastSignOfLife(dir, entry)) / 1000;
  // A sign that is missing or from the future tells nothing.
  if (!(silence > limit)) return { kind: "alive" };
  return { kind: "dead", isCertain: false, reason: `it has been silent for ${duration(silence)}` };
}

function lastSignOfLife(dir: string, entry: Readonly<Record<string, unknown>>): number {
  const told = [entry["heartbeat"], entry["start_time"]].map(millisecondsOf).filter((time) => !Number.isNaN(time));
  const written = WRITTEN_FILES.map(
    (file) => statSync(join(dir, file), { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY,
  );
  return Math.max(...told, ...written);
}

/** From the options that Sacred stores with a run. */
function storedBeatSeconds(entry: Readonly<Record<string, unknown>>): number {
  const options = valueAt(valueAt(entry, "meta"), "options");
  const stored = valueAt(options, "--beat_interval") ?? valueAt(options, "--beat-interval");
  const seconds = typeof stored === "string" || typeof stored === "number" ? Number(stored) : Number.NaN;
  return Number.isFinite(seconds) ? seconds : DEFAULT_BEAT_SECONDS;
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

/** For people: the unit that fits. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} seconds`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} minutes`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} hours` : `${Math.round(seconds / 86_400)} days`;
}
