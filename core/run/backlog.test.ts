import { expect, test } from "vitest";
import type { MetricSeries } from "../metrics/series-of.ts";
import { Backlog } from "./backlog.ts";
import type { RunEvent } from "./observer.ts";

const beat = (offset: number, text: string, result: unknown = null): RunEvent => [
  "heartbeatEvent",
  { info: {}, output: { offset, text }, beatTime: new Date(0), result },
];
const points = (name: string, values: readonly number[]): RunEvent => {
  const column = Float64Array.from(values);
  return ["logMetrics", { info: {}, metricsByName: { [name]: { steps: column, values: column, timestamps: column } } }];
};

test("output that was missed is joined with what comes next", () => {
  const backlog = new Backlog();
  backlog.putBack([beat(0, "one\ntw")]);
  backlog.add([beat(4, "two\nthree", 1)]);
  expect(backlog.take()).toEqual([beat(0, "one\ntwo\nthree", 1)]);
});

test("a replacement from further ahead makes what was missed superfluous", () => {
  const backlog = new Backlog();
  backlog.putBack([beat(10, "progress 10%")]);
  backlog.add([beat(3, "all new")]);
  expect(backlog.take()).toEqual([beat(3, "all new")]);
});

test("points that were missed come before the new ones of their metric", () => {
  const backlog = new Backlog();
  backlog.putBack([points("loss", [1, 2])]);
  backlog.add([points("accuracy", [5])]);
  backlog.add([points("loss", [3])]);
  const column = (...values: number[]): Float64Array => Float64Array.from(values);
  const series = (column: Float64Array): MetricSeries => ({ steps: column, values: column, timestamps: column });
  const metricsByName = { loss: series(column(1, 2, 3)), accuracy: series(column(5)) };
  expect(backlog.take()).toEqual([["logMetrics", { info: {}, metricsByName }]]);
});

test("what comes while something older is being told comes after it, if that fails", () => {
  const backlog = new Backlog();
  backlog.add([beat(0, "one ")]);
  const taken = backlog.take();
  backlog.add([beat(4, "two")]);
  backlog.putBack(taken);
  expect(backlog.take()).toEqual([beat(0, "one two")]);
});

test("missed files wait in their order, each on its own", () => {
  const backlog = new Backlog();
  backlog.putBack([["resourceEvent", { filename: "a" }]]);
  backlog.add([["resourceEvent", { filename: "b" }]]);
  backlog.add([beat(0, "")]);
  expect(backlog.take()).toEqual([
    ["resourceEvent", { filename: "a" }],
    ["resourceEvent", { filename: "b" }],
    beat(0, ""),
  ]);
  expect(backlog.take()).toEqual([]);
});
