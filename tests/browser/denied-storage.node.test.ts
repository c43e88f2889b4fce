import { expect, test } from "vitest";
import { hasChromium, openWithPreferences, useChromium } from "./chromium.ts";
import { openTab, serveStoring } from "./storing-page.ts";
import { IMPORT, openWorkers, serveWorkers } from "./worker-page.ts";

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

test.skipIf(!hasChromium)(
  "where the user forbids sites to store, runs of pages and workers say what to allow",
  async () => {
    // "Don't allow sites to save data on your device"
    const forbidden = { profile: { default_content_setting_values: { cookies: 2 } } };
    await using site = await serveWorkers({ "/fit.js": `${IMPORT}experiment("fit").automain(() => "fitted");` });
    const page = await openWorkers(await openWithPreferences(forbidden), site);
    const outcome = await page.evaluate(async () => {
      const { experiment, runInWorker, IndexedDbObserver, IndexedDbReader } = window.workers.sacred;
      const options = { loglevel: "CRITICAL" };
      let hasRun = false;
      const ex = experiment("page", { interactive: true, observers: [new IndexedDbObserver()] });
      ex.main({ name: "main" }, () => (hasRun = true));
      const stored = runInWorker({ url: "/fit.js" }, { observers: [new IndexedDbObserver()], options });
      return {
        page: await ex.run({ options }).then(String, String),
        hasRun,
        worker: await stored.result.catch(String),
        status: stored.status.latest,
        list: await new IndexedDbReader().list().then(String, String),
        unobserved: await runInWorker({ url: "/fit.js" }, { options }).result,
      };
    });
    const clear = expect.stringMatching(/^ObserverError: .*denied.*Allow this site to store data/);
    expect(outcome).toEqual({
      page: clear,
      hasRun: false,
      worker: clear,
      status: "FAILED",
      list: clear,
      unobserved: "fitted",
    });
  },
);

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
