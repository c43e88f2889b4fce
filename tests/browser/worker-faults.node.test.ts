import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Page } from "playwright";
import { hasChromium, useChromium } from "./chromium.ts";
import type { Site } from "./serve.ts";
import { IMPORT, openWorkers, serveWorkers } from "./worker-page.ts";

const openPage = useChromium();
const MODULES = {
  "/silent.js": `${IMPORT}experiment("silent").automain(() => { for (;;); });`,
  "/import-loop.js": `${IMPORT}experiment("loop").main(() => 1);\nfor (;;);`,
  "/import-waits.js": `${IMPORT}experiment("waits").main(() => 1);\nawait new Promise(() => undefined);`,
  "/before.js": `await new Promise(() => undefined);`,
  "/import-waits-before.js": `import "/before.js";\n${IMPORT}experiment("waits").main(() => 1);`,
  "/chain.js": `${IMPORT}
class SolverError extends RangeError { name = "SolverError"; }
experiment("chain").automain(async () => {
  const both = new AggregateError([new SolverError("no descent"), "a text"], "two attempts", { cause: new TypeError("singular") });
  throw new SolverError("no fit", { cause: new Error("no start", { cause: both }) });
});`,
  "/circle.js": `${IMPORT}
experiment("circle").automain(() => { const error = new Error("round"); error.cause = error; throw error; });`,
  "/nothing.js": `${IMPORT}experiment("nothing").automain(async () => {
  setTimeout(() => { throw null; });
  await new Promise(() => undefined);
});`,
  "/nothing-imported.js": `${IMPORT}throw null;`,
  "/no-export.js": `import { nonesuch } from "/dist/browser/standalone.js";`,
  "/broken.js": `import "/dist/browser/standalone.js";\nconst a = = 1;`,
};

/** Much less than what a run may take that has heard that it is to stop. */
const SOON_MILLISECONDS = 3000;

describe.skipIf(!hasChromium)("a module in a worker", () => {
  let site: Site;
  let page: Page;
  beforeAll(async () => {
    site = await serveWorkers(MODULES);
  });
  afterAll(() => site[Symbol.asyncDispose]());
  beforeEach(async () => {
    page = await openWorkers(await openPage(), site);
  });

  /** Runs and stores it. */
  function failureOf(url: string): Promise<unknown> {
    return page.evaluate((address) => {
      const { sacred, told } = window.workers;
      const observers = [new sacred.IndexedDbObserver()];
      return sacred
        .runInWorker({ url: address }, { observers, options: { loglevel: "CRITICAL" } })
        .result.then((result) => ({ result }), told);
    }, url);
  }

  function storedTraces(): Promise<string[]> {
    return page.evaluate(async () =>
      (await new window.workers.sacred.IndexedDbReader().list()).map(({ status, entry }) => {
        const trace: unknown = entry["fail_trace"];
        return `${status} ${Array.isArray(trace) ? trace.join("") : ""}`;
      }),
    );
  }

  test("that never ends is stopped, and stored as interrupted", async () => {
    const outcome = await page.evaluate(async () => {
      const { runInWorker, IndexedDbObserver, IndexedDbReader } = window.workers.sacred;
      const observers = [new IndexedDbObserver()];
      const run = runInWorker({ url: "/silent.js" }, { observers, options: { loglevel: "CRITICAL" } });
      await run.status[Symbol.asyncIterator]().next();
      await run.stop();
      const error = await run.result.catch(String);
      const [stored] = await new IndexedDbReader().list();
      return [run.status.latest, stored?.status, error];
    });
    expect(outcome).toEqual(["INTERRUPTED", "INTERRUPTED", expect.stringContaining("stopped by its page")]);
  });

  test.each(["/import-loop.js", "/import-waits.js", "/import-waits-before.js"])(
    "that never comes to its run is stopped at once: %s",
    async (url) => {
      const { status, milliseconds, stored } = await page.evaluate(async (address) => {
        const { runInWorker, IndexedDbObserver, IndexedDbReader } = window.workers.sacred;
        const worker = new Worker(address, { type: "module" });
        const observers = [new IndexedDbObserver()];
        const run = runInWorker(() => worker, { observers, options: { loglevel: "CRITICAL" } });
        // Long enough for a module to be imported, and for its worker to answer, if it ever does.
        for (let frames = 0; frames < 30; frames++) await new Promise(requestAnimationFrame);
        const started = performance.now();
        await run.stop();
        const milliseconds = performance.now() - started;
        return { status: run.status.latest, milliseconds, stored: await new IndexedDbReader().list() };
      }, url);
      expect([status, stored]).toEqual(["INTERRUPTED", []]);
      expect(milliseconds).toBeLessThan(SOON_MILLISECONDS);
    },
  );

  test("that doesn't answer is told of on the console, long before it is given up", async () => {
    const warned = page.waitForEvent("console", (message) => message.type() === "warning");
    const shown = await page.evaluate(() => {
      const run = window.workers.sacred.runInWorker({ url: "/before.js" });
      void run.result.catch(() => undefined);
      return String(run);
    });
    expect(shown).toBe("A run of experiment (main): not started");
    expect((await warned).text()).toContain('Does its module import "sacred-ts"');
  });

  test("fails with its whole chain of causes, each of its class", async () => {
    expect(await failureOf("/chain.js")).toEqual({
      name: "SolverError",
      message: "no fit",
      cause: {
        name: "Error",
        message: "no start",
        cause: {
          name: "AggregateError",
          message: "two attempts",
          errors: [{ name: "SolverError", message: "no descent" }, "a text"],
          cause: { name: "TypeError", message: "singular" },
        },
      },
    });
    const [trace] = await storedTraces();
    expect(trace).toMatch(/^FAILED [^]*SolverError: no fit[^]*Caused by:[^]*no start[^]*Caused by:[^]*singular/);
  });

  test("may throw an error that is its own cause", async () => {
    expect(await failureOf("/circle.js")).toMatchObject({ message: "round", cause: { message: "round" } });
    expect((await storedTraces())[0]?.match(/Error: round/g)).toHaveLength(1);
  });

  test("that throws what is no error gives it, or says where nobody caught it", async () => {
    expect(await failureOf("/nothing-imported.js")).toBeNull();
    expect(await failureOf("/nothing.js")).toMatchObject({
      name: "RunError",
      message: expect.stringMatching(/^Nobody caught what the worker threw: null .*\/nothing\.js:3:/),
    });
  });

  test.each([
    ["/no-export.js", /\/no-export\.js\) could not be loaded: .*has no export that is asked for/],
    ["/broken.js", /\/broken\.js:2:11: SyntaxError/],
  ])("that can't be loaded leaves the page's other runs alone: %s", async (url, message) => {
    const heard: string[] = [];
    page.on("pageerror", (error) => heard.push(String(error)));
    const outcome = await page.evaluate(async (address) => {
      const { experiment, runInWorker } = window.workers.sacred;
      const ex = experiment("other", { interactive: true });
      let finish: (value: string) => void = () => undefined;
      ex.main({ name: "main" }, () => new Promise<string>((resolve) => (finish = resolve)));
      const { run, finished } = ex.start({ options: { loglevel: "CRITICAL" } });
      const ended = finished.then(
        () => run.result,
        (error: unknown) => `the other run failed: ${String(error)}`,
      );
      while (!run.hasBegun) await new Promise(requestAnimationFrame);
      const broken = runInWorker({ url: address });
      const failure = await broken.result.catch(String);
      finish("undisturbed");
      return { failure, shown: String(broken), other: await ended };
    }, url);
    const shown = `A run of ${url.slice(1, -".js".length)} (main): FAILED`;
    expect(outcome).toEqual({
      failure: expect.stringMatching(message),
      shown: expect.stringContaining(shown),
      other: "undisturbed",
    });
    expect(heard).toEqual([]);
  });
});

test.skipIf(!hasChromium)("two pages run modules in workers and store them in one database", async () => {
  const count = `${IMPORT}experiment("count").config({ value: 0 }).automain(({ value, _run }) => {
  for (let step = 0; step < 5000; step++) _run.logScalar("loss", value);
  return value;
});`;
  await using site = await serveWorkers({ "/count.js": count });
  const first = await openWorkers(await openPage(), site);
  const second = await openWorkers(await first.context().newPage(), site);
  const runs = await Promise.all(
    [first, second].map((page, at) =>
      page.evaluate(async (value) => {
        const { sweep, IndexedDbObserver } = window.workers.sacred;
        const observer = new IndexedDbObserver();
        const requests = Array.from({ length: 6 }, (_, index) => ({
          configUpdates: { value: 10 * value + index },
          observers: [observer],
          options: { loglevel: "CRITICAL" },
        }));
        const swept = sweep({ url: "/count.js" }, requests, { workers: 2 });
        return Promise.all(swept.map(async (run) => [await run.result, run.id]));
      }, at),
    ),
  );
  const told = runs.flat().toSorted((a, b) => Number(a[1]) - Number(b[1]));
  const stored = await second.evaluate(async () => {
    const reader = new window.workers.sacred.IndexedDbReader();
    const found: unknown[] = [];
    for (const { id, status, entry } of await reader.list({ order: "oldest" })) {
      const { loss } = await (await reader.read(id)).metrics();
      const own = loss?.values.filter((value) => value === entry["result"]).length;
      found.push([entry["result"], id, status, own]);
    }
    return found.toSorted((a, b) => Number(Reflect.get(Object(a), 1)) - Number(Reflect.get(Object(b), 1)));
  });
  expect(told.map(([, id]) => id)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
  expect(stored).toEqual(told.map(([result, id]) => [result, id, "COMPLETED", 5000]));
});

describe.skipIf(!hasChromium)("under a Content-Security-Policy", () => {
  const page = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="/strict.js"></script>`;
  const program = `import * as sacred from "/dist/browser/standalone.js"; window.workers = { sacred };`;
  const fit = `${IMPORT}experiment("fit").automain(() => "fitted");`;
  const modules = { "/": page, "/strict.js": program, "/fit.js": fit, "/broken.js": "const a = = 1;" };

  test("of script-src 'self' 'wasm-unsafe-eval' modules of the page's own run in workers, and text is refused with what to allow", async () => {
    const policy = { "content-security-policy": "script-src 'self' 'wasm-unsafe-eval'" };
    await using site = await serveWorkers(modules, policy);
    const strict = await openWorkers(await openPage(), site);
    const outcomes = await strict.evaluate(async () => {
      const { runInWorker } = window.workers.sacred;
      const request = { options: { loglevel: "CRITICAL" } };
      const source = 'import { experiment } from "sacred-ts"; experiment("text").automain(() => "text");';
      const runs = [
        runInWorker({ url: "/fit.js" }, request),
        runInWorker(() => new Worker("/fit.js", { type: "module" }), request),
        runInWorker({ source }, request),
        runInWorker({ url: "/broken.js" }, request),
      ];
      return Promise.all(runs.map(({ result }) => result.catch(String)));
    });
    expect(outcomes).toEqual([
      "fitted",
      "fitted",
      expect.stringMatching(/not allowed by the page's Content-Security-Policy: add blob: to its worker-src/),
      expect.stringMatching(/\/broken\.js\) could not be loaded/),
    ]);
  });

  test("that allows no workers the error says so", async () => {
    const policy = { "content-security-policy": "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'" };
    await using site = await serveWorkers(modules, policy);
    const strict = await openWorkers(await openPage(), site);
    const failure = await strict.evaluate(() =>
      window.workers.sacred.runInWorker({ url: "/fit.js" }).result.catch(String),
    );
    expect(failure).toMatch(
      /\/fit\.js\) is not allowed by the page's Content-Security-Policy: add 'self' to its worker-src/,
    );
  });
});
