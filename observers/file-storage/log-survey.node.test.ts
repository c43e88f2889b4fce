import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { crc32 } from "../../core/record/crc32.ts";
import { encodeName, encodePoints, LOG_MAGIC } from "../../core/record/metric-log.ts";
import { surveyMetricLog } from "./log-survey.ts";
import { readMetrics } from "./reader/stored-metrics.ts";

function runFolder(log: readonly Uint8Array[]): string {
  const dir = mkdtempSync(join(tmpdir(), "sacred-survey-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  writeFileSync(join(dir, "metrics.log"), Buffer.concat(log));
  return dir;
}

/** A block of SACREDM1, as the head of core/record/metric-log.ts describes it. */
function oldBlock(kind: number, metric: number, count: number, payload: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(16 + payload.length);
  bytes.writeUInt8(kind, 0);
  bytes.writeUInt16LE(metric, 2);
  bytes.writeUInt32LE(count, 4);
  bytes.writeUInt32LE(payload.length, 8);
  bytes.set(payload, 16);
  bytes.writeUInt32LE(crc32(payload, crc32(bytes.subarray(0, 12))), 12);
  return bytes;
}

const oldPoint = (metric: number, value: number): Uint8Array =>
  oldBlock(2, metric, 1, new Uint8Array(Float64Array.of(value, 0, 0).buffer));

const point = (value: number): Parameters<typeof encodePoints>[1] => ({
  steps: Float64Array.of(0),
  values: Float64Array.of(value),
  times: Float64Array.of(0),
});

test("a log of the first version whose numbers came again is read up to there, and metrics.json, which knows more, instead", () => {
  const dir = runFolder([
    Buffer.from("SACREDM1"),
    oldBlock(1, 0, 0, Buffer.from("first")),
    oldPoint(0, 0.5),
    oldBlock(1, 0, 0, Buffer.from("the 65,537th")),
    oldPoint(0, 7),
  ]);
  expect(surveyMetricLog(join(dir, "metrics.log"))).toMatchObject({ names: ["first"], points: 1, isTorn: true });
  expect(readMetrics(dir)).toMatchObject({ first: { values: Float64Array.of(0.5) } });
  const json = (value: number): unknown => ({ steps: [0], timestamps: ["2024-01-01T00:00:00"], values: [value] });
  writeFileSync(join(dir, "metrics.json"), JSON.stringify({ first: json(0.5), "the 65,537th": json(7) }));
  expect(readMetrics(dir)).toMatchObject({
    first: { values: Float64Array.of(0.5) },
    "the 65,537th": { values: Float64Array.of(7) },
  });
});

test("a name that is told again is no other name", () => {
  const dir = runFolder([
    LOG_MAGIC,
    encodeName(0, "a"),
    encodePoints(0, point(1)),
    encodeName(0, "a"),
    encodePoints(0, point(2)),
  ]);
  expect(surveyMetricLog(join(dir, "metrics.log"))).toMatchObject({ points: 2, isTorn: false });
});
