import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { experiment } from "../../host-node/index.ts";
import type { Run } from "../../core/run/run.ts";
import { FileStorageObserver } from "./index.ts";

test("a thread serves one run after another, others come for runs at once, and all end when nobody needs them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sacred-threads-"));
  const exits: Promise<unknown>[] = [];
  const note = (worker: Worker): void => void exits.push(once(worker, "exit"));
  process.on("worker", note);
  onTestFinished(() => {
    process.off("worker", note);
    rmSync(folder, { recursive: true });
  });
  const ex = experiment("threads", { observers: [new FileStorageObserver(folder)] });
  ex.main(async ({ _run }: { readonly _run: Run }) => {
    for (let step = 0; step < 10; step++) _run.logScalar(`of ${String(_run.id)}`, step);
    await new Promise(setImmediate);
  });
  const run = (): Promise<unknown> => ex.run({ options: { loglevel: "CRITICAL", "--capture": "sys" } });

  for (let count = 1; count <= 5; count++) await run();
  // More than one only where the machine holds everything up for seconds.
  expect(exits.length).toBeLessThan(5);
  await Promise.all([run(), run(), run()]);
  for (let id = 1; id <= 8; id++) {
    const metrics: unknown = JSON.parse(readFileSync(join(folder, String(id), "metrics.json"), "utf8"));
    expect(metrics).toMatchObject({ [`of ${id}`]: { values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] } });
    expect(Object.keys(metrics as object)).toHaveLength(1);
  }
  const count = exits.length;
  await Promise.all(exits);
  await run();
  expect(exits).toHaveLength(count + 1);
});
