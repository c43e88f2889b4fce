import type { ChunkView } from "./chunk-view.ts";

/** Points of one metric, in the order in which they were logged. Times are milliseconds since the epoch. */
export interface MetricSeries {
  readonly steps: Float64Array;
  readonly values: Float64Array;
  readonly timestamps: Float64Array;
}

export type MetricsByName = Readonly<Record<string, MetricSeries>>;

/** The points of a chunk from one place on up to another. */
export interface ChunkPart {
  readonly chunk: ChunkView;
  readonly from: number;
  readonly to: number;
}

/** Columns of points, metric by metric, in the order of their first points; counted first, so that nothing is copied twice. */
export function seriesOf(parts: readonly ChunkPart[], metricCount: number): Map<number, MetricSeries> {
  const counts = new Uint32Array(metricCount);
  for (const { chunk, from, to } of parts) {
    for (let index = from; index < to; index++) {
      const id = chunk.ids[index] ?? 0;
      counts[id] = (counts[id] ?? 0) + 1;
    }
  }
  const series = new Map<number, MetricSeries>();
  const filled = new Uint32Array(metricCount);
  for (const { chunk, from, to } of parts) {
    for (let index = from; index < to; index++) {
      const id = chunk.ids[index] ?? 0;
      let points = series.get(id);
      if (points === undefined) series.set(id, (points = emptySeries(counts[id] ?? 0)));
      const at = filled[id] ?? 0;
      points.steps[at] = chunk.steps[index] ?? 0;
      points.values[at] = chunk.values[index] ?? 0;
      points.timestamps[at] = chunk.times[index] ?? 0;
      filled[id] = at + 1;
    }
  }
  return series;
}

function emptySeries(length: number): MetricSeries {
  return {
    steps: new Float64Array(length),
    values: new Float64Array(length),
    timestamps: new Float64Array(length),
  };
}
