import { expect, test } from "vitest";
import type { Page } from "playwright";
import { hasChromium, useChromium } from "./chromium.ts";
import { openTab, serveStoring } from "./storing-page.ts";

const openPage = useChromium();
const LARGE_BYTES = 20e6;

/**
 * Lets the site store so many bytes; undefined: as many as it wants. To be called before it stores anything: Chromium asks
 * for what is left once in a while.
 */
async function limit(page: Page, origin: string, quotaSize: number | undefined): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", {
    origin,
    ...(quotaSize === undefined ? {} : { quotaSize }),
  });
}

/** What each run of the database has, in their order. */
function stored(page: Page): Promise<unknown[]> {
  return page.evaluate(async () => {
    const reader = new window.sacred.IndexedDbReader();
    const runs: unknown[] = [];
    for (const { id, status, entry } of await reader.list({ order: "oldest" })) {
      const run = await reader.read(id);
      const sizes = (await run.artifacts()).map(({ content }) => content.size);
      runs.push({
        status,
        result: entry["result"],
        points: (await run.metrics())["loss"]?.values.length ?? 0,
        sizes,
        listed: entry["artifacts"],
      });
    }
    return runs;
  });
}

/** Stores a run that has to be there at the end. */
async function storeOne(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await window.sacred.store(({ _run }) => {
      _run.logScalar("loss", 1);
      return "before";
    });
  });
}

test.skipIf(!hasChromium)(
  "a full storage is told while the run goes on, and what is freed takes everything",
  async () => {
    await using site = await serveStoring();
    const page = await openTab(await openPage(), site);
    const messages: string[] = [];
    page.on("console", (message) => messages.push(message.text()));
    await limit(page, site.origin, 2e6);
    await storeOne(page);
    await page.exposeFunction("free", () => limit(page, site.origin, undefined));
    const status = await page.evaluate(async (bytes) => {
      const run = await window.sacred.store(async ({ _run }) => {
        for (let i = 0; i < 100; i++) _run.logScalar("loss", i);
        // Told by a warning; the run goes on.
        await _run.addArtifact(crypto.getRandomValues(new Uint8Array(65_536)), { name: "small.bin" });
        await _run.addArtifact(new Blob([new Uint8Array(bytes)]), { name: "large.bin" });
        for (let i = 0; i < 100; i++) _run.logScalar("loss", i);
        await _run.heartbeat();
        await Reflect.get(window, "free")();
        return "after";
      });
      return run.status;
    }, LARGE_BYTES);
    expect(status).toBe("COMPLETED");
    expect(messages.join("\n")).toMatch(
      /storage for this site is full \([\d.]+ MB are used\).*Make room: export runs and delete them \(IndexedDbReader\)/,
    );
    expect(await stored(page)).toEqual([
      { status: "COMPLETED", result: "before", points: 1, sizes: [], listed: [] },
      {
        status: "COMPLETED",
        result: "after",
        points: 200,
        sizes: [LARGE_BYTES, 65_536],
        listed: expect.arrayContaining(["small.bin", "large.bin"]),
      },
    ]);
  },
);

test.skipIf(!hasChromium)(
  "a storage that stays full leaves the runs before as they are, and says what is missing",
  async () => {
    await using site = await serveStoring();
    const page = await openTab(await openPage(), site);
    const messages: string[] = [];
    page.on("console", (message) => messages.push(message.text()));
    await limit(page, site.origin, 2e6);
    await storeOne(page);
    await page.evaluate(async (bytes) => {
      await window.sacred.store(async ({ _run }) => {
        _run.logScalar("loss", 1);
        await _run.heartbeat();
        await _run.addArtifact(new Blob([new Uint8Array(bytes)]), { name: "large.bin" });
      });
    }, LARGE_BYTES);
    expect(messages.join("\n")).toMatch(/An error occurred in the observer .*storage for this site is full/);
    expect(await stored(page)).toMatchObject([
      { status: "COMPLETED", result: "before", points: 1 },
      { points: 1, sizes: [], listed: [] },
    ]);
    // As the message says: what is exported and deleted makes room.
    const rest = await page.evaluate(async () => {
      const reader = new window.sacred.IndexedDbReader();
      const zip = await reader.exportZip([1]);
      await reader.delete(1);
      await reader.markDead();
      return zip.size;
    });
    expect(rest).toBeGreaterThan(500);
    // Its end found room, or it is marked as dead.
    expect(await stored(page)).toMatchObject([{ status: expect.stringMatching(/^(?:COMPLETED|DEAD)$/), points: 1 }]);
  },
);

test.skipIf(!hasChromium)("a run doesn't begin where there is no room for it", async () => {
  await using site = await serveStoring();
  const page = await openTab(await openPage(), site);
  await limit(page, site.origin, 2e6);
  await storeOne(page);
  const failure = await page.evaluate(async () => {
    const big = "x".repeat(5e6);
    const ex = window.sacred
      .experiment("large", { interactive: true, observers: [new window.sacred.IndexedDbObserver()] })
      .config({ big });
    let hasRun = false;
    ex.main({ name: "main" }, () => (hasRun = true));
    return ex.run({ options: { loglevel: "CRITICAL" } }).then(
      () => "none",
      (error: unknown) => `${hasRun} ${String(error)}`,
    );
  });
  expect(failure).toMatch(/^false .*storage for this site is full.*Make room/);
  expect(await stored(page)).toMatchObject([{ status: "COMPLETED", result: "before", points: 1 }]);
});

/** Stores a run; when its command is done, there is no room any more: not for a byte, or `quota` is what the site may have. */
function storeInFull(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const run = await window.sacred.store(async ({ _run }) => {
      for (let i = 0; i < 100; i++) _run.logScalar("loss", i);
      await _run.heartbeat();
      await Reflect.get(window, "fill")();
      return "after";
    });
    return String(run.status);
  });
}

/** Fills what is left to the last byte that the browser gives. */
async function fill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const opening = indexedDB.open("filler");
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      opening.addEventListener("upgradeneeded", () =>
        opening.result.createObjectStore("bytes", { autoIncrement: true }),
      );
      opening.addEventListener("success", () => resolve(opening.result));
      opening.addEventListener("error", () => reject(opening.error));
    });
    const put = (bytes: number): Promise<boolean> =>
      new Promise((resolve) => {
        const transaction = database.transaction("bytes", "readwrite");
        transaction.addEventListener("complete", () => resolve(true));
        transaction.addEventListener("abort", () => resolve(false));
        transaction.objectStore("bytes").put(crypto.getRandomValues(new Uint8Array(bytes)));
      });
    for (const bytes of [65_536, 4096, 1024, 256]) while (await put(bytes));
    database.close();
  });
}

test.skipIf(!hasChromium)("the end of a run has the room that was kept for it", async () => {
  await using site = await serveStoring();
  const page = await openTab(await openPage(), site);
  await limit(page, site.origin, 2e6);
  await page.exposeFunction("fill", () => fill(page));
  expect(await storeInFull(page)).toBe("COMPLETED");
  expect(await stored(page)).toMatchObject([{ status: "COMPLETED", result: "after", points: 100 }]);
});

test.skipIf(!hasChromium)("a run whose end finds no room lives, and is stored as soon as there is some", async () => {
  await using site = await serveStoring();
  const page = await openTab(await openPage(), site);
  const messages: string[] = [];
  page.on("console", (message) => messages.push(message.text()));
  await limit(page, site.origin, 2e6);
  // Less than is used already: nothing that is freed is of any use.
  await page.exposeFunction("fill", async () => {
    await fill(page);
    await limit(page, site.origin, 1);
  });
  expect(await storeInFull(page)).toBe("COMPLETED");
  expect(messages.join("\n")).toMatch(/could not store the end of the run: .*tried again as long as this page is open/);
  expect(await stored(page)).toMatchObject([{ status: "RUNNING" }]);
  expect(await page.evaluate(() => new window.sacred.IndexedDbReader().markDead())).toEqual([]);
  await limit(page, site.origin, undefined);
  await expect.poll(() => stored(page)).toMatchObject([{ status: "COMPLETED", result: "after", points: 100 }]);
});

test.skipIf(!hasChromium)(
  "a run whose database is deleted says so, and is none of the runs that come after it",
  async () => {
    await using site = await serveStoring();
    const page = await openTab(await openPage(), site);
    const messages: string[] = [];
    page.on("console", (message) => messages.push(message.text()));
    const session = await page.context().newCDPSession(page);
    // As "Clear site data" of the developer tools does.
    await page.exposeFunction("clear", () =>
      session.send("Storage.clearDataForOrigin", { origin: site.origin, storageTypes: "indexeddb" }),
    );
    await page.evaluate(async () => {
      await window.sacred.store(async ({ _run }) => {
        _run.logScalar("loss", 1);
        await _run.heartbeat();
        await Reflect.get(window, "clear")();
        await window.sacred.store(() => "other", "elsewhere").catch(() => undefined);
        for (let i = 0; i < 50; i++) _run.logScalar("loss", i);
      });
      await window.sacred.store(() => "next");
    });
    expect(messages.join("\n")).toContain(
      "could not store the end of the run: The run 1 was deleted while it was going on.",
    );
    expect(await stored(page)).toMatchObject([{ status: "COMPLETED", result: "next", points: 0 }]);
  },
);
