import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { MetricChunk } from "../../core/metrics/chunk-view.ts";
import { MetricColumns } from "../../core/metrics/metric-columns.ts";
import { readLog } from "../../tests/support/read-log.ts";
import { CONTROL_BYTES, LogProgress } from "./log-progress.ts";
import { MetricLogWriter } from "./metric-log-writer.ts";

function logOfTwo(): { path: string; metrics: MetricColumns; writers: MetricLogWriter[] } {
  const folder = mkdtempSync(join(tmpdir(), "sacred-writer-"));
  const path = join(folder, "metrics.log");
  const memory = new SharedArrayBuffer(CONTROL_BYTES);
  const writers = [1, 2].map(() => new MetricLogWriter(path, new LogProgress(memory)));
  onTestFinished(() => {
    for (const writer of writers) writer.close();
    rmSync(folder, { recursive: true });
  });
  const metrics = new MetricColumns();
  let room = 0;
  metrics.subscribe({
    chunk: (chunk: MetricChunk) => {
      for (const writer of writers) writer.addChunk(chunk, room);
      room += chunk.capacity;
    },
    name: (id, name) => writers.forEach((writer) => writer.addName(id, name)),
  });
  return { path, metrics, writers };
}

const stored = (path: string, metric: number): readonly number[] | undefined =>
  readLog(readFileSync(path)).points.get(metric)?.values;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

test("two writers of one log take turns, at any point, and every point is stored once", () => {
  const { path, metrics, writers } = logOfTwo();
  for (let point = 0; point < 20_000; point++) {
    metrics.log(point % 3 === 0 ? "b" : "a", point);
    if (point % 977 === 0) writers[(point / 977) % 2]?.flush();
  }
  writers[1]?.flush();
  expect(stored(path, 0)).toEqual(upTo(20_000).filter((point) => point % 3 === 0));
  expect(stored(path, 1)).toEqual(upTo(20_000).filter((point) => point % 3 !== 0));
  expect(readLog(readFileSync(path)).validBytes).toBe(readFileSync(path).length);
});

test("what a writer has left half-written when it died is no part of the log", () => {
  const { path, metrics, writers } = logOfTwo();
  metrics.log("a", 0);
  writers[0]?.flush();
  appendFileSync(path, "half a block");
  metrics.log("a", 1);
  writers[1]?.flush();
  expect(stored(path, 0)).toEqual([0, 1]);
  expect(readLog(readFileSync(path)).validBytes).toBe(readFileSync(path).length);
});

test("chunks are let go of when either writer has stored them, and their memory is used again", () => {
  const { metrics, writers } = logOfTwo();
  const used = new Set<unknown>();
  for (let point = 0; point < 100_000; point++) {
    metrics.log("a", point);
    if (point % 1000 !== 999) continue;
    writers[0]?.flush();
    for (const { memory } of writers[1]?.chunks ?? []) used.add(memory.memory);
    writers[0]?.forget();
    for (const chunk of writers[1]?.forget() ?? []) metrics.recycle(chunk);
  }
  expect(writers[1]?.chunks).toHaveLength(1);
  // Those of 1,024 and 2,048 points, and some of 4,096.
  expect(used.size).toBeLessThan(6);
});

test("a point whose name comes later, by another way, waits for it", () => {
  const { path, metrics } = logOfTwo();
  const memory = new SharedArrayBuffer(CONTROL_BYTES);
  const writer = new MetricLogWriter(path, new LogProgress(memory));
  onTestFinished(() => writer.close());
  metrics.subscribe({ chunk: (chunk) => writer.addChunk(chunk, 0), name: () => undefined });
  writer.addName(0, "a");
  for (const name of ["a", "a", "b", "a"]) metrics.log(name, 1);
  writer.flush();
  expect(readLog(readFileSync(path)).points).toEqual(new Map([[0, expect.objectContaining({ values: [1, 1] })]]));
  writer.addName(1, "b");
  writer.flush();
  expect(stored(path, 0)).toEqual([1, 1, 1]);
  expect(stored(path, 1)).toEqual([1]);
});
