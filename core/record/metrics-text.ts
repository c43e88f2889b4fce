import { compareCodePoints } from "../config/code-points.ts";
import { isoFromMilliseconds } from "./iso-time.ts";
import type { PointColumns } from "./metric-log.ts";
import { pythonJson, pythonNumber } from "./python-json.ts";

type Show = (value: number, strict: boolean) => string;
const COLUMNS: readonly (readonly [key: string, column: keyof PointColumns, show: Show])[] = [
  ["steps", "steps", pythonNumber],
  ["timestamps", "times", (time) => `"${isoFromMilliseconds(time)}"`],
  ["values", "values", pythonNumber],
];

/** What stands around the metrics in metrics.json. */
export const metricsText = {
  begin: "{",
  end: (count: number): string => (count === 0 ? "}" : "\n}"),
} as const;

/**
 * One metric as it stands in metrics.json, in pieces of a block each (an empty one of an empty block): memory doesn't grow with
 * the history.
 *
 * @param at how many metrics stand before it
 * @param blocks the points, asked for once for each column
 * @param strict NaN and the infinities become null
 */
export function* metricText(
  name: string,
  at: number,
  blocks: () => Iterable<PointColumns>,
  strict: boolean,
): Generator<string> {
  yield `${at === 0 ? "" : ","}\n  ${pythonJson(name)}: {`;
  for (const [index, [key, column, show]] of COLUMNS.entries()) {
    yield `${index === 0 ? "" : ","}\n    "${key}": [`;
    let isFirst = true;
    for (const block of blocks()) {
      if (block[column].length === 0) {
        yield "";
        continue;
      }
      yield `${isFirst ? "" : ","}\n      ${Array.from(block[column], (value) => show(value, strict)).join(",\n      ")}`;
      isFirst = false;
    }
    yield isFirst ? "]" : "\n    ]";
  }
  yield "\n  }";
}

/** The order of the metrics in metrics.json. */
export function compareMetricNames(a: string, b: string): number {
  return compareCodePoints(a, b);
}
