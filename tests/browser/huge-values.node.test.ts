import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright";
import { hasChromium, useChromium } from "./chromium.ts";
import type { Site } from "./serve.ts";
import { IMPORT, openWorkers, serveWorkers } from "./worker-page.ts";

// What is much larger than anybody meant, from a worker to the page and into IndexedDB.

const openPage = useChromium();
const MODULES = {
  "/huge.js": `${IMPORT}
const ex = experiment("huge");
ex.command("text", () => "x".repeat(50e6));
ex.command("numbers", () => new Float64Array(6.25e6).fill(1.5));
ex.command("line", () => { console.log("z".repeat(20e6)); return "printed"; });
ex.command("message", () => { throw new RangeError("m".repeat(20e6)); });
ex.automain(() => undefined);`,
  "/wide.js": `${IMPORT}
const ex = experiment("wide").config(Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => ["entry" + index, index])));
ex.automain(({ entry99999, _config }) => [entry99999, Object.keys(_config).length]);`,
};

let site: Site;
beforeAll(async () => {
  site = await serveWorkers(MODULES);
});
afterAll(() => site[Symbol.asyncDispose]());

const open = async (): Promise<Page> => openWorkers(await openPage(), site);

/** Runs a command that is shown and stored, and waits until it is over. What is large is told by its length. */
function outcomeOf(page: Page, module: string, command?: string) {
  return page.evaluate(
    async ([url, name]) => {
      const { runInWorker, IndexedDbObserver, IndexedDbReader } = window.workers.sacred;
      const observers = [new IndexedDbObserver()];
      const run = runInWorker({ url }, { command: name, observers, options: { loglevel: "CRITICAL" } });
      const element = run.show();
      document.body.append(element);
      const lengthOf = (value: unknown): unknown =>
        typeof value === "string" || Array.isArray(value) || ArrayBuffer.isView(value)
          ? Reflect.get(Object(value), "length")
          : value;
      const [result, failure] = await run.result.then(
        (value) => [value, undefined],
        (error: Error) => [undefined, { name: error.name, units: error.message.length }],
      );
      while (element.shadowRoot?.querySelector("strong")?.textContent !== run.status.latest)
        await new Promise(requestAnimationFrame);
      const reader = new IndexedDbReader();
      const [newest] = await reader.list();
      if (newest === undefined) throw new Error("Nothing is stored.");
      const stored = await reader.read(newest.id);
      const trace: unknown = stored.entry["fail_trace"];
      return {
        result: Array.isArray(result) ? result : lengthOf(result),
        failure,
        entries: Object.keys(run.config).length,
        shown: { text: String(run).length, element: element.shadowRoot?.textContent.length ?? 0 },
        stored: {
          status: stored.status,
          result: lengthOf(stored.entry["result"]),
          trace: Array.isArray(trace) ? trace.join("").length : 0,
          entries: Object.keys(await stored.config()).length,
          output: (await stored.output()).length,
        },
      };
    },
    [module, command] as const,
  );
}

/** What a page shows of a value, with everything around it. */
const MOST_SHOWN = 10_000;

describe.skipIf(!hasChromium)("a worker", () => {
  test.each([
    ["as text", "text", 50e6],
    ["as numbers", "numbers", 6.25e6],
  ])("gives a result of 50 MB (%s), which is stored whole and shown in part", async (_what, command, length) => {
    const { result, stored, shown } = await outcomeOf(await open(), "/huge.js", command);
    expect([result, stored.status, stored.result]).toEqual([length, "COMPLETED", length]);
    expect(Math.max(shown.text, shown.element)).toBeLessThan(MOST_SHOWN);
  });

  test("has a configuration of 100,000 entries, of which the page shows some", async () => {
    const { result, entries, stored, shown } = await outcomeOf(await open(), "/wide.js");
    expect(result).toEqual([99_999, 100_001]);
    expect([entries, stored.entries]).toEqual([100_001, 100_001]);
    expect(shown.element).toBeLessThan(MOST_SHOWN);
  });

  test("prints a line of 20 MB, which is stored whole", async () => {
    const { result, stored, shown } = await outcomeOf(await open(), "/huge.js", "line");
    expect([result, stored.output]).toEqual(["printed".length, 20e6 + 1]);
    expect(shown.element).toBeLessThan(200_000);
  });

  test("throws an error whose message has 20 MB", async () => {
    const { failure, stored, shown } = await outcomeOf(await open(), "/huge.js", "message");
    expect(failure).toEqual({ name: "RangeError", units: 20e6 });
    expect(stored.status).toBe("FAILED");
    expect(stored.trace).toBeGreaterThan(20e6);
    expect(Math.max(shown.text, shown.element)).toBeLessThan(MOST_SHOWN);
  });
});
