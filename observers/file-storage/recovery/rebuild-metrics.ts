import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../atomic-write.ts";
import { type LogSurvey, surveyMetricLog } from "../log-survey.ts";
import { writeMetricsJson } from "../metrics-json.ts";
import { storedPoints } from "./stored-points.ts";

/**
 * Writes metrics.json from the metric log. A run of Python's Sacred has no log: its metrics.json stays as it is.
 *
 * @param strict NaN and the infinities become null
 */
export function rebuildMetrics(dir: string, strict: boolean): LogSurvey | undefined {
  const [logPath, jsonPath] = [join(dir, "metrics.log"), join(dir, "metrics.json")];
  const log = surveyMetricLog(logPath);
  if (log === undefined) {
    // Sacred's readers expect the file.
    if (!existsSync(jsonPath)) writeWhole(jsonPath, "{}");
    return undefined;
  }
  if (!log.isTorn || storedPoints(jsonPath) <= log.points) writeMetricsJson(jsonPath, logPath, log, strict);
  return log;
}
