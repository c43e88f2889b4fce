import { lstatSync, realpathSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { readPythonJson } from "../../../core/record/read-python-json.ts";
import { isDictionary } from "../../../core/record/run-entry.ts";
import { isUnsavedFileName } from "../../../core/record/unsaved-file.ts";
import type { RunOwner } from "../run-owner.ts";
import { isUnsavedPointsName } from "../unsaved-points.ts";
import { filesIn } from "./files-in.ts";
import { type KeptPoints, readKeptPoints } from "./kept-points.ts";
import { readIfThere } from "./run-entry.ts";

/** A file in which a run has kept what could not be stored, when its disk was full to the very end. */
export interface Unsaved {
  readonly path: string;
  /** in their order, each with its name as `event` */
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

/** What such a file says of its run; of another host's Sacred, or half of one: undefined. */
interface Found extends Unsaved {
  readonly runId: string;
  readonly startTime: string;
  readonly observer: unknown;
}

/**
 * Files that runs have left where they could still write: in their working folder and in the temporary one, as they were when
 * the run began; here; or where somebody has moved them, beside the runs. Each folder is looked through once.
 */
export class UnsavedFiles {
  readonly #events: (folder: string) => readonly Found[] = filesIn(isUnsavedFileName, read);
  readonly #points: (folder: string) => readonly KeptPoints[] = filesIn(isUnsavedPointsName, readKeptPoints);

  /**
   * The file of one run, which has its id and its start to the microsecond. Another observer may have stored the same run
   * somewhere else, whole: then only what names this very folder is believed.
   */
  of(dir: string, entry: Readonly<Record<string, unknown>>, owner: RunOwner | undefined): Unsaved | undefined {
    const isUnfinished = entry["status"] === "RUNNING" || entry["status"] === "DEAD";
    const [basedir, id] = [dirname(dir), basename(dir)];
    for (const folder of unsavedFolders(basedir, owner)) {
      const found = this.#events(folder).find(
        ({ path, runId, startTime, observer }) =>
          runId === id &&
          startTime === entry["start_time"] &&
          (isUnfinished || observer === `FileStorageObserver(${basedir})`) &&
          isOfOneUser(path, join(dir, "run.json")),
      );
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Files of points that belong at the end of the run's metric log. */
  pointsOf(dir: string, owner: RunOwner | undefined): readonly KeptPoints[] {
    const own = realpathSync(dir);
    // In a folder of everybody's somebody else could add points.
    return [...unsavedFolders(dirname(dir), owner)]
      .flatMap((folder) => this.#points(folder))
      .filter((points) => points.dir === own && isOfOneUser(points.path, dir));
  }
}

/** Where a run may have left what it could not store, and where somebody may have put that. */
function unsavedFolders(basedir: string, owner: RunOwner | undefined): Set<string> {
  return new Set([...(owner?.unsavedIn ?? []), process.cwd(), tmpdir(), basedir]);
}

function read(path: string): Found | undefined {
  try {
    if (lstatSync(path).isFile()) return parse(path, readPythonJson(readIfThere(path) ?? ""));
  } catch {
    // Of another user, or no whole JSON: it says nothing.
  }
  return undefined;
}

function parse(path: string, content: unknown): Found | undefined {
  if (!isDictionary(content) || !Array.isArray(content["events"])) return undefined;
  const { run_id: runId, start_time: startTime, observer } = content;
  // Versions that recovery knew nothing of didn't say when the run began.
  if (typeof startTime !== "string") return undefined;
  return { path, events: content["events"].filter(isDictionary), runId: String(runId), startTime, observer };
}

/** In a folder of everybody's somebody else could say what became of a run. */
function isOfOneUser(a: string, b: string): boolean {
  return lstatSync(a, { throwIfNoEntry: false })?.uid === statSync(b).uid;
}
