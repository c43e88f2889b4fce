import { LOG_MAGIC } from "../../core/record/metric-log.ts";
import { PointBlock, readBlocks, versionOf } from "../../core/record/read-metric-log.ts";

export interface LoggedPoints {
  readonly steps: number[];
  readonly values: number[];
  readonly times: number[];
}

export interface ReadLog {
  readonly names: readonly string[];
  /** by number of the metric */
  readonly points: ReadonlyMap<number, LoggedPoints>;
  readonly validBytes: number;
}

/** A metric log as a whole. */
export function readLog(bytes: Uint8Array): ReadLog {
  const names: string[] = [];
  const points = new Map<number, LoggedPoints>();
  const version = versionOf(bytes);
  if (version === undefined) return { names, points, validBytes: 0 };
  const read = readBlocks(bytes.subarray(LOG_MAGIC.length), version, (block) => {
    if (!(block instanceof PointBlock)) {
      names[block.metric] = block.name;
      return;
    }
    for (let index = 0; index < block.count; index++) {
      const metric = block.metricAt(index);
      const own = points.get(metric) ?? { steps: [], values: [], times: [] };
      points.set(metric, own);
      own.steps.push(block.stepAt(index));
      own.values.push(block.valueAt(index));
      own.times.push(block.timeAt(index));
    }
  });
  return { names, points, validBytes: LOG_MAGIC.length + read };
}
