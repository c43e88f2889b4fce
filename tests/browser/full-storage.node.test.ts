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
