import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeName, encodePoints, LOG_MAGIC, readMetricLog } from "./metric-log.ts";

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

const number = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 3e9));

test("whatever is logged is read again, to the bit", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ value: number, step: number, time: number }), { minLength: 1 }), (logged) => {
      const columns = {
        values: Float64Array.from(logged, ({ value }) => value),
        steps: Float64Array.from(logged, ({ step }) => step),
        times: Float64Array.from(logged, ({ time }) => time),
      };
      const { blocks, names } = readMetricLog(concat([LOG_MAGIC, encodeName(0, "lösš"), encodePoints(0, columns)]));
      expect(names).toEqual(["lösš"]);
      expect(blocks[0]?.columns.values).toEqual(columns.values);
      expect(blocks[0]?.columns.steps).toEqual(columns.steps);
      blocks[0]?.columns.times.forEach((time, index) => {
        const original = columns.times[index] ?? 0;
        expect(Object.is(time, original) || Math.abs(time - original) <= 0.001 || Number.isNaN(original)).toBe(true);
      });
    }),
  );
});

test("a log that is cut at any byte gives the points before the cut", () => {
  const blocks = [encodeName(0, "loss"), encodePoints(0, points([1, 2, 3])), encodePoints(0, points([4, 5], 3))];
  const log = concat([LOG_MAGIC, ...blocks]);
  const ends = blocks.map((_, index) => concat([LOG_MAGIC, ...blocks.slice(0, index + 1)]).length);
  for (let cut = 0; cut <= log.length; cut++) {
    const read = readMetricLog(log.subarray(0, cut));
    const values = read.blocks.flatMap(({ columns }) => [...columns.values]);
    expect(values).toEqual(cut >= (ends[2] ?? 0) ? [1, 2, 3, 4, 5] : cut >= (ends[1] ?? 0) ? [1, 2, 3] : []);
    expect(read.validBytes).toBeLessThanOrEqual(cut);
  }
});

test("a byte that was changed ends the log before its block", () => {
  const log = concat([LOG_MAGIC, encodePoints(0, points([1])), encodePoints(0, points([2], 1))]);
  const broken = Uint8Array.from(log);
  broken[log.length - 3] = (broken[log.length - 3] ?? 0) ^ 1;
  expect(readMetricLog(broken).blocks.map(({ columns }) => [...columns.values])).toEqual([[1]]);
});

test("a point of a regular metric takes less than 24 bytes", () => {
  const block = encodePoints(0, points(Array.from({ length: 4096 }, (_, index) => Math.sin(index))));
  expect(block.length / 4096).toBeLessThan(24);
});
