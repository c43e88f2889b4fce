import { expect, test } from "vitest";
import type { Page } from "playwright";
import { hasChromium, useChromium } from "./chromium.ts";
import type { Site } from "./serve.ts";
import { openTab, serveStoring } from "./storing-page.ts";

const openPage = useChromium();

async function twoTabs(site: Site): Promise<[Page, Page]> {
  const first = await openTab(await openPage(), site);
  return [first, await openTab(await first.context().newPage(), site)];
}

test.skipIf(!hasChromium)("runs of two tabs at once have ids of their own, and all that they logged", async () => {
  await using site = await serveStoring();
  const tabs = await twoTabs(site);
  await Promise.all(
    tabs.map((tab, at) =>
      tab.evaluate(async (value) => {
        for (let i = 0; i < 8; i++)
          await window.sacred.store(({ _run }) => {
            for (let step = 0; step < 5000; step++) _run.logScalar("loss", value);
            return value;
          });
      }, at),
    ),
  );
  const runs = await tabs[0].evaluate(async () => {
    const reader = new window.sacred.IndexedDbReader();
    const found = [];
    for await (const run of reader) {
      const { loss } = await run.metrics();
      found.push({
        id: run.id,
        status: run.status,
        points: loss?.values.length,
        isOwn: loss?.values.every((value) => value === run.entry["result"]),
      });
    }
    return found;
  });
  expect(runs.map(({ id }) => id).toSorted((a, b) => Number(a) - Number(b))).toEqual(
    Array.from({ length: 16 }, (_, at) => at + 1),
  );
  for (const run of runs) expect(run).toMatchObject({ status: "COMPLETED", points: 5000, isOwn: true });
});

test.skipIf(!hasChromium)(
  "a tab with a newer version waits for the run of an older one, which loses nothing",
  async () => {
    await using site = await serveStoring();
    const [older, newer] = await twoTabs(site);
    await older.evaluate(() => {
      const running = window.sacred.store(async ({ _run }) => {
        _run.logScalar("loss", 1);
        await new Promise((resolve) => Reflect.set(window, "finish", resolve));
        _run.logScalar("loss", 2);
      });
      Reflect.set(window, "running", running);
    });
    await older.waitForFunction("'finish' in window");
    // What a newer sacred-ts would do at its start.
    await newer.evaluate(async () => {
      const found = (await indexedDB.databases()).find(({ name }) => name === "sacred-runs");
      await new Promise<void>((resolve) => {
        const opening = indexedDB.open("sacred-runs", (found?.version ?? 0) + 1);
        opening.addEventListener("blocked", () => resolve());
        const opened = new Promise<IDBDatabase>((done) =>
          opening.addEventListener("success", () => done(opening.result)),
        );
        Reflect.set(window, "opened", opened);
      });
    });
    await older.evaluate(async () => {
      Reflect.get(window, "finish")();
      await Reflect.get(window, "running");
    });
    const found = await newer.evaluate(async () => {
      const database: IDBDatabase = await Reflect.get(window, "opened");
      const transaction = database.transaction(["runs", "metrics"]);
      const all = (store: string): Promise<unknown[]> =>
        new Promise((resolve) => {
          const request = transaction.objectStore(store).getAll();
          request.addEventListener("success", () => resolve(request.result));
        });
      const found = { runs: await all("runs"), metrics: await all("metrics") };
      database.close();
      return found;
    });
    expect(found).toMatchObject({ runs: [{ id: 1, status: "COMPLETED" }], metrics: [{ values: expect.anything() }] });
    const failure = await older.evaluate(() => new window.sacred.IndexedDbReader().list().then(String, String));
    expect(failure).toMatch(/newer version of sacred-ts.*Reload the page/);
  },
);

test.skipIf(!hasChromium)("a tab with an older version that won't give way is named, and nothing is lost", async () => {
  await using site = await serveStoring();
  const [older, newer] = await twoTabs(site);
  // What version 1 had made, and a run that it still stores.
  await older.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open("sacred-runs", 1);
        opening.addEventListener("upgradeneeded", () => {
          const database = opening.result;
          database.createObjectStore("runs", { keyPath: "id", autoIncrement: true });
          for (const store of ["texts", "metrics", "output", "files"]) database.createObjectStore(store);
          database.createObjectStore("blobs", { keyPath: "md5" });
        });
        opening.addEventListener("success", () => {
          const database = opening.result;
          Reflect.set(window, "database", database);
          const transaction = database.transaction("runs", "readwrite");
          const entry =
            '{"experiment": {"name": "old"}, "status": "COMPLETED", "start_time": "2026-01-02T03:04:05.678000"}';
          transaction.objectStore("runs").add({ entry, lock: "" });
          transaction.addEventListener("complete", () => resolve());
        });
      }),
  );
  const failure = await newer.evaluate(() => new window.sacred.IndexedDbReader().list().then(String, String));
  expect(failure).toMatch(/another tab still stores a run with the old one.*close the tab/);
  await older.close();
  const names = await newer.evaluate(async () =>
    (await new window.sacred.IndexedDbReader().list({ name: "old" })).map(({ id }) => id),
  );
  expect(names).toEqual([1]);
});
