import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { MetricColumns } from "../../core/metrics/metric-columns.ts";
import { surveyMetricLog } from "./log-survey.ts";
import { FolderService } from "./folder-service.ts";
import { CONTROL_BYTES } from "./log-progress.ts";
import { COMMAND, CONTROL, type ThreadAnswer } from "./thread-protocol.ts";

test("while metrics.json is written, points are stored between its pieces", () => {
  const dir = mkdtempSync(join(tmpdir(), "sacred-service-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  const control = new SharedArrayBuffer(CONTROL_BYTES);
  const answers: ThreadAnswer[] = [];
  const service = new FolderService(
    { dir, messages: port2, control, beatIntervalSeconds: 0, strictJson: false, isFinishing: false },
    (answer) => answers.push(answer),
  );
  const metrics = new MetricColumns();
  let room = 0;
  metrics.subscribe({
    chunk: (chunk) => {
      port1.postMessage({ kind: "chunk", chunk, start: room });
      room += chunk.capacity;
    },
    name: (id, name) => port1.postMessage({ kind: "name", id, name }),
  });
  const words = new Int32Array(control);
  const count = 1_000_000;
  for (let point = 0; point < count; point++) metrics.log("a", Math.sin(point));
  service.step(0);
  Atomics.store(words, CONTROL.COMMAND, COMMAND.FINISH);
  let turns = 0;
  for (let isOver = false; !isOver; turns++) {
    isOver = !service.step(0);
    if (turns > 3) continue;
    // It is far from done: what is logged now is in the log after a turn, and in metrics.json in the end.
    expect(isOver).toBe(false);
    metrics.log("a", turns);
    service.step(0);
    expect(surveyMetricLog(join(dir, "metrics.log"))?.points).toBe(count + turns + 1);
    expect(existsSync(join(dir, "metrics.json"))).toBe(false);
  }
  expect(answers).toEqual([{ kind: "finished", isStored: true }]);
  const { a } = JSON.parse(readFileSync(join(dir, "metrics.json"), "utf8"));
  expect(a.values).toHaveLength(count + 4);
  expect(a.values.slice(-4)).toEqual([0, 1, 2, 3]);
});
