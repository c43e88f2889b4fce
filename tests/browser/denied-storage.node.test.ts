import { expect, test } from "vitest";
import { hasChromium, useChromium } from "./chromium.ts";
import { openTab, serveStoring } from "./storing-page.ts";

const openPage = useChromium();

test.skipIf(!hasChromium)("a frame that may not store says so before the run begins", async () => {
  // A frame of no origin loads modules as from another site.
  await using site = await serveStoring({
    headers: { "access-control-allow-origin": "*" },
    pages: { "/frame.html": `<!doctype html><iframe sandbox="allow-scripts" src="/"></iframe>` },
  });
  const page = await openPage();
  await page.goto(`${site.origin}/frame.html`);
  const frame = page.frames().find((found) => found !== page.mainFrame());
  if (frame === undefined) throw new Error("There is no frame.");
  await frame.waitForFunction("'sacred' in window");
  const outcome = await frame.evaluate(async () => {
    const messageOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : "none");
    let hasRun = false;
    const run = await window.sacred.store(() => (hasRun = true)).catch(messageOf);
    const list = await new window.sacred.IndexedDbReader().list().catch(messageOf);
    return { run, list, hasRun };
  });
  const clear = /^ObserverError: .*Allow this site to store data.*or run without the IndexedDbObserver/;
  expect(outcome).toEqual({ run: expect.stringMatching(clear), list: expect.stringMatching(clear), hasRun: false });
});

test.skipIf(!hasChromium)("a private window stores as long as it is open", async () => {
  await using site = await serveStoring();
  // Each context of these tests is one: nothing of it reaches the profile.
  const page = await openTab(await openPage(), site);
  await page.evaluate(() => window.sacred.store(({ _run }) => _run.logScalar("loss", 1)).then(() => undefined));
  await page.reload();
  await page.waitForFunction("'sacred' in window");
  const status = await page.evaluate(async () => (await new window.sacred.IndexedDbReader().list())[0]?.status);
  expect(status).toBe("COMPLETED");
});
