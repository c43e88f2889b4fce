import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { experiment } from "../../host-node/index.ts";
import type { Run } from "../../core/run/run.ts";
import { readLog } from "../../tests/support/read-log.ts";
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

/** Threads that serve a run, or wait for one. */
const living = new Set<Worker>();
process.on("worker", (worker) => {
  living.add(worker);
  worker.once("exit", () => living.delete(worker));
});

/** Runs an experiment whose main function is given what ends its helper thread; gives what is stored and printed. */
async function withDyingThreads(
  main: (run: Run, kill: () => Promise<void>) => unknown,
): Promise<{ values: unknown; printed: string; status: unknown }> {
  const folder = mkdtempSync(join(tmpdir(), "sacred-threads-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const printed: string[] = [];
  const ex = experiment("dying", { observers: [new FileStorageObserver(folder)] });
  const add = (...parts: readonly unknown[]): void => void printed.push(parts.join(" "));
  ex.logger = { debug: () => undefined, info: add, warn: add, error: add };
  ex.main(({ _run }: { readonly _run: Run }) =>
    main(_run, async () => {
      while (living.size === 0) await new Promise(setImmediate);
      await Promise.all(Array.from(living, (worker) => worker.terminate()));
    }),
  );
  const { status } = await ex.run({ options: { "--capture": "no" } });
  const metrics: unknown = JSON.parse(readFileSync(join(folder, "1", "metrics.json"), "utf8"));
  const values: unknown = Reflect.get(Object(Reflect.get(Object(metrics), "loss")), "values");
  const log = readLog(readFileSync(join(folder, "1", "metrics.log")));
  expect(log.points.get(0)?.values).toEqual(values);
  return { values, printed: printed.join("\n"), status };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

test.each([1, 2])("after %i deaths of its thread another one has stored every point, once", async (deaths) => {
  const { values, printed, status } = await withDyingThreads(async (run, kill) => {
    for (let point = 0; point < 20_000; point++) {
      run.logScalar("loss", point);
      if (point % 5000 === 2500 && point / 5000 < deaths) await kill();
    }
  });
  expect([status, values]).toEqual(["COMPLETED", upTo(20_000)]);
  expect(printed).not.toMatch(/No helper thread|could not be stored/);
});

test("after more of them the main thread stores the points itself, with a warning", async () => {
  const { values, printed } = await withDyingThreads(async (run, kill) => {
    for (let point = 0; point < 5000; point++) {
      run.logScalar("loss", point);
      if (point % 1000 === 500 && point < 3000) await kill();
    }
  });
  expect(values).toEqual(upTo(5000));
  expect(printed).toContain("No helper thread stores this run's metrics (It has died several times)");
});

test("a loop that logs much while its thread is dead isn't held up for ever, and loses nothing", async () => {
  const count = 70 * 4096;
  const { values } = await withDyingThreads(async (run, kill) => {
    run.logScalar("loss", 0);
    await new Promise(setImmediate);
    const killed = kill();
    for (let point = 1; point < count; point++) run.logScalar("loss", point);
    await killed;
  });
  expect(values).toEqual(upTo(count));
});

test("a loop that logs is stored while its thread is dead and nobody can hear of that", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sacred-threads-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const ex = experiment("deaf", { observers: [new FileStorageObserver(folder)] });
  ex.main(async ({ _run }: { readonly _run: Run }) => {
    _run.logScalar("loss", 0);
    while (living.size === 0) await new Promise(setImmediate);
    const log = join(folder, "1", "metrics.log");
    const ended = Array.from(living, (worker) => worker.terminate());
    const pause = new Int32Array(new SharedArrayBuffer(4));
    // The loop goes on until it sees a point that was logged after the death.
    const stored = (): number => (existsSync(log) ? (readLog(readFileSync(log)).points.get(0)?.values.length ?? 0) : 0);
    let point = 1;
    const before = stored() + 5;
    for (const end = performance.now() + 20_000; stored() < before && performance.now() < end; point++) {
      _run.logScalar("loss", point);
      Atomics.wait(pause, 0, 0, 20);
    }
    expect(stored()).toBeGreaterThanOrEqual(before);
    await Promise.all(ended);
    return point;
  });
  const run = await ex.run({ options: { loglevel: "CRITICAL", "--capture": "no" } });
  const metrics = JSON.parse(readFileSync(join(folder, "1", "metrics.json"), "utf8"));
  expect(metrics.loss.values).toEqual(upTo(Number(run.result)));
});
