import type { MetricSeries } from "./series-of.ts";

/** Points of one metric that came in several batches, as one: each point is copied once. */
export function joinSeries(parts: readonly MetricSeries[]): MetricSeries {
  const length = parts.reduce((sum, { steps }) => sum + steps.length, 0);
  const join = (column: keyof MetricSeries): Float64Array => {
    const whole = new Float64Array(length);
    let at = 0;
    for (const part of parts) {
      whole.set(part[column], at);
      at += part[column].length;
    }
    return whole;
  };
  return { steps: join("steps"), values: join("values"), timestamps: join("timestamps") };
}
