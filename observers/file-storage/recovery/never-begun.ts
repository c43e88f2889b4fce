import { readdirSync, rmdirSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { CAPTURE_NOTE } from "../../../core/record/capture-note.ts";
import { OWNER_FILE } from "../run-owner.ts";
import { isDigits } from "../run-number.ts";
import type { RecoverRunOptions, RunFinding } from "./recover-run.ts";
import { DEFAULT_DEAD_AFTER_SECONDS, duration, type Sighting } from "./signs-of-life.ts";
import { isTemporary, sweepTemporaries } from "./sweep.ts";

/** What a run writes before its run.json. The owner goes last: without it nobody would know whose the others were. */
const FIRST_FILES: readonly string[] = [CAPTURE_NOTE, "cout.txt", "config.json", OWNER_FILE];

/**
 * A folder without run.json, as a run leaves it that is killed between mkdir and its first record: nothing has run, so the
 * folder goes. One that is empty may be one in which a run is just beginning: it goes when it is old, and if its name is one
 * that we give (others may have made it for themselves). Whatever else is in it keeps it.
 */
export function recoverNeverBegun(
  dir: string,
  { owner, state }: Sighting,
  { dryRun = false, deadAfterSeconds, certainOnly = false }: RecoverRunOptions,
): RunFinding & { readonly swept: number } {
  if (state === "alive") return { kind: "untouched", swept: 0 };
  const swept = sweepTemporaries(dir, { gone: state === "gone" ? owner?.pid : undefined, dryRun });
  const names = readdirSync(dir).filter((name) => !(dryRun && isTemporary(name)));
  const isOurs = owner !== undefined || names.length === 0;
  if (certainOnly || !isOurs) return { kind: "untouched", swept };
  const more = names.find((name) => !isFirstFile(dir, name));
  if (more !== undefined) return { kind: "unknown", reason: `it has no run.json, but holds ${more}`, swept };
  if (state === "gone") return removed(dir, dryRun, `its process ${owner?.pid} is gone`, swept);
  const age = (Date.now() - statSync(dir).mtimeMs) / 1000;
  const isOld = age > (deadAfterSeconds ?? DEFAULT_DEAD_AFTER_SECONDS);
  const isCertain = isDigits(basename(dir)) || deadAfterSeconds !== undefined;
  if (isOld && isCertain) return removed(dir, dryRun, `nothing has happened in its folder for ${duration(age)}`, swept);
  const what = names.length === 0 ? "its folder is empty" : "it has no run.json yet";
  return { kind: "unknown", reason: isOld ? what : `${what}: it may just be beginning`, swept };
}

function isFirstFile(dir: string, name: string): boolean {
  return FIRST_FILES.includes(name) && (name !== "cout.txt" || statSync(join(dir, name)).size === 0);
}

function removed(dir: string, dryRun: boolean, reason: string, swept: number): RunFinding & { readonly swept: number } {
  if (!dryRun) {
    for (const name of FIRST_FILES) rmSync(join(dir, name), { force: true });
    // Fails if anything has come into it in the meantime.
    rmdirSync(dir);
  }
  return { kind: "removed", reason, swept };
}
