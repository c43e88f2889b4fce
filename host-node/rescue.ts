import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pythonJson } from "../core/record/python-json.ts";
import type { RunEvent } from "../core/run/observer.ts";
import type { Run } from "../core/run/run.ts";

/** Keeps events of a run that an observer could not store: in the working folder, else in the temporary one. */
export function rescueEvents(run: Run, events: readonly RunEvent[]): string | undefined {
  const content = pythonJson({
    run_id: run.id,
    command: run.command,
    config: run.config,
    info: run.info,
    events: events.map(([event, payload]) => ({ event, ...payload })),
  });
  const file = `sacred-unsaved-${process.pid}-${Date.now()}.json`;
  for (const folder of [process.cwd(), tmpdir()]) {
    const path = join(folder, file);
    try {
      writeFileSync(path, content, { flag: "wx" });
      return path;
    } catch {
      // The next folder may be writable.
    }
  }
  return undefined;
}
