import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Page } from "playwright";
import { hasChromium, useChromium } from "./chromium.ts";
import { isPeakKnown, peakMegabytes } from "./peak-memory.ts";
import { IMPORT, openWorkers, serveWorkers } from "./worker-page.ts";

// Code that holds its thread hears no answers: what it has sent must not wait for them.

const openPage = useChromium();
const MODULES = {
  "/points.js": `${IMPORT}
const ex = experiment("points");
ex.command("info", ({ _run }) => {
  _run.info.large = Array.from({ length: 1e6 }, (_, index) => index + 0.5);
  const end = Date.now() + 8000;
  let points = 0;
  while (Date.now() < end) _run.logScalar("loss", points++);
  _run.info.last = "told";
  return points;
});
ex.automain(({ _run }) => {
  console.log("begun");
  for (let step = 0; step < 20e6; step++) _run.logScalar("loss", step);
  return 20e6;
});`,
};

describe.skipIf(!hasChromium || !isPeakKnown)("in bounded memory a worker", () => {
  let page: Page;
  let close: () => Promise<void>;
  beforeEach(async () => {
    const site = await serveWorkers(MODULES);
    page = await openWorkers(await openPage(), site);
    close = async () => {
      // With its process, which would count for the next test.
      await page.context().close();
      await site[Symbol.asyncDispose]();
    };
  });
  afterEach(() => close());

  test("logs with an info dictionary of 10 MB", async () => {
    const { points, info, shown } = await page.evaluate(async () => {
      const { runInWorker, IndexedDbObserver, IndexedDbReader } = window.workers.sacred;
      const request = { command: "info", observers: [new IndexedDbObserver()], options: { loglevel: "CRITICAL" } };
      const run = runInWorker({ url: "/points.js" }, request);
      const result = Number(await run.result);
      const stored = await new IndexedDbReader().read(1);
      return { points: result, info: Object.keys(await stored.info()), shown: Object.keys(run.info.latest ?? {}) };
    });
    expect(points).toBeGreaterThan(0);
    expect([info, shown]).toEqual([
      ["large", "last"],
      ["large", "last"],
    ]);
    // With a copy of it beside each batch of points it had 1.2 GB by then, and 3 GB when all was stored.
    expect(await peakMegabytes(page)).toBeLessThan(1000);
  });

  test("logs 20 million points while the page is blocked", async () => {
    const told = await page.evaluate(async () => {
      const { runInWorker, IndexedDbObserver } = window.workers.sacred;
      const observers = [new IndexedDbObserver()];
      const run = runInWorker({ url: "/points.js" }, { observers, options: { loglevel: "CRITICAL" } });
      const begun = run.stdout[Symbol.asyncIterator]();
      await begun.next();
      const until = performance.now() + 5000;
      while (performance.now() < until);
      let points = 0;
      let skipped = 0;
      for await (const { metricsByName, skippedPoints } of run.metrics) {
        points += metricsByName["loss"]?.steps.length ?? 0;
        skipped += skippedPoints;
      }
      return { result: await run.result, all: points + skipped, skipped };
    });
    expect(told).toEqual({ result: 20e6, all: 20e6, skipped: expect.any(Number) });
    expect(told.skipped).toBeGreaterThan(0);
    // When the loop kept what it had sent until the answers came, it had 840 MB.
    expect(await peakMegabytes(page)).toBeLessThan(720);
    const [points, last] = await page.evaluate(async () => {
      const reader = new window.workers.sacred.IndexedDbReader();
      const { loss } = await (await reader.read(1)).metrics();
      return [loss?.values.length, loss?.values.at(-1)];
    });
    expect([points, last]).toEqual([20e6, 20e6 - 1]);
  });
});
