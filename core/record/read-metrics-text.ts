import type { MetricSeries, MetricsByName } from "../metrics/series-of.ts";
import { millisecondsOf } from "./iso-time.ts";
import { readPythonJson } from "./read-python-json.ts";
import { isDictionary } from "./run-entry.ts";

/** The points of a metrics.json. @throws {SyntaxError} if it is no whole JSON */
export function readMetricsText(json: string): MetricsByName {
  const metrics = readPythonJson(json);
  if (!isDictionary(metrics)) return {};
  const series = Object.entries(metrics).map(([name, metric]): [string, MetricSeries] => [
    name,
    {
      steps: column(metric, "steps", numberOf),
      values: column(metric, "values", numberOf),
      timestamps: column(metric, "timestamps", millisecondsOf),
    },
  ]);
  return Object.fromEntries(series);
}

function column(metric: unknown, key: string, read: (value: unknown) => number): Float64Array {
  const list: unknown = isDictionary(metric) ? metric[key] : undefined;
  return Float64Array.from(Array.isArray(list) ? list : [], read);
}

/** What is no number (null, where JSON is strict) was not a finite one. */
function numberOf(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}
