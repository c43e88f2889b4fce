import { encode } from "@jridgewell/sourcemap-codec";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Page } from "playwright";
import { hasChromium, useChromium } from "./chromium.ts";
import { serve, type Site } from "./serve.ts";

// Runs in workers as a page without a bundler has them: from the built standalone file.

const FIT = `import { experiment } from "/dist/browser/standalone.js";
const ex = experiment("fit").config({ c: 1 /* penalty */, points: 3 });
ex.command("endless", ({ _run }) => { console.log("begun"); for (;;) _run.logScalar("loss", 1); });
ex.automain(({ c, points, _run, _rnd }) => {
  for (let step = 0; step < points; step++) _run.logScalar("loss", step);
  console.log("c is", c);
  return { c, draw: _rnd.random() };
});
`;
/** What a compiler makes of /src/deep.ts: its line 12 became line 3. */
const COMPILED = `import { experiment } from "/dist/browser/standalone.js";
experiment("compiled").main(() => {
  throw new RangeError("outer", { cause: new TypeError("inner") });
});
`;
const MAP = JSON.stringify({
  version: 3,
  sources: ["deep.ts", null],
  sourceRoot: "/src",
  names: [],
  mappings: encode([
    [],
    [],
    [
      [2, 0, 11, 4],
      [8, 0, 11, 10],
      [41, 0, 11, 40],
    ],
  ]),
});

/** The original under its own address, compiled when it is asked for, as development servers do: its line 12 is made of another's 2. */
const MAP_OF_ORIGINAL = JSON.stringify({
  version: 3,
  sources: ["deeper.ts"],
  names: [],
  mappings: encode([...Array.from({ length: 11 }, () => []), [[0, 0, 1, 0]]]),
});

const PAGES = {
  "/src/deep.ts": `${COMPILED}//# sourceMappingURL=deep.ts.map`,
  "/src/deep.ts.map": MAP_OF_ORIGINAL,
  "/early.js": `${COMPILED.replace('("compiled").main(() => {', '("early");').replace("});\n", "")}//# sourceMappingURL=compiled.js.map`,
  "/compiled.js": `${COMPILED}//# sourceMappingURL=compiled.js.map`,
  "/compiled.js.map": MAP,
  "/inline.js": `${COMPILED}//# sourceMappingURL=data:application/json;base64,${btoa(MAP)}`,
  "/unmapped.js": `${COMPILED}//# sourceMappingURL=nowhere.map`,
  "/broken-map.js": `${COMPILED}//# sourceMappingURL=fit.js`,
  "/": `<!doctype html><title>workers</title><script type="importmap">
{ "imports": { "sacred-ts/observers/indexeddb": "/dist/browser/observers/indexeddb.js", "idb": "/node_modules/idb/build/index.js",
  "json5": "/node_modules/json5/dist/index.mjs", "sacred-ts": "/dist/browser/standalone.js" } }</script><script type="module">
import * as sacred from "/dist/browser/standalone.js";
window.sacred = sacred;
window.fit = () => new Worker("/fit.js", { type: "module" });
window.caught = (run) => run.result.then((result) => ({ result }), ({ name, message, stack }) => ({ name, message, stack }));
window.quiet = { loglevel: "CRITICAL" };
</script>`,
  "/fit.js": FIT,
  "/late.js": `import "/slow.js"; import { experiment } from "/dist/browser/standalone.js";
const ex = experiment("late").config({ a: 1 });
await new Promise((resolve) => setTimeout(resolve, 50));
ex.main(({ a }) => a);`,
  "/slow.js": "await new Promise((resolve) => setTimeout(resolve, 400));",
  "/nothing.js": `import { experiment } from "/dist/browser/standalone.js"; experiment("nothing");`,
  "/throws.js": `import { experiment } from "/dist/browser/standalone.js";

experiment("throws");
throw new RangeError("no such data", { cause: new TypeError("empty") });`,
  "/broken.js": `import "/deep.js";\nexport {};`,
  "/deep.js": `const a = 1;\nconst b = = 2;`,
  "/bare.js": `import { experiment } from "sacred-ts";`,
  "/favicon.ico": "",
};

const openPage = useChromium();
let site: Site;
beforeAll(async () => {
  site = await serve({ pages: PAGES });
});
afterAll(() => site[Symbol.asyncDispose]());

async function open(policySite: Site = site): Promise<Page> {
  const page = await openPage();
  await page.goto(policySite.origin);
  await page.waitForFunction("'caught' in window");
  return page;
}

describe.skipIf(!hasChromium)("a module in a worker", () => {
  let page: Page;
  beforeEach(async () => {
    page = await open();
  });

  const run = (module: string, request: string = "{ options: quiet }"): Promise<unknown> =>
    page.evaluate(`caught(sacred.runInWorker(${module}, ${request}))`);

  test("by a function, by its address", async () => {
    const request = "{ configUpdates: { c: 5, seed: 1 }, options: quiet }";
    const outcome = await run("fit", request);
    expect(outcome).toEqual({ result: { c: 5, draw: expect.any(Number) } });
    expect(await run('{ url: "/fit.js" }', request)).toEqual(outcome);
  });

  test("that imports the package late", async () => {
    expect(await run('{ url: "/late.js" }', "{ configUpdates: { a: 9 }, options: quiet }")).toEqual({ result: 9 });
  });

  test("as text, which imports the package by its name", async () => {
    const source = FIT.replace("/dist/browser/standalone.js", "sacred-ts").replace(
      "return",
      "if (c > 2) throw new Error('c');\n  return",
    );
    await page.evaluate((text) => Reflect.set(globalThis, "source", text), source);
    expect(await run("{ source }")).toMatchObject({ result: { c: 1 } });
    expect(await run('{ source, filename: "cell-3.js" }', "{ configUpdates: { c: 3 }, options: quiet }")).toMatchObject(
      {
        name: "Error",
        stack: expect.stringContaining(`${site.origin}/cell-3.js:7:`),
      },
    );
  });

  test.each([
    ["without a main function", "/nothing.js", "DefinitionError", /no experiment with a main function/],
    ["that throws while it is imported", "/throws.js", "RangeError", /no such data/],
    [
      "whose import doesn't parse",
      "/broken.js",
      "RunError",
      /\/deep\.js:2:11: SyntaxError: .*imported by .*\/broken\.js/,
    ],
    ["that isn't there", "/missing.js", "RunError", /\/missing\.js can't be fetched: the server answers 404/],
    ["with a bare import", "/bare.js", "RunError", /imports "sacred-ts", and import maps don't reach workers/],
  ])("%s says what is wrong", async (_what, url, name, message) => {
    const byAddress = await run(`{ url: ${JSON.stringify(url)} }`);
    expect(byAddress).toMatchObject({ name, message: expect.stringMatching(message) });
    const byFunction = await run(`() => new Worker(${JSON.stringify(url)}, { type: "module" })`);
    expect(byFunction).toMatchObject({ name, message: expect.stringMatching(message) });
    await page.evaluate(`document.body.append(sacred.runInWorker({ url: ${JSON.stringify(url)} }).show())`);
    await expect.poll(() => page.locator(".failure").innerText()).toMatch(message);
  });

  test.each([
    ["in a file", "/compiled.js", "/src/deep.ts:12:11", "/src/deep.ts:12:41"],
    ["inline", "/inline.js", "/src/deep.ts:12:11", "/src/deep.ts:12:41"],
    ["that isn't there", "/unmapped.js", "/unmapped.js:3:9", "/unmapped.js:3:42"],
    ["that is none", "/broken-map.js", "/broken-map.js:3:9", "/broken-map.js:3:42"],
  ])("with a source map %s fails in the lines that are known", async (_what, url, place, cause) => {
    const failing = `sacred.runInWorker({ url: ${JSON.stringify(url)} }, { options: quiet })`;
    const stacks = await page.evaluate(`(async () => {
      const run = ${failing};
      document.body.append(run.show());
      return run.result.catch((error) => [error.stack, error.cause.stack]);
    })()`);
    expect(stacks).toEqual([
      expect.stringMatching(`^RangeError: outer\\n.*\\(?${site.origin}${place}\\)?\\n`),
      expect.stringMatching(`^TypeError: inner\\n.*\\(?${site.origin}${cause}\\)?\\n`),
    ]);
    const shown = page.locator(".failure");
    await expect.poll(() => shown.innerText()).toContain(`${site.origin}${place}`);
    expect(await shown.innerText()).toMatch(/RangeError: outer\nCaused by:\n[^]*TypeError: inner$/);
  });

  test("as text fails in its own lines, whatever file its server has under the name", async () => {
    const inline = JSON.stringify(PAGES["/inline.js"]);
    const plain = JSON.stringify(COMPILED);
    // Mapped by the map in it, which the server's has not; and not by the server's, which has one.
    for (const [source, filename, place] of [
      [inline, "unmapped.js", "/src/deep.ts:12:11"],
      [plain, "compiled.js", "/compiled.js:3:9"],
    ]) {
      const run = `sacred.runInWorker({ source: ${source}, filename: "${filename}" }, { options: quiet })`;
      await page.evaluate(
        `(() => { const run = ${run}; document.body.replaceChildren(run.show()); window.run = run; })()`,
      );
      expect(await page.evaluate("caught(run)")).toMatchObject({
        stack: expect.stringContaining(`${site.origin}${place}`),
      });
      await expect.poll(() => page.locator(".failure").innerText()).toContain(`${site.origin}${place}`);
    }
  });

  test("that throws while it is imported is shown in its own lines, not in what those are made of", async () => {
    await page.evaluate('document.body.append(sacred.runInWorker({ url: "/early.js" }, { options: quiet }).show())');
    const shown = page.locator(".failure");
    await expect.poll(() => shown.innerText()).toMatch(/RangeError: outer\nCaused by:\n[^]*TypeError: inner$/);
    await expect.poll(() => shown.innerText()).toContain(`${site.origin}/src/deep.ts:12:11`);
  });

  test("stores while both the page and the worker are busy", async () => {
    const points = await page.evaluate(`(async () => {
      const { IndexedDbObserver, IndexedDbReader } = await import("sacred-ts/observers/indexeddb");
      const run = sacred.runInWorker(fit, { command: "endless", observers: [new IndexedDbObserver()], options: quiet });
      const begun = run.stdout[Symbol.asyncIterator]();
      while (!(await begun.next()).value.includes("begun"));
      // The page does nothing else until then; the worker never does.
      const started = performance.now();
      while (performance.now() - started < 1500);
      const stored = await new IndexedDbReader().read(1);
      const { values } = (await stored.metrics()).loss;
      await run.stop();
      const { status } = await new IndexedDbReader().read(1);
      return [status, values.length];
    })()`);
    expect(points).toEqual(["INTERRUPTED", expect.any(Number)]);
    expect(Reflect.get(Object(points), 1)).toBeGreaterThan(10_000);
  });
});

describe.skipIf(!hasChromium)("under a Content-Security-Policy", () => {
  test("modules of the page's own run, and source text says what is missing", async () => {
    const policy = "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'self'";
    await using strict = await serve({ pages: PAGES, headers: { "content-security-policy": policy } });
    const page = await open(strict);
    expect(await page.evaluate("caught(sacred.runInWorker(fit, { options: quiet }))")).toMatchObject({
      result: { c: 1 },
    });
    const refused = await page.evaluate(
      "caught(sacred.runInWorker({ source: 'import \"sacred-ts\";' }, { options: quiet }))",
    );
    expect(refused).toMatchObject({ message: expect.stringMatching(/add blob: to its worker-src/) });
  });
});
