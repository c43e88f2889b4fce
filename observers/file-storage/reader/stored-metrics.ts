import { join } from "node:path";
import type { MetricSeries, MetricsByName } from "../../../core/metrics/series-of.ts";
import type { PointColumns } from "../../../core/record/metric-log.ts";
import { readMetricsText } from "../../../core/record/read-metrics-text.ts";
import { walkMetricLog } from "../log-index.ts";
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

function fromLog(path: string): { series: MetricsByName; points: number; isWhole: boolean } {
  const names: string[] = [];
  const parts = new Map<number, PointColumns[]>();
  let points = 0;
  const isTorn = walkMetricLog(path, (content) => {
    content.names.forEach((name, id) => (names[id] = name));
    for (const { metric, count, columns } of content.blocks) {
      const own = parts.get(metric) ?? [];
      own.push(columns);
      parts.set(metric, own);
      points += count;
    }
  });
  const series = names.map((name, id): [string, MetricSeries] => {
    const own = parts.get(id) ?? [];
    return [
      name,
      {
        steps: joined(own.map(({ steps }) => steps)),
        values: joined(own.map(({ values }) => values)),
        timestamps: joined(own.map(({ times }) => times)),
      },
    ];
  });
  return { series: Object.fromEntries(series), points, isWhole: isTorn === false };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
