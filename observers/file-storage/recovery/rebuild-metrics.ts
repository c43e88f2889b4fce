import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../atomic-write.ts";
import { type LogSurvey, surveyMetricLog } from "../log-survey.ts";
import { writeMetricsJson } from "../metrics-json.ts";
import type { RunOwner } from "../run-owner.ts";
import { attachPoints } from "./attach-points.ts";
import { storedPoints } from "./stored-points.ts";
import { UnsavedFiles } from "./unsaved.ts";

/**
 * Writes metrics.json from the metric log and the points that belong to it but were kept elsewhere. A run of Python's Sacred
 * has no log: its metrics.json stays as it is.
 */
export function rebuildMetrics(
  dir: string,
  owner: RunOwner | undefined,
  unsaved: UnsavedFiles = new UnsavedFiles(),
): LogSurvey | undefined {
  for (const points of unsaved.pointsOf(dir, owner)) attachPoints(dir, points);
  const [logPath, jsonPath] = [join(dir, "metrics.log"), join(dir, "metrics.json")];
  const log = surveyMetricLog(logPath);
  if (log === undefined) {
    // Sacred's readers expect the file.
    if (!existsSync(jsonPath)) writeWhole(jsonPath, "{}");
    return undefined;
  }
  if (!log.isTorn || storedPoints(jsonPath) <= log.points)
    writeMetricsJson(jsonPath, logPath, log, owner?.strictJson === true);
  return log;
}
