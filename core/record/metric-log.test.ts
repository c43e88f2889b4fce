import fc from "fast-check";
import { expect, test } from "vitest";
import { readLog } from "../../tests/support/read-log.ts";
import { encodeName, encodePoints, LOG_MAGIC, mostBytesOf } from "./metric-log.ts";

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function points(values: readonly number[], firstStep: number = 0): Parameters<typeof encodePoints>[1] {
  return {
    values: Float64Array.from(values),
    steps: Float64Array.from(values, (_, index) => firstStep + index),
    times: Float64Array.from(values, (_, index) => 1_700_000_000_000 + index),
  };
}

const METRIC = 123_456;
const FIRST_VERSION =
  "U0FDUkVETTEBAAAAAAAAAAQAAAArGvw5bG9zcwIDAAACAAAAMAAAANCd8TAAAAAAAADgPwAAAAAAANA/AAAAAAAACEAAAAAAAADwPwAAgFb+vHhCAAAAAPoAAAABAAEAAAAAAAgAAAA+vIt1YWNjdXJhY3kCAwEAAQAAACQAAACXM5n4AAAAAAAA+H8AAAAAAAAAAAAAAAAAAAAAAAAAAAAA8L8AAAAA";

const number = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 3e9));

test("whatever is logged is read again, to the bit", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ value: number, step: number, time: number }), { minLength: 1 }), (logged) => {
      const columns = {
        values: Float64Array.from(logged, ({ value }) => value),
        steps: Float64Array.from(logged, ({ step }) => step),
        times: Float64Array.from(logged, ({ time }) => time),
      };
      const metrics = Uint32Array.from(logged, () => METRIC);
      for (const block of [encodePoints(METRIC, columns), encodePoints(metrics, columns)]) {
        const { points: read, names } = readLog(concat([LOG_MAGIC, encodeName(METRIC, "lösš"), block]));
        expect(names[METRIC]).toBe("lösš");
        expect(read.get(METRIC)?.values).toEqual([...columns.values]);
        expect(read.get(METRIC)?.steps).toEqual([...columns.steps]);
        read.get(METRIC)?.times.forEach((time, index) => {
          const original = columns.times[index] ?? 0;
          expect(Object.is(time, original) || Math.abs(time - original) <= 0.001 || Number.isNaN(original)).toBe(true);
        });
      }
    }),
  );
});

test("names of any length and content are read again", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" })), (others) => {
      const names = [...others, "\ud800", "\udfff\ud800", "\ufeffx", "__proto__", '"', "\0", "n".repeat(100_000)];
      const log = concat([LOG_MAGIC, ...names.map((name, metric) => encodeName(metric, name))]);
      expect(readLog(log).names).toEqual(names);
    }),
    { numRuns: 20 },
  );
});

test("a block may be written into memory that has held another one", () => {
  const columns = points([1, 2, 3]);
  const room = new Uint8Array(mostBytesOf(8)).fill(255);
  for (const metrics of [METRIC, Uint32Array.of(7, 8, 9)])
    expect(encodePoints(metrics, columns, room)).toEqual(encodePoints(metrics, columns));
});

test("points of many metrics in one block find theirs, whatever their numbers", () => {
  const metrics = Uint32Array.of(70_000, 0, 4_294_967_295, 70_000);
  const { points: read } = readLog(concat([LOG_MAGIC, encodePoints(metrics, points([1, 2, 3, 4]))]));
  expect(Object.fromEntries(Array.from(read, ([metric, { values }]) => [metric, values]))).toEqual({
    70_000: [1, 4],
    0: [2],
    4_294_967_295: [3],
  });
});

test("a log of the first version is read", () => {
  // Written by the first version: "loss" as 0, "accuracy" as 1; 0.5 at step 3 and 0.25 at step 4; NaN at step 0.
  const log = Uint8Array.from(atob(FIRST_VERSION), (character) => character.charCodeAt(0));
  const { names, points: read, validBytes } = readLog(log);
  expect(names).toEqual(["loss", "accuracy"]);
  expect(read.get(0)).toEqual({ steps: [3, 4], values: [0.5, 0.25], times: [1_700_000_000_000, 1_700_000_000_000.25] });
  expect(read.get(1)).toEqual({ steps: [0], values: [Number.NaN], times: [-1] });
  expect(validBytes).toBe(log.length);
});

test("a log that is cut at any byte gives the points before the cut", () => {
  const blocks = [encodeName(0, "loss"), encodePoints(0, points([1, 2, 3])), encodePoints(0, points([4, 5], 3))];
  const log = concat([LOG_MAGIC, ...blocks]);
  const ends = blocks.map((_, index) => concat([LOG_MAGIC, ...blocks.slice(0, index + 1)]).length);
  for (let cut = 0; cut <= log.length; cut++) {
    const read = readLog(log.subarray(0, cut));
    const values = read.points.get(0)?.values ?? [];
    expect(values).toEqual(cut >= (ends[2] ?? 0) ? [1, 2, 3, 4, 5] : cut >= (ends[1] ?? 0) ? [1, 2, 3] : []);
    expect(read.validBytes).toBeLessThanOrEqual(cut);
  }
});

test("a byte that was changed ends the log before its block", () => {
  const log = concat([LOG_MAGIC, encodePoints(0, points([1])), encodePoints(0, points([2], 1))]);
  const broken = Uint8Array.from(log);
  broken[log.length - 3] = (broken[log.length - 3] ?? 0) ^ 1;
  expect(readLog(broken).points.get(0)?.values).toEqual([1]);
});

test("a point of a regular metric takes less than 24 bytes", () => {
  const block = encodePoints(0, points(Array.from({ length: 4096 }, (_, index) => Math.sin(index))));
  expect(block.length / 4096).toBeLessThan(24);
});
