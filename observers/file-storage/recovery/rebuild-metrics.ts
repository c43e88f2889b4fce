import { join } from "node:path";
import { readPythonJson } from "../../../core/record/read-python-json.ts";
import { isDictionary } from "../../../core/record/run-entry.ts";
import { writeWhole } from "../atomic-write.ts";
import { type IndexedLog, indexMetricLog } from "../log-index.ts";
import { writeMetricsJson } from "../metrics-json.ts";
import { readIfThere } from "./run-entry.ts";

/**
 * Writes metrics.json from the metric log. A run of Python's Sacred has no log: its metrics.json stays as it is.
 *
 * @param strict NaN and the infinities become null
 */
export function rebuildMetrics(dir: string, strict: boolean): IndexedLog | undefined {
  const [logPath, jsonPath] = [join(dir, "metrics.log"), join(dir, "metrics.json")];
  const log = indexMetricLog(logPath);
  const existing = log === undefined || log.isTorn ? readIfThere(jsonPath) : undefined;
  if (log === undefined) {
    // Sacred's readers expect the file.
    if (existing === undefined) writeWhole(jsonPath, "{}");
    return undefined;
  }
  if (!log.isTorn || storedPoints(existing) <= log.points) writeMetricsJson(jsonPath, logPath, log, strict);
  return log;
}

/**
 * How many points a metrics.json holds; 0 if it can't be read. A log that a kill has cut holds all of them and more; one
 * that is damaged in the middle may not, and then the file is the better witness.
 */
export function storedPoints(json: string | undefined): number {
  if (json === undefined) return 0;
  let metrics: unknown;
  try {
    metrics = readPythonJson(json);
  } catch {
    return 0;
  }
  if (!isDictionary(metrics)) return 0;
  let points = 0;
  for (const metric of Object.values(metrics)) {
    if (isDictionary(metric) && Array.isArray(metric["values"])) points += metric["values"].length;
  }
  return points;
}
