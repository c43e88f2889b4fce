import { PointBlock } from "../../core/record/read-metric-log.ts";
import { allSteps, type LogEnd, type LogPart, walkMetricLog } from "./walk-metric-log.ts";

/** What a metric log holds, without its points: memory grows with the number of metrics alone. */
export interface LogSurvey extends LogEnd {
  /** by number */
  readonly names: readonly string[];
  /** points, by number */
  readonly counts: readonly number[];
  readonly points: number;
  /** of the latest point, in milliseconds since the epoch; -Infinity if there is none */
  readonly lastTime: number;
}

/** Looks through a metric log, or a part of one. Undefined if there is no log. */
export function surveyMetricLog(path: string, part?: LogPart): LogSurvey | undefined {
  const names: string[] = [];
  const counts: number[] = [];
  let points = 0;
  let lastTime = Number.NEGATIVE_INFINITY;
  const end = allSteps(
    walkMetricLog(
      path,
      (block) => {
        if (!(block instanceof PointBlock)) {
          names[block.metric] = block.name;
          return;
        }
        points += block.count;
        for (let index = 0; index < block.count; index++) {
          const metric = block.metricAt(index);
          counts[metric] = (counts[metric] ?? 0) + 1;
          const time = block.timeAt(index);
          if (time > lastTime) lastTime = time;
        }
      },
      part,
    ),
  );
  return end === undefined ? undefined : { ...end, names, counts, points, lastTime };
}
