import { expect, test } from "vitest";
import type { Page } from "playwright";
import { hasChromium, useChromium } from "./chromium.ts";
import { openTab, serveStoring } from "./storing-page.ts";

const openPage = useChromium();

/** How many points of the run that goes on another tab sees. */
function storedPoints(tab: Page): Promise<number> {
  return tab.evaluate(async () => {
    const reader = new window.sacred.IndexedDbReader();
    const [running] = await reader.list({ status: "RUNNING" });
    if (running === undefined) return 0;
    const { loss } = await (await reader.read(running.id)).metrics();
    return loss?.values.length ?? 0;
  });
}

/** Marks what is dead. @returns how many runs still go on */
function runningAfterMarking(tab: Page): Promise<number> {
  return tab.evaluate(async () => {
    const reader = new window.sacred.IndexedDbReader();
    await reader.markDead();
    return (await reader.list({ status: "RUNNING" })).length;
  });
}

const WAYS: readonly (readonly [way: string, end: (page: Page) => Promise<unknown>])[] = [
  ["is closed", (page) => page.close()],
  [
    "loses its process",
    async (page) => {
      const session = await page.context().newCDPSession(page);
      const crashed = page.waitForEvent("crash");
      // Nobody is left to answer.
      void session.send("Page.crash").catch(() => undefined);
      await crashed;
    },
  ],
  ["goes to another page", (page) => page.goto("about:blank")],
];

test.skipIf(!hasChromium).each(WAYS)(
  "a run whose tab %s keeps what was stored, and another tab sees that it is dead",
  async (_way, end) => {
    await using site = await serveStoring();
    const first = await openTab(await openPage(), site);
    const other = await openTab(await first.context().newPage(), site);
    await first.evaluate(async () => {
      await window.sacred.store(({ _run }) => {
        _run.logScalar("loss", 1);
        return "before";
      });
      void window.sacred.store(({ _run }) => {
        for (let i = 0; i < 5000; i++) _run.logScalar("loss", i);
        return new Promise(() => undefined);
      });
    });
    await expect.poll(() => storedPoints(other)).toBe(5000);
    expect(await other.evaluate(() => new window.sacred.IndexedDbReader().markDead())).toEqual([]);
    await end(first);
    await expect.poll(() => runningAfterMarking(other)).toBe(0);
    const stored = await other.evaluate(async () => {
      const reader = new window.sacred.IndexedDbReader();
      const runs = [];
      for (const { id, status, entry } of await reader.list({ order: "oldest" })) {
        const run = await reader.read(id);
        const { loss } = await run.metrics();
        runs.push({
          id,
          end: `${status} ${String(entry["fail_trace"] ?? "")}`,
          result: entry["result"],
          stop: typeof entry["stop_time"],
          points: loss?.values.length,
          last: loss?.values.at(-1),
          config: await run.config(),
          sources: (await run.sources()).length,
        });
      }
      return runs;
    });
    const config = { lr: 0.5, text: "é ∞", layers: [1, 2], seed: 5 };
    expect(stored).toMatchObject([
      { id: 1, end: "COMPLETED ", result: "before", points: 1, config },
      {
        id: 2,
        // A page that is left says so; the storing worker may live long enough to store that.
        end: expect.stringMatching(/^(?:DEAD |FAILED .*The page was left in the middle of the run)/s),
        points: 5000,
        last: 4999,
        stop: "string",
        config,
      },
    ]);
    for (const { sources } of stored) expect(sources).toBeGreaterThan(0);
    const next = await other.evaluate(async () => (await window.sacred.store(() => 3)).id);
    expect(next).toBe(3);
  },
);
