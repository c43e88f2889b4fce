import { join } from "node:path";
import type { MetricSeries, MetricsByName } from "../../../core/metrics/series-of.ts";
import { type NameBlock, PointBlock } from "../../../core/record/read-metric-log.ts";
import { readMetricsText } from "../../../core/record/read-metrics-text.ts";
import { surveyMetricLog } from "../log-survey.ts";
import { allSteps, walkMetricLog } from "../walk-metric-log.ts";
import { readIfThere } from "../recovery/run-entry.ts";
import { storedPoints } from "../recovery/stored-points.ts";

/**
 * The metrics of a run: from its log, which knows all that metrics.json knows and more. Of a run without one (Python's
 * Sacred), or with a damaged one that holds fewer points, from metrics.json.
 */
export function readMetrics(dir: string): MetricsByName {
  const { series, points, isWhole } = fromLog(join(dir, "metrics.log"));
  if (isWhole) return series;
  const path = join(dir, "metrics.json");
  return storedPoints(path) > points ? readMetricsText(readIfThere(path) ?? "{}") : series;
}

/** Counted first, so that each point is copied once. */
function fromLog(path: string): { series: MetricsByName; points: number; isWhole: boolean } {
  const log = surveyMetricLog(path);
  if (log === undefined) return { series: {}, points: 0, isWhole: false };
  const columns = log.counts.map(emptySeries);
  const filled = new Uint32Array(columns.length);
  const take = (block: PointBlock, from: number): void => {
    const metric = block.metricAt(from);
    const at = filled[metric] ?? 0;
    const series = columns[metric];
    if (series === undefined) return;
    series.steps[at] = block.stepAt(from);
    series.values[at] = block.valueAt(from);
    series.timestamps[at] = block.timeAt(from);
    filled[metric] = at + 1;
  };
  const visit = (block: PointBlock | NameBlock): void => {
    if (block instanceof PointBlock) for (let index = 0; index < block.count; index++) take(block, index);
  };
  allSteps(walkMetricLog(path, visit, { size: log.validBytes, isChecked: true }));
  const series = log.names.map((name, id): [string, MetricSeries] => [name, columns[id] ?? emptySeries(0)]);
  return { series: Object.fromEntries(series), points: log.points, isWhole: !log.isTorn };
}

function emptySeries(length: number): MetricSeries {
  return {
    steps: new Float64Array(length),
    values: new Float64Array(length),
    timestamps: new Float64Array(length),
  };
}
