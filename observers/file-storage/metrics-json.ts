import { closeSync, openSync, writeSync } from "node:fs";
import type { PointColumns } from "../../core/record/metric-log.ts";
import { compareMetricNames, metricsText, metricText } from "../../core/record/metrics-text.ts";
import { PointBlock } from "../../core/record/read-metric-log.ts";
import { replaceInSteps } from "./atomic-write.ts";
import type { LogSurvey } from "./log-survey.ts";
import { allSteps, walkMetricLog } from "./walk-metric-log.ts";

/** What is written of a log: it may have grown meanwhile. */
export type WrittenPart = Pick<LogSurvey, "names" | "counts" | "validBytes">;

/** So many points are held at once, 24 bytes each; the log is read once for all metrics that fit, and again for the others. */
const POINTS_AT_ONCE = 1 << 18;
/** More than a window of the log usually holds of one metric. */
const WINDOW_POINTS = 1 << 15;
/** Points whose text is made at once. */
const PIECE_POINTS = 1 << 12;
/** Output is collected up to this many characters. */
const PIECE = 1 << 16;

interface NumberedMetric {
  readonly name: string;
  readonly id: number;
  readonly count: number;
}

/** Writes metrics.json in Sacred's layout: memory doesn't grow with the history. @see metricsJsonSteps */
export function writeMetricsJson(path: string, logPath: string, part: WrittenPart, strict: boolean): void {
  allSteps(metricsJsonSteps(path, logPath, part, strict));
}

/**
 * The same in steps of some milliseconds, between which the writer of the log can go on.
 *
 * Points of many metrics stand in the log as they came, and in metrics.json metric by metric. So the log is read several times, each
 * time for as many metrics as may be held at once; one that is larger by itself is read from there column by column.
 *
 * @param strict NaN and the infinities become null
 */
export function metricsJsonSteps(
  path: string,
  logPath: string,
  part: WrittenPart,
  strict: boolean,
): Generator<void, void> {
  return replaceInSteps(path, function* (temporary) {
    const file = openSync(temporary, "w");
    try {
      const out = new PieceWriter(file);
      const metrics = part.names
        .map((name, id): NumberedMetric => ({ name, id, count: part.counts[id] ?? 0 }))
        // The name of a metric may be stored before its first point.
        .filter(({ count }) => count > 0)
        .sort((a, b) => compareMetricNames(a.name, b.name));
      out.write(metricsText.begin);
      let written = 0;
      const held = metrics.filter(({ count }) => count <= POINTS_AT_ONCE).reduce((sum, { count }) => sum + count, 0);
      const room = columnsOf(Math.min(POINTS_AT_ONCE, held));
      for (const group of groupsOf(metrics)) {
        const points = yield* pointsOf(logPath, part, group, room);
        for (const [index, { name }] of group.entries()) {
          for (const text of metricText(name, written++, () => points(index), strict)) {
            out.write(text);
            yield;
          }
        }
      }
      out.write(metricsText.end(metrics.length));
      out.flush();
    } finally {
      closeSync(file);
    }
  });
}

/** Metrics in their order, as many together as may be held at once; one that is larger is alone. */
function* groupsOf(metrics: readonly NumberedMetric[]): Generator<readonly NumberedMetric[]> {
  let group: NumberedMetric[] = [];
  let points = 0;
  for (const metric of metrics) {
    if (group.length > 0 && points + metric.count > POINTS_AT_ONCE) {
      yield group;
      [group, points] = [[], 0];
    }
    group.push(metric);
    points += metric.count;
  }
  if (group.length > 0) yield group;
}

/** Gives the points of each metric of a group, as often as it is asked: read now and held, or read whenever that is. */
function* pointsOf(
  logPath: string,
  part: WrittenPart,
  group: readonly NumberedMetric[],
  room: PointColumns,
): Generator<void, (index: number) => Iterable<PointColumns>> {
  const large = group.find(({ count }) => count > POINTS_AT_ONCE);
  if (large !== undefined) return () => streamedPoints(logPath, part, large.id);
  const held = dividedAmong(group, room);
  const filled = new Uint32Array(group.length);
  const places = new Int32Array(part.names.length).fill(-1);
  for (const [index, { id }] of group.entries()) places[id] = index;
  const take = (block: PointBlock, from: number, metric: number): void => {
    const index = places[metric] ?? -1;
    const columns = held[index];
    if (columns === undefined) return;
    const at = filled[index] ?? 0;
    put(columns, at, block, from);
    filled[index] = at + 1;
  };
  yield* walkMetricLog(
    logPath,
    (block) => {
      if (!(block instanceof PointBlock)) return;
      if (block.metric !== undefined && (places[block.metric] ?? -1) < 0) return;
      for (let index = 0; index < block.count; index++) take(block, index, block.metricAt(index));
    },
    { size: part.validBytes, isChecked: true },
  );
  return (index) => piecesOf(held[index] ?? columnsOf(0));
}

/** All groups have the same room, one after another: memory that is left behind is taken away much later. */
function dividedAmong(group: readonly NumberedMetric[], { steps, values, times }: PointColumns): PointColumns[] {
  let end = 0;
  return group.map(({ count }) => {
    const [from, to] = [end, (end += count)];
    return { steps: steps.subarray(from, to), values: values.subarray(from, to), times: times.subarray(from, to) };
  });
}

/** The points of one metric as they are found in the log, a window after another. */
function* streamedPoints(logPath: string, part: WrittenPart, id: number): Generator<PointColumns> {
  let found = columnsOf(WINDOW_POINTS);
  let count = 0;
  const walk = walkMetricLog(
    logPath,
    (block) => {
      if (!(block instanceof PointBlock)) return;
      if (block.metric !== undefined && block.metric !== id) return;
      if (count + block.count > found.values.length) found = larger(found, count + block.count);
      for (let index = 0; index < block.count; index++)
        if (block.metricAt(index) === id) put(found, count++, block, index);
    },
    { size: part.validBytes, isChecked: true },
  );
  for (const _window of walk) {
    yield* piecesOf(found, count);
    count = 0;
  }
}

function columnsOf(count: number): PointColumns {
  return { steps: new Float64Array(count), values: new Float64Array(count), times: new Float64Array(count) };
}

function put({ steps, values, times }: PointColumns, at: number, block: PointBlock, from: number): void {
  steps[at] = block.stepAt(from);
  values[at] = block.valueAt(from);
  times[at] = block.timeAt(from);
}

function larger(columns: PointColumns, count: number): PointColumns {
  const whole = columnsOf(2 * count);
  for (const key of ["steps", "values", "times"] as const) whole[key].set(columns[key]);
  return whole;
}

/** Always at least one, so that whoever takes steps gets the turn. */
function* piecesOf({ steps, values, times }: PointColumns, count: number = steps.length): Generator<PointColumns> {
  for (let from = 0; from === 0 || from < count; from += PIECE_POINTS) {
    const to = Math.min(from + PIECE_POINTS, count);
    yield { steps: steps.subarray(from, to), values: values.subarray(from, to), times: times.subarray(from, to) };
  }
}

class PieceWriter {
  readonly #file: number;
  #text: string = "";

  constructor(file: number) {
    this.#file = file;
  }

  write(text: string): void {
    this.#text += text;
    if (this.#text.length >= PIECE) this.flush();
  }

  flush(): void {
    const bytes = Buffer.from(this.#text);
    // A disk that is nearly full takes a part, and fails at the next call only.
    let written = 0;
    while (written < bytes.length) written += writeSync(this.#file, bytes, written);
    this.#text = "";
  }
}
