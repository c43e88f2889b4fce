import { expect, test } from "vitest";
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
  backlog.keep(beat(0, "one\ntw"));
  expect(backlog.joinedWith([beat(4, "two\nthree", 1)])).toEqual([beat(0, "one\ntwo\nthree", 1)]);
});

test("a replacement from further ahead makes what was missed superfluous", () => {
  const backlog = new Backlog();
  backlog.keep(beat(10, "progress 10%"));
  expect(backlog.joinedWith([beat(3, "all new")])).toEqual([beat(3, "all new")]);
});

test("points that were missed come before the new ones of their metric", () => {
  const backlog = new Backlog();
  backlog.keep(points("loss", [1, 2]));
  backlog.keep(points("accuracy", [5]));
  const [first, second] = backlog.joinedWith([points("loss", [3])]);
  expect(first).toEqual(points("loss", [1, 2, 3]));
  expect(second).toEqual(points("accuracy", [5]));
});

test("missed files wait in their order, each on its own", () => {
  const backlog = new Backlog();
  backlog.keep(["resourceEvent", { filename: "a" }]);
  backlog.keep(["resourceEvent", { filename: "b" }]);
  expect(backlog.joinedWith([beat(0, "")])).toEqual([
    ["resourceEvent", { filename: "a" }],
    ["resourceEvent", { filename: "b" }],
    beat(0, ""),
  ]);
  expect(backlog.joinedWith([])).toEqual([]);
});
