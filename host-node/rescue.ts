import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pythonJson } from "../core/record/python-json.ts";
import type { Run } from "../core/run/run.ts";

/** Keeps the last event of a run that an observer could not store: in the working folder, else in the temporary one. */
export function rescueEvent(run: Run, name: string, event: object): string | undefined {
  const content = pythonJson({
    event: name,
    run_id: run.id,
    command: run.command,
    config: run.config,
    info: run.info,
    ...event,
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
