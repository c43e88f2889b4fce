import { expect, test } from "vitest";
import type { Page } from "playwright";
import { hasChromium, useChromium } from "./chromium.ts";
import { openTab, serveStoring } from "./storing-page.ts";

const openPage = useChromium();

/** Each run has an observer of its own, as the documentation writes it. */
function storeRuns(page: Page, count: number, database?: string): Promise<void> {
  return page.evaluate(
    async ([runs, name]) => {
      for (let run = 0; run < runs; run++) await window.sacred.store(({ _run }) => _run.logScalar("x", run), name);
    },
    [count, database] as const,
  );
}

function listed(page: Page): Promise<unknown[]> {
  return page.evaluate(async () => {
    const runs = await new window.sacred.IndexedDbReader().list({ order: "oldest" });
    return runs.map(({ id, status }) => `${id} ${status}`);
  });
}

const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `${at + 1} COMPLETED`);

test.skipIf(!hasChromium)("runs one after another have one worker, which ends, and is started again", async () => {
  await using site = await serveStoring();
  const page = await openTab(await openPage(), site);
  await page.evaluate(() => void new window.sacred.IndexedDbObserver());
  expect(page.workers()).toEqual([]);
  const started: string[] = [];
  page.on("worker", (worker) => started.push(worker.url()));
  await storeRuns(page, 20);
  expect(started).toHaveLength(1);
  await expect.poll(() => page.workers()).toEqual([]);
  await storeRuns(page, 2);
  expect(started).toHaveLength(2);
  expect(await listed(page)).toEqual(names(22));
  await expect.poll(() => page.workers()).toEqual([]);
});

test.skipIf(!hasChromium)(
  "observers of one database share a worker in one run, too; each database has one",
  async () => {
    await using site = await serveStoring();
    const page = await openTab(await openPage(), site);
    const started: string[] = [];
    page.on("worker", (worker) => started.push(worker.url()));
    await storeRuns(page, 1, "another");
    await page.evaluate(async () => {
      const { experiment, IndexedDbObserver } = window.sacred;
      const observers = [1, 2, 3].map(() => new IndexedDbObserver());
      const ex = experiment("shared", { interactive: true, observers });
      ex.main({ name: "main" }, ({ _run }) => _run.logScalar("x", 1));
      // The second one finds the id of the first taken: a run is refused, and its observers leave nothing behind.
      await ex.run({ options: { loglevel: "CRITICAL" } }).catch(() => undefined);
      const queued = experiment("queued", { interactive: true, observers: [new IndexedDbObserver()] });
      queued.main({ name: "main" }, () => 1);
      await queued.run({ options: { loglevel: "CRITICAL", queue: true } });
    });
    expect(started).toHaveLength(2);
    await expect.poll(() => page.workers()).toEqual([]);
  },
);

test.skipIf(!hasChromium)("a run keeps its worker for as long as it goes on", async () => {
  await using site = await serveStoring();
  const page = await openTab(await openPage(), site);
  const started: string[] = [];
  page.on("worker", (worker) => started.push(worker.url()));
  await storeRuns(page, 1);
  await storeRuns(page, 1, "another");
  await page.evaluate(() => {
    const main = (): Promise<void> => new Promise((resolve) => Reflect.set(window, "finish", resolve));
    Reflect.set(window, "quiet", window.sacred.store(main));
  });
  // The other one, which became idle later, ends.
  await expect.poll(() => page.workers()).toHaveLength(1);
  await page.waitForFunction("'finish' in window");
  await page.evaluate(async () => {
    Reflect.get(window, "finish")();
    await Reflect.get(window, "quiet");
  });
  expect(started).toHaveLength(2);
  expect(await listed(page)).toEqual(names(2));
});
