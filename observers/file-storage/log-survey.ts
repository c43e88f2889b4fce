import { type NameBlock, PointBlock } from "../../core/record/read-metric-log.ts";
import { allSteps, type LogEnd, walkMetricLog } from "./walk-metric-log.ts";

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

/** Looks through a metric log. Undefined if there is no log. */
export function surveyMetricLog(path: string): LogSurvey | undefined {
  return allSteps(surveyInSteps(path));
}

/** The same, with an occasion to do something else after each window. @param size how many bytes to look at */
export function* surveyInSteps(path: string, size?: number): Generator<void, LogSurvey | undefined> {
  const names: string[] = [];
  const counts: number[] = [];
  let points = 0;
  let lastTime = Number.NEGATIVE_INFINITY;
  const visit = (block: PointBlock | NameBlock): boolean => {
    if (!(block instanceof PointBlock)) {
      // Numbers of 16 bits came again: whose the points are that follow can't be told.
      if ((names[block.metric] ?? block.name) !== block.name) return false;
      names[block.metric] = block.name;
      return true;
    }
    points += block.count;
    for (let index = 0; index < block.count; index++) {
      const metric = block.metricAt(index);
      counts[metric] = (counts[metric] ?? 0) + 1;
      const time = block.timeAt(index);
      if (time > lastTime) lastTime = time;
    }
    return true;
  };
  const end = yield* walkMetricLog(path, visit, { size });
  return end === undefined ? undefined : { ...end, names, counts, points, lastTime };
}
