import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isoTime } from "../core/record/iso-time.ts";
import { pythonJson } from "../core/record/python-json.ts";
import { unsavedFileName } from "../core/record/unsaved-file.ts";
import type { RunEvent } from "../core/run/observer.ts";
import type { Run } from "../core/run/run.ts";

/**
 * Keeps events of a run that an observer could not store: in the working folder, else in the temporary one. `sacred-ts recover`
 * stores them from there (observers/file-storage/recovery/unsaved.ts).
 */
export function rescueEvents(run: Run, events: readonly RunEvent[], observer: string): string | undefined {
  const content = pythonJson({
    run_id: run.id,
    start_time: run.startTime && isoTime(run.startTime),
    observer,
    command: run.command,
    config: run.config,
    info: run.info,
    events: events.map(([event, payload]) => ({ event, ...payload })),
  });
  for (const folder of [process.cwd(), tmpdir()]) {
    const path = writeNew(folder, content);
    // Else the next folder may be writable.
    if (path !== undefined) return path;
  }
  return undefined;
}

/** Configuration and output are nobody else's business: the folder may be everybody's. */
const OWNER_ONLY = 0o600;

function writeNew(folder: string, content: string): string | undefined {
  for (let time = Date.now(); ; time++) {
    const path = join(folder, unsavedFileName(process.pid, time));
    try {
      writeFileSync(path, content, { flag: "wx", mode: OWNER_ONLY });
      return path;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EEXIST") continue;
      // Half of it is of no use to anybody.
      rmSync(path, { force: true });
      return undefined;
    }
  }
}
