import { existsSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../../core/errors/thrown.ts";
import { ObserverError } from "../../../core/errors/index.ts";
import type { MetricsByName } from "../../../core/metrics/series-of.ts";
import { readPythonJson } from "../../../core/record/read-python-json.ts";
import { isDictionary, type RunEntry } from "../../../core/record/run-entry.ts";
import { decoded, joined, piecesOf } from "../pieces.ts";
import { findCapturedFile } from "../recovery/captured-file.ts";
import { recoverRun } from "../recovery/recover-run.ts";
import { readEntry, readIfThere } from "../recovery/run-entry.ts";
import { judge, lookForOwner, type Sighting } from "../recovery/signs-of-life.ts";
import { wholeOutput } from "../recovery/whole-output.ts";
import type { ReaderOptions } from "./file-storage-reader.ts";
import { readMetrics } from "./stored-metrics.ts";

/** A run as it is stored. What is large is read when it is asked for. */
export class StoredRun {
  readonly id: string;
  /** the run's folder */
  readonly dir: string;
  /** what run.json says; the status of a run whose process died is DEAD */
  readonly entry: Readonly<Record<string, unknown>>;
  /** QUEUED, RUNNING, COMPLETED, FAILED, INTERRUPTED, TIMEOUT, DEAD, or a status of the experiment's own */
  readonly status: string;
  readonly #sighting: Sighting;

  constructor(id: string, dir: string, entry: Readonly<Record<string, unknown>>, sighting: Sighting) {
    this.id = id;
    this.dir = dir;
    this.entry = entry;
    this.status = String(entry["status"]);
    this.#sighting = sighting;
  }

  /** The configuration, `seed` included. */
  config(): Record<string, unknown> {
    return this.#dictionary("config.json");
  }

  /** What the experiment has kept in `run.info`. */
  info(): Record<string, unknown> {
    return this.#dictionary("info.json");
  }

  /** Everything that was logged: steps, values, and timestamps in milliseconds since the epoch. */
  metrics(): MetricsByName {
    return readMetrics(this.dir);
  }

  /** What the run has printed. @throws {ObserverError} if that is more than fits into one text */
  output(): string {
    return joined(this.outputPieces(), join(this.dir, "cout.txt"), "outputPieces() gives it piece by piece");
  }

  /** What the run has printed, in pieces of up to 64 kB: however much it is, memory holds one of them. */
  outputPieces(): Iterable<string> {
    const stored = join(this.dir, "cout.txt");
    const captured = this.status === "DEAD" ? findCapturedFile(this.dir, this.#sighting.owner) : undefined;
    return decoded(wholeOutput(stored, captured)?.bytes() ?? piecesOf(stored));
  }

  #dictionary(file: string): Record<string, unknown> {
    const text = readIfThere(join(this.dir, file));
    const content = text === undefined ? {} : readPythonJson(text);
    return isDictionary(content) ? content : {};
  }
}

/** Reads the run in a folder, repairing it first if its process is gone. */
export function readRun(basedir: string, id: string, { repair = true, deadAfterSeconds }: ReaderOptions): StoredRun {
  const dir = join(basedir, id);
  // Where the folder can't be written the run is shown as it would be repaired.
  if (repair) recoverRun(dir, { certainOnly: true });
  const sighting = lookForOwner(dir);
  const entry = entryOf(basedir, id, dir).content;
  const isDead = entry["status"] === "RUNNING" && judge(dir, entry, sighting, deadAfterSeconds).kind === "dead";
  return new StoredRun(id, dir, isDead ? { ...entry, status: "DEAD" } : entry, sighting);
}

function entryOf(basedir: string, id: string, dir: string): RunEntry {
  let entry: RunEntry | undefined;
  try {
    entry = readEntry(dir);
  } catch (cause) {
    const reason = messageOf(cause);
    throw new ObserverError(`The run "${id}" can't be read from ${join(dir, "run.json")}: ${reason}`, { cause });
  }
  if (entry !== undefined) return entry;
  const why = existsSync(dir) ? "its folder has no run.json" : "there is no folder of this name";
  throw new ObserverError(`There is no run "${id}" in ${basedir}: ${why}. list() gives the ids.`);
}
